// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IDelegationManager} from "../restaking/IDelegationManager.sol";

/// @title What a staker has, by the restaking layer's own views
/// @notice Stores nothing and knows nobody. Amounts are in an asset's units: wei of beacon ether, a token's smallest units.
interface ITally {
    struct Count {
        uint256[] free; // units that can be queued, by strategy
        uint256[] queued; // units that what is queued would pay now, by strategy
        uint64[] magnitudes; // of the operator, of 1e18, by strategy
        uint64 slashingFactor; // of the staker's pod, of 1e18
    }

    /// @param operator whose magnitudes are wanted, whoever the staker is delegated to.
    function count(address staker, address operator, address[] calldata strategies) external view returns (Count memory);

    /// @return shares deposit shares that are worth `units`, up; or all. @return worth units that they are worth, at most `units`.
    function sharesFor(address staker, address strategy, uint256 units)
        external
        view
        returns (uint256 shares, uint256 worth);

    function rootCount(address staker) external view returns (uint256);
    function delegation() external view returns (IDelegationManager);
}
