// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {OperatorSet} from "../restaking/IAllocationManager.sol";

/// @dev Fixed at deployment. `Bps` are ten-thousandths.
struct RiskParameters {
    uint256 maxOperatorBps; // of all that is restaked, with one operator
    uint256 maxServiceBps; // of all that is restaked, slashable by one service
    uint256 maxPairBps; // of all that is restaked, slashable by two services at once: what either could take of the same stake
    uint256 maxRedistributableBps; // of all that is restaked, slashable by sets that keep what they slash
    uint256 maxOperatorAllocationBps; // of an operator's magnitude, in all sets together
    uint256 reactionBlocks; // in which a stranger drains what an allocation would put at risk
    OperatorSet[] allowed; // no other sets
}

/// @title The most that can be lost, written down
/// @notice Exposure is what *could* be slashed: every allocation counts, pending ones too, at the greater of what it is and what it
/// will be; whether or not the operator is registered, or the strategy is in the set.
///
/// A breach is *active* if an operator or a service made it: an allocation, a delay, a set that isn't allowed. It closes the
/// delegator to deposits, and anyone may queue the excess for withdrawal. A breach is *passive* if it came about by what
/// others lost or took out: it only closes the delegator.
///
/// What this can't see: a change of an allocation delay before it takes effect has no view in EigenLayer's interface.
interface IRiskPolicy {
    enum Rule {
        OperatorShare, // passive: nobody but depositors and slashes move it
        ServiceShare,
        PairOverlap,
        Redistributable,
        AllocationDelay,
        SetNotAllowed,
        AllocationSum
    }

    struct Breach {
        Rule rule;
        bool active;
        uint256 value; // wei, or blocks for `AllocationDelay`, or bps for `AllocationSum`
        uint256 ceiling; // in the same unit
        uint256 excess; // wei to take out of the delegator so that the rule holds again
    }

    /// @param index of the delegator in the spread.
    function breaches(uint256 index) external view returns (Breach[] memory);

    /// @return admits whether the delegator may get `assets` more: no breach now, nor after.
    function admits(uint256 index, uint256 assets) external view returns (bool);

    /// @return wei that an active breach lets anyone queue for withdrawal, of all strategies together.
    function excess(uint256 index) external view returns (uint256);

    function isAllowed(OperatorSet calldata set) external view returns (bool);
    function parameters() external view returns (RiskParameters memory);
}
