// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IOperatorDelegator} from "../interfaces/liquid/IOperatorDelegator.sol";
import {SpreadParameters} from "../interfaces/liquid/ISpread.sol";
import {IEigenPod} from "../interfaces/restaking/IEigenPod.sol";
import {RewardsMerkleClaim} from "../interfaces/restaking/IRewardsCoordinator.sol";
import {Holdings} from "./Holdings.sol";
import {Ladder} from "./Ladder.sol";
import {Rounds} from "./Rounds.sol";
import {Routes} from "./Routes.sol";

/// @title What stands behind crETH
/// @notice See `ISpread`. The chapters:
///
/// - `Holdings`: the storage; counting a delegator, appraising an asset.
/// - `Rounds`: when what is counted counts; the stamp.
/// - `Routes`: the way in.
/// - `Ladder`: the way back.
///
/// No owner, no pause: delegators, assets, weights and ceilings are as they were deployed. Only the restaking layer's own interface
/// is spoken.
contract Spread is Ladder {
    constructor(SpreadParameters memory p) Holdings(p) Rounds(p) Routes(p) Ladder(p) {}

    /// @dev Ether comes from delegators, from the vault and from other vaults' escrows, in the middle of something.
    receive() external payable {}

    function createPod(uint256 index) external guarded returns (address) {
        return _account(index).createPod();
    }

    function startCheckpoint(uint256 index, bool revertIfNoBalance) external guarded {
        _account(index).startCheckpoint(revertIfNoBalance);
    }

    function verifyCredentials(uint256 index, bytes calldata call) external guarded {
        IEigenPod pod = IEigenPod(pods.ownerToPod(_delegator(index).account));
        if (pod.activeValidatorCount() == 0) _delegators[index].verifiedAt = uint64(block.timestamp);
        _account(index).verifyCredentials(call);
        _measure(index);
        _appraise(ETHER);
    }

    function claimRewards(uint256 index, RewardsMerkleClaim[] calldata claims) external guarded {
        _account(index).claimRewards(claims, auction);
    }
}
