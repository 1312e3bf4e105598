// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {ConsolidationRequest, WithdrawalRequest} from "../../interfaces/restaking/IEigenPod.sol";
import {PodBooks} from "./PodBooks.sol";

/// @dev What a pod, being the withdrawal address, may ask of the beacon chain (EIP-7002, EIP-7251). A request may be ignored
/// there without a word.
abstract contract PodRequests is PodBooks {
    address private constant WITHDRAWALS = 0x00000961Ef480Eb55e80D19ad83579A64c007002;
    address private constant CONSOLIDATIONS = 0x0000BBdDc7CE488642fb579F8B00f3a590007251;

    function requestWithdrawal(WithdrawalRequest[] calldata requests)
        external
        payable
        onlyOwnerOrProofSubmitter
        whenNotPaused(PAUSED_WITHDRAWALS)
    {
        uint256 fee = _feeOf(WITHDRAWALS);
        uint256 rest = _rest(fee, requests.length);

        for (uint256 i; i < requests.length; ++i) {
            WithdrawalRequest calldata request = requests[i];
            bytes32 pubkeyHash = _hashOf(request.pubkey);
            // One that isn't ours yet could be emptied into this pod and then shown as it was before.
            if (!_members[pubkeyHash].isActive()) revert ValidatorNotActiveInPod();

            _request(WITHDRAWALS, fee, abi.encodePacked(request.pubkey, request.amountGwei));

            if (request.amountGwei == 0) emit ExitRequested(pubkeyHash);
            else emit WithdrawalRequested(pubkeyHash, request.amountGwei);
        }
        _movedAt = uint32(block.timestamp);

        if (rest != 0) SafeTransferLib.safeTransferETH(msg.sender, rest);
    }

    function requestConsolidation(ConsolidationRequest[] calldata requests)
        external
        payable
        onlyOwnerOrProofSubmitter
        whenNotPaused(PAUSED_CONSOLIDATIONS)
    {
        uint256 fee = _feeOf(CONSOLIDATIONS);
        uint256 rest = _rest(fee, requests.length);

        for (uint256 i; i < requests.length; ++i) {
            ConsolidationRequest calldata request = requests[i];
            bytes32 source = _hashOf(request.srcPubkey);
            bytes32 target = _hashOf(request.targetPubkey);
            // Into one that isn't ours, the source's ether would be lost to this pod.
            if (!_members[target].isActive()) revert ValidatorNotActiveInPod();

            _request(CONSOLIDATIONS, fee, abi.encodePacked(request.srcPubkey, request.targetPubkey));

            if (source == target) emit SwitchToCompoundingRequested(source);
            else emit ConsolidationRequested(source, target);
        }
        _movedAt = uint32(block.timestamp);

        if (rest != 0) SafeTransferLib.safeTransferETH(msg.sender, rest);
    }

    function getWithdrawalRequestFee() external view returns (uint256) {
        return _feeOf(WITHDRAWALS);
    }

    function getConsolidationRequestFee() external view returns (uint256) {
        return _feeOf(CONSOLIDATIONS);
    }

    function _feeOf(address system) private view returns (uint256) {
        (bool known, bytes memory answer) = system.staticcall("");
        if (!known || answer.length != 32) revert FeeQueryFailed();
        return abi.decode(answer, (uint256));
    }

    /// @return wei of the call's that no fee takes.
    function _rest(uint256 fee, uint256 count) private view returns (uint256) {
        uint256 fees = fee * count;
        if (msg.value < fees) revert InsufficientFunds();
        return msg.value - fees;
    }

    function _request(address system, uint256 fee, bytes memory data) private {
        (bool taken,) = system.call{value: fee}(data);
        if (!taken) revert PredeployFailed();
    }
}
