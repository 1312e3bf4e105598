// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {IDepositContract} from "../interfaces/IExternal.sol";
import {EigenPodParameters, PodBooks} from "./pod/PodBooks.sol";
import {PodCheckpoints} from "./pod/PodCheckpoints.sol";
import {PodCredentials} from "./pod/PodCredentials.sol";
import {PodRequests} from "./pod/PodRequests.sol";

/// @title One staker's native stake
/// @notice See `IEigenPod` and `ICairnEigenPod`. The chapters:
///
/// - `PodBooks`: the storage, the lookups, who may do what.
/// - `PodCredentials`: validators become the pod's.
/// - `PodCheckpoints`: what they hold, and what has come here, is counted.
/// - `PodRequests`: what is asked of the beacon chain.
///
/// A pod is the withdrawal address of its validators. Ether that comes here is nobody's until a checkpoint counts it; then
/// it is shares of the owner's, and leaves only when the manager, for the `DelegationManager`, pays shares out.
///
/// Clones of one implementation, made by the `EigenPodManager`. Calls go to the manager, the deposit contract and the system
/// contracts; a payment to a caller or receiver is the last thing that happens.
contract EigenPod is PodCredentials, PodCheckpoints, PodRequests {
    uint256 private constant STAKE = 32 ether;

    constructor(EigenPodParameters memory p) PodBooks(p) {}

    /// @dev Withdrawals of validators come without a call.
    receive() external payable {
        emit NonBeaconChainETHReceived(msg.value);
    }

    /// @dev The manager calls it once, as it makes the pod.
    function initialize(address podOwner_) external onlyEigenPodManager {
        if (podOwner_ == address(0)) revert InputAddressZero();
        podOwner = podOwner_;
    }

    function stake(bytes calldata pubkey, bytes calldata signature, bytes32 depositDataRoot)
        external
        payable
        onlyEigenPodManager
    {
        if (msg.value != STAKE) revert MsgValueNot32ETH();

        bytes32 credentials = bytes32(bytes1(0x01)) | bytes32(uint256(uint160(address(this))));
        IDepositContract(ethPOS).deposit{value: STAKE}(pubkey, abi.encode(credentials), signature, depositDataRoot);

        emit EigenPodStaked(_hashOf(pubkey));
    }

    function withdrawRestakedBeaconChainETH(address recipient, uint256 amountWei) external onlyEigenPodManager {
        uint256 gwei_ = amountWei / WEI_PER_GWEI;
        uint256 restaked = _restaked;
        if (gwei_ > restaked) revert InsufficientWithdrawableBalance();

        _restaked = uint64(restaked - gwei_);
        _movedAt = uint32(block.timestamp);

        emit RestakedBeaconChainETHWithdrawn(recipient, gwei_ * WEI_PER_GWEI);

        SafeTransferLib.safeTransferETH(recipient, gwei_ * WEI_PER_GWEI);
    }

    function setProofSubmitter(address newProofSubmitter) external onlyOwner {
        emit ProofSubmitterUpdated(proofSubmitter, newProofSubmitter);

        proofSubmitter = newProofSubmitter;
    }

    function recoverTokens(address[] calldata tokenList, uint256[] calldata amountsToWithdraw, address recipient)
        external
        onlyOwner
        whenNotPaused(PAUSED_RECOVERY)
    {
        if (tokenList.length != amountsToWithdraw.length) revert InputArrayLengthMismatch();

        for (uint256 i; i < tokenList.length; ++i) {
            SafeTransferLib.safeTransfer(tokenList[i], recipient, amountsToWithdraw[i]);
        }
    }
}
