// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {WithdrawalRequest} from "../restaking/IEigenPod.sol";
import {SignatureWithExpiry, Withdrawal} from "../restaking/IDelegationManager.sol";
import {RewardsMerkleClaim} from "../restaking/IRewardsCoordinator.sol";

/// @title One operator's stones
/// @notice The restaking layer's staker: it owns the pod, holds the strategies' shares, and is delegated to one operator or to
/// nobody. It decides nothing: only the spread may call it, and what concerns the pod, the `NativeStake`; but anyone may send rewards
/// where they belong. A clone; its arguments are in its code.
interface IOperatorDelegator {
    error OnlySpread(address caller);
    error OnlyNative(address caller);
    error UnknownCall(bytes4 selector);

    /// @notice Puts all that is here behind the operator; `approval` as the operator's approver asks.
    function delegate(SignatureWithExpiry calldata approval, bytes32 salt) external;

    /// @notice Leaves the operator: all that is here is queued.
    function undelegate() external;

    function createPod() external returns (address pod);

    /// @notice Puts `units` of the token, which are here, into the strategy.
    function depositInto(address strategy, address token, uint256 units) external;

    function queue(address strategy, uint256 depositShares) external returns (bytes32 root);

    /// @notice Completes a withdrawal of one strategy. Tokens and ether that it pays go to the spread.
    /// @param token of the strategy; 0 for beacon ether.
    /// @return paid units of the token, or wei; 0 as shares.
    function complete(Withdrawal calldata withdrawal, address token, bool asTokens) external returns (uint256 paid);

    function startCheckpoint(bool revertIfNoBalance) external;
    /// @notice `call` is one of the pod's two functions that prove credentials.
    function verifyCredentials(bytes calldata call) external;
    /// @notice The value pays the system contract's fee; what is left of it comes back.
    function requestWithdrawal(WithdrawalRequest[] calldata requests) external payable;

    /// @notice Claims what the delegator has earned, to the auction. Anyone may.
    function claimRewards(RewardsMerkleClaim[] calldata claims) external;

    function native() external view returns (address);
    function spread() external view returns (address);
    function operator() external view returns (address);
}
