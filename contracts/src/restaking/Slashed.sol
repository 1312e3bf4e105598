// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {EnumerableSetLib} from "solady/utils/EnumerableSetLib.sol";

import {OperatorSet} from "../interfaces/restaking/IAllocationManager.sol";
import {IStrategyManager} from "../interfaces/restaking/IStrategyManager.sol";
import {OperatorSetKey} from "./types/OperatorSetKey.sol";

/// @dev The shares that slashes took and nobody has sent on yet: by operator set, slash and strategy. A slash of one strategy
/// fills four slots, an operator set's second pending slash three.
abstract contract Slashed is IStrategyManager {
    using EnumerableSetLib for EnumerableSetLib.AddressSet;
    using EnumerableSetLib for EnumerableSetLib.Bytes32Set;
    using EnumerableSetLib for EnumerableSetLib.Uint256Set;
    using OperatorSetKey for OperatorSet;

    struct Slash {
        EnumerableSetLib.AddressSet strategies;
        mapping(address strategy => uint256) shares;
    }

    EnumerableSetLib.Bytes32Set private sets;
    mapping(bytes32 set => EnumerableSetLib.Uint256Set) private slashIds;
    mapping(bytes32 set => mapping(uint256 slashId => Slash)) private slashes;

    function _record(OperatorSet calldata operatorSet, uint256 slashId, address strategy, uint256 shares) internal {
        bytes32 set = operatorSet.key();
        Slash storage slash = slashes[set][slashId];
        if (!slash.strategies.add(strategy)) revert StrategyAlreadyInSlash();

        slash.shares[strategy] = shares;
        slashIds[set].add(slashId);
        sets.add(set);
        emit BurnOrRedistributableSharesIncreased(operatorSet, slashId, strategy, shares);
    }

    /// @return shares 0 if they were sent on before, or never slashed.
    function _clear(OperatorSet calldata operatorSet, uint256 slashId, address strategy)
        internal
        returns (uint256 shares)
    {
        bytes32 set = operatorSet.key();
        Slash storage slash = slashes[set][slashId];
        if (!slash.strategies.remove(strategy)) return 0;

        shares = slash.shares[strategy];
        delete slash.shares[strategy];
        if (slash.strategies.length() == 0) {
            slashIds[set].remove(slashId);
            if (slashIds[set].length() == 0) sets.remove(set);
        }
        emit BurnOrRedistributableSharesDecreased(operatorSet, slashId, strategy, shares);
    }

    // -- Views -------------------------------------------------------------------------------------------------------

    function getBurnOrRedistributableShares(OperatorSet calldata operatorSet, uint256 slashId)
        external
        view
        returns (address[] memory strategies, uint256[] memory shares)
    {
        Slash storage slash = slashes[operatorSet.key()][slashId];
        strategies = slash.strategies.values();
        shares = new uint256[](strategies.length);
        for (uint256 i; i < strategies.length; ++i) {
            shares[i] = slash.shares[strategies[i]];
        }
    }

    function getBurnOrRedistributableShares(OperatorSet calldata operatorSet, uint256 slashId, address strategy)
        external
        view
        returns (uint256)
    {
        return slashes[operatorSet.key()][slashId].shares[strategy];
    }

    function getBurnOrRedistributableCount(OperatorSet calldata operatorSet, uint256 slashId)
        external
        view
        returns (uint256)
    {
        return slashes[operatorSet.key()][slashId].strategies.length();
    }

    function getPendingSlashIds(OperatorSet calldata operatorSet) external view returns (uint256[] memory) {
        return slashIds[operatorSet.key()].values();
    }

    function getPendingOperatorSets() external view returns (OperatorSet[] memory) {
        return OperatorSetKey.toOperatorSets(sets.values());
    }

    function _slashedStrategies(OperatorSet calldata operatorSet, uint256 slashId)
        internal
        view
        returns (address[] memory)
    {
        return slashes[operatorSet.key()][slashId].strategies.values();
    }
}
