// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {LibClone} from "solady/utils/LibClone.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {IOperatorDelegator} from "../interfaces/liquid/IOperatorDelegator.sol";
import {ISpread} from "../interfaces/liquid/ISpread.sol";
import {
    IDelegationManager,
    QueuedWithdrawalParams,
    SignatureWithExpiry,
    Withdrawal
} from "../interfaces/restaking/IDelegationManager.sol";
import {ICairnEigenPod, IEigenPod, WithdrawalRequest} from "../interfaces/restaking/IEigenPod.sol";
import {IEigenPodManager} from "../interfaces/restaking/IEigenPodManager.sol";
import {IRewardsCoordinator, RewardsMerkleClaim} from "../interfaces/restaking/IRewardsCoordinator.sol";
import {IStrategyManager} from "../interfaces/restaking/IStrategyManager.sol";

/// @title One operator's stones
/// @notice Holds and does, decides nothing. What a withdrawal pays it hands to the spread in the same call. What comes here unasked is
/// nobody's, and stays.
contract OperatorDelegator is IOperatorDelegator {
    using SafeTransferLib for address;

    address public immutable spread;
    address public immutable native;
    IDelegationManager private immutable delegation;
    IRewardsCoordinator private immutable rewards;

    modifier onlySpread() {
        if (msg.sender != spread) revert OnlySpread(msg.sender);
        _;
    }

    modifier onlyNative() {
        if (msg.sender != native) revert OnlyNative(msg.sender);
        _;
    }

    constructor(address spread_, address native_, address delegation_, address rewards_) {
        spread = spread_;
        native = native_;
        delegation = IDelegationManager(delegation_);
        rewards = IRewardsCoordinator(rewards_);
    }

    /// @dev The restaking layer is in the middle of something while it pays: this only takes.
    receive() external payable {}

    function operator() public view returns (address) {
        return abi.decode(LibClone.argsOnClone(address(this)), (address));
    }

    function delegate(SignatureWithExpiry calldata approval, bytes32 salt) external onlySpread {
        delegation.delegateTo(operator(), approval, salt);
    }

    function undelegate() external onlySpread {
        delegation.undelegate(address(this));
    }

    function depositInto(address strategy, address token, uint256 units) external onlySpread {
        address manager = delegation.strategyManager();
        token.safeApproveWithRetry(manager, units);
        IStrategyManager(manager).depositIntoStrategy(strategy, token, units);
    }

    function queue(address strategy, uint256 depositShares) external onlySpread returns (bytes32) {
        QueuedWithdrawalParams[] memory params = new QueuedWithdrawalParams[](1);
        params[0].strategies = new address[](1);
        params[0].strategies[0] = strategy;
        params[0].depositShares = new uint256[](1);
        params[0].depositShares[0] = depositShares;
        return delegation.queueWithdrawals(params)[0];
    }

    function complete(Withdrawal calldata withdrawal, address token, bool asTokens)
        external
        onlySpread
        returns (uint256 paid)
    {
        address[] memory tokens = new address[](1);
        tokens[0] = token;
        // Donations in the meantime aren't what the withdrawal paid.
        uint256 before = _balance(token);
        delegation.completeQueuedWithdrawal(withdrawal, tokens, asTokens);
        paid = _balance(token) - before;
        if (paid == 0) return 0;

        if (token == address(0)) spread.safeTransferETH(paid);
        else token.safeTransfer(spread, paid);
    }

    function _balance(address token) private view returns (uint256) {
        return token == address(0) ? address(this).balance : token.balanceOf(address(this));
    }

    // -- The pod -----------------------------------------------------------------------------------------------------

    function createPod() external onlyNative returns (address) {
        return _pods().createPod();
    }

    function startCheckpoint(bool revertIfNoBalance) external onlyNative {
        _pod().startCheckpoint(revertIfNoBalance);
    }

    function verifyCredentials(bytes calldata call) external onlyNative {
        bytes4 selector = bytes4(call);
        bool known = selector == IEigenPod.verifyWithdrawalCredentials.selector
            || selector == ICairnEigenPod.verifyCredentialsMultiproof.selector;
        if (!known) revert UnknownCall(selector);

        (bool done, bytes memory answer) = address(_pod()).call(call);
        if (!done) {
            assembly {
                revert(add(answer, 32), mload(answer))
            }
        }
    }

    function requestWithdrawal(WithdrawalRequest[] calldata requests) external payable onlyNative {
        _pod().requestWithdrawal{value: msg.value}(requests);
        native.safeTransferETH(address(this).balance);
    }

    function claimRewards(RewardsMerkleClaim[] calldata claims) external {
        rewards.processClaims(claims, ISpread(spread).auction());
    }

    function _pods() private view returns (IEigenPodManager) {
        return IEigenPodManager(delegation.eigenPodManager());
    }

    function _pod() private view returns (IEigenPod) {
        return IEigenPod(_pods().ownerToPod(address(this)));
    }
}
