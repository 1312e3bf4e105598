// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {OperatorSet} from "../restaking/IAllocationManager.sol";

/// @dev Fixed at deployment. `Bps` are ten-thousandths; shares are of all that crETH is worth, idle ether included.
struct RiskParameters {
    uint256 maxOperatorBps; // with one operator
    uint256 maxServiceBps; // slashable by one service
    uint256 maxPairBps; // slashable by two services, with operators that serve both
    uint256 maxRedistributableBps; // slashable by sets that keep what they slash
    uint256 maxAllocatedBps; // of an operator's magnitude, in all sets together
    uint256 reactionBlocks; // in which a stranger takes out what an allocation would put at risk
    OperatorSet[] allowed; // no other sets
}

/// @title The most that can be lost, written down
/// @notice Exposure is what *could* be slashed: every allocation counts, a pending one at the greater of what it is and what it will be;
/// whether or not the operator is registered, or the strategy is in the set.
///
/// A breach is *active* if an operator made it and it can still be answered: by an allocation that isn't in effect yet, a delay
/// too short, a set that isn't allowed, too much in all. It closes the delegator to deposits, and anyone may queue the
/// excess for withdrawal. A breach is *passive* if it came about by what others lost or took out; that only closes the delegator.
///
/// What this can't see: a change of an allocation delay before it takes effect has no view in EigenLayer's interface. And the
/// restaking layer's pausers can hold up what is being taken out.
interface IRiskPolicy {
    enum Rule {
        OperatorShare,
        ServiceShare,
        PairOverlap,
        Redistributable,
        AllocationDelay,
        SetNotAllowed,
        AllocationSum,
        Unreadable, // the operator has more allocations than its part of 8,000,000 gas reads
        Exhausted // so little is left of the operator that the restaking layer's arithmetic suffers, or of its pod
    }

    /// @dev `value` and `ceiling`: wei; blocks for `AllocationDelay`, whose ceiling is the least; bps for `AllocationSum`; of 1e18 for
    /// `Exhausted`, whose ceiling is the least.
    struct Breach {
        Rule rule;
        bool active;
        uint256 value;
        uint256 ceiling;
        uint256 excess; // wei to take out of the delegator until the rule holds again
    }

    /// @notice An operator's allocations couldn't be read with the gas that was left. Bring more.
    error TooLittleGas();

    /// @param index of the delegator in the spread.
    function breaches(uint256 index) external view returns (Breach[] memory);

    /// @return Whether the delegator may get `assets` wei more of an asset: no breach now, nor after.
    function admits(uint256 index, uint256 asset, uint256 assets) external view returns (bool);

    /// @return wei that active breaches let anyone queue for withdrawal. What is queued already is taken off.
    function excess(uint256 index) external view returns (uint256);

    function isAllowed(OperatorSet calldata set) external view returns (bool);
    function parameters() external view returns (RiskParameters memory);
    function spread() external view returns (address);
}
