// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {SafeTransferLib as Transfers} from "solady/utils/SafeTransferLib.sol";

import {IAllocationManager, OperatorSet} from "../../interfaces/restaking/IAllocationManager.sol";
import {
    OperatorDirectedRewardsSubmission,
    OperatorReward,
    RewardsSubmission,
    StrategyAndMultiplier
} from "../../interfaces/restaking/IRewardsCoordinator.sol";
import {IStrategyManager} from "../../interfaces/restaking/IStrategyManager.sol";
import {Guard} from "../../vault/Guard.sol";
import {Settings} from "./Settings.sol";

/// @dev Rewards as they are promised. The tokens come in at once; there is no way back but through a root.
abstract contract Submissions is Settings, Guard {
    using Transfers for address;

    uint256 private constant MAX_AMOUNT = 1e38 - 1;
    uint256 private constant FEE_BIPS = 2000;

    mapping(address submitter => uint256 nonce) public submissionNonce;
    mapping(address submitter => bool) public isOptedInForProtocolFee;

    mapping(address avs => mapping(bytes32 hash => bool)) public isAVSRewardsSubmissionHash;
    mapping(address submitter => mapping(bytes32 hash => bool)) public isRewardsSubmissionForAllHash;
    mapping(address submitter => mapping(bytes32 hash => bool)) public isRewardsSubmissionForAllEarnersHash;
    mapping(address avs => mapping(bytes32 hash => bool)) public isOperatorDirectedAVSRewardsSubmissionHash;
    mapping(address avs => mapping(bytes32 hash => bool)) public isOperatorDirectedOperatorSetRewardsSubmissionHash;
    mapping(address avs => mapping(bytes32 hash => bool)) public isUniqueStakeRewardsSubmissionHash;
    mapping(address avs => mapping(bytes32 hash => bool)) public isTotalStakeRewardsSubmissionHash;

    modifier onlyRewardsForAllSubmitter() {
        if (!isRewardsForAllSubmitter[msg.sender]) revert UnauthorizedCaller();
        _;
    }

    function setOptInForProtocolFee(address submitter, bool value) external onlyFor(submitter) {
        emit OptInForProtocolFeeSet(submitter, isOptedInForProtocolFee[submitter], value);
        isOptedInForProtocolFee[submitter] = value;
    }

    // -- By stake ----------------------------------------------------------------------------------------------------

    function createAVSRewardsSubmission(RewardsSubmission[] calldata submissions)
        external
        whenNotPaused(AVS_SUBMISSIONS)
        guarded
    {
        _submitForAVS(msg.sender, submissions);
    }

    function createEigenDARewardsSubmission(address avs, RewardsSubmission[] calldata submissions)
        external
        whenNotPaused(AVS_SUBMISSIONS)
        guarded
    {
        if (msg.sender != emissionsController) revert UnauthorizedCaller();

        _submitForAVS(avs, submissions);
    }

    function _submitForAVS(address avs, RewardsSubmission[] calldata submissions) private {
        for (uint256 i; i < submissions.length; ++i) {
            RewardsSubmission memory net = _takeLessFee(submissions[i]);
            (uint256 nonce, bytes32 hash) = _note(isAVSRewardsSubmissionHash, avs, net);
            emit AVSRewardsSubmissionCreated(avs, nonce, hash, net);
        }
    }

    function createUniqueStakeRewardsSubmission(
        OperatorSet calldata operatorSet,
        RewardsSubmission[] calldata submissions
    ) external whenNotPaused(UNIQUE_STAKE) onlyFor(operatorSet.avs) guarded {
        _checkExists(operatorSet);

        for (uint256 i; i < submissions.length; ++i) {
            RewardsSubmission memory net = _takeLessFee(submissions[i]);
            (uint256 nonce, bytes32 hash) = _note(isUniqueStakeRewardsSubmissionHash, operatorSet.avs, net);
            emit UniqueStakeRewardsSubmissionCreated(msg.sender, hash, operatorSet, nonce, net);
        }
    }

    function createTotalStakeRewardsSubmission(
        OperatorSet calldata operatorSet,
        RewardsSubmission[] calldata submissions
    ) external whenNotPaused(TOTAL_STAKE) onlyFor(operatorSet.avs) guarded {
        _checkExists(operatorSet);

        for (uint256 i; i < submissions.length; ++i) {
            RewardsSubmission memory net = _takeLessFee(submissions[i]);
            (uint256 nonce, bytes32 hash) = _note(isTotalStakeRewardsSubmissionHash, operatorSet.avs, net);
            emit TotalStakeRewardsSubmissionCreated(msg.sender, hash, operatorSet, nonce, net);
        }
    }

    // -- For all -----------------------------------------------------------------------------------------------------

    function createRewardsForAllSubmission(RewardsSubmission[] calldata submissions)
        external
        whenNotPaused(FOR_ALL_SUBMISSIONS)
        onlyRewardsForAllSubmitter
        guarded
    {
        for (uint256 i; i < submissions.length; ++i) {
            RewardsSubmission memory whole = _take(submissions[i]);
            (uint256 nonce, bytes32 hash) = _note(isRewardsSubmissionForAllHash, msg.sender, whole);
            emit RewardsSubmissionForAllCreated(msg.sender, nonce, hash, whole);
        }
    }

    function createRewardsForAllEarners(RewardsSubmission[] calldata submissions)
        external
        whenNotPaused(FOR_ALL_EARNERS)
        onlyRewardsForAllSubmitter
        guarded
    {
        for (uint256 i; i < submissions.length; ++i) {
            RewardsSubmission memory whole = _take(submissions[i]);
            (uint256 nonce, bytes32 hash) = _note(isRewardsSubmissionForAllEarnersHash, msg.sender, whole);
            emit RewardsSubmissionForAllEarnersCreated(msg.sender, nonce, hash, whole);
        }
    }

    // -- By operator -------------------------------------------------------------------------------------------------

    function createOperatorDirectedAVSRewardsSubmission(
        address avs,
        OperatorDirectedRewardsSubmission[] calldata submissions
    ) external whenNotPaused(OPERATOR_DIRECTED_AVS) onlyFor(avs) guarded {
        for (uint256 i; i < submissions.length; ++i) {
            OperatorDirectedRewardsSubmission memory net = _takeLessFee(submissions[i]);
            (uint256 nonce, bytes32 hash) = _note(isOperatorDirectedAVSRewardsSubmissionHash, avs, net);
            emit OperatorDirectedAVSRewardsSubmissionCreated(msg.sender, avs, hash, nonce, net);
        }
    }

    function createOperatorDirectedOperatorSetRewardsSubmission(
        OperatorSet calldata operatorSet,
        OperatorDirectedRewardsSubmission[] calldata submissions
    ) external whenNotPaused(OPERATOR_DIRECTED_SET) onlyFor(operatorSet.avs) guarded {
        _checkExists(operatorSet);

        for (uint256 i; i < submissions.length; ++i) {
            OperatorDirectedRewardsSubmission memory net = _takeLessFee(submissions[i]);
            (uint256 nonce, bytes32 hash) =
                _note(isOperatorDirectedOperatorSetRewardsSubmissionHash, operatorSet.avs, net);
            emit OperatorDirectedOperatorSetRewardsSubmissionCreated(msg.sender, hash, operatorSet, nonce, net);
        }
    }

    // -- Taking ------------------------------------------------------------------------------------------------------

    function _take(RewardsSubmission memory s) private returns (RewardsSubmission memory) {
        _check(s.strategiesAndMultipliers, s.startTimestamp, s.duration);
        if (s.amount == 0) revert AmountIsZero();
        if (s.amount > MAX_AMOUNT) revert AmountExceedsMax();
        if (s.startTimestamp > block.timestamp + MAX_FUTURE_LENGTH) revert StartTimestampTooFarInFuture();

        s.token.safeTransferFrom(msg.sender, address(this), s.amount);
        return s;
    }

    function _takeLessFee(RewardsSubmission memory s) private returns (RewardsSubmission memory) {
        _take(s);

        uint256 fee = _feeOf(s.amount);
        s.amount -= fee;
        _payFee(s.token, fee);
        return s;
    }

    function _takeLessFee(OperatorDirectedRewardsSubmission memory s)
        private
        returns (OperatorDirectedRewardsSubmission memory)
    {
        _check(s.strategiesAndMultipliers, s.startTimestamp, s.duration);
        if (s.operatorRewards.length == 0) revert InputArrayLengthZero();
        if (s.startTimestamp + s.duration >= block.timestamp) revert SubmissionNotRetroactive();

        (uint256 amount, uint256 fee) = _deductFee(s.operatorRewards);
        if (amount - fee > MAX_AMOUNT) revert AmountExceedsMax();

        s.token.safeTransferFrom(msg.sender, address(this), amount);
        _payFee(s.token, fee);
        return s;
    }

    /// @dev From each reward, so that their sum is what stays.
    function _deductFee(OperatorReward[] memory rewards) private view returns (uint256 amount, uint256 fee) {
        address last;
        for (uint256 i; i < rewards.length; ++i) {
            OperatorReward memory reward = rewards[i];
            if (reward.operator == address(0)) revert InvalidAddressZero();
            if (reward.operator <= last) revert OperatorsNotInAscendingOrder();
            if (reward.amount == 0) revert AmountIsZero();

            last = reward.operator;
            amount += reward.amount;
            uint256 part = _feeOf(reward.amount);
            fee += part;
            reward.amount -= part;
        }
    }

    function _feeOf(uint256 amount) private view returns (uint256) {
        return isOptedInForProtocolFee[msg.sender] ? amount * FEE_BIPS / BIPS : 0;
    }

    function _payFee(address token, uint256 fee) private {
        if (fee != 0) token.safeTransfer(feeRecipient, fee);
    }

    // -- Checking ----------------------------------------------------------------------------------------------------

    function _check(StrategyAndMultiplier[] memory strategies, uint32 start, uint32 duration) private view {
        if (strategies.length == 0) revert InputArrayLengthZero();
        if (duration > MAX_REWARDS_DURATION) revert DurationExceedsMax();
        if (duration % CALCULATION_INTERVAL_SECONDS != 0) revert InvalidDurationRemainder();
        if (duration == 0) revert DurationIsZero();
        if (start % CALCULATION_INTERVAL_SECONDS != 0) revert InvalidStartTimestampRemainder();
        if (start < GENESIS_REWARDS_TIMESTAMP || uint256(start) + MAX_RETROACTIVE_LENGTH < block.timestamp) {
            revert StartTimestampTooFarInPast();
        }

        address last;
        for (uint256 i; i < strategies.length; ++i) {
            address strategy = strategies[i].strategy;
            if (strategy != beaconChainETHStrategy && !_isWhitelisted(strategy)) revert StrategyNotWhitelisted();
            if (strategy <= last) revert StrategiesNotInAscendingOrder();

            last = strategy;
        }
    }

    function _isWhitelisted(address strategy) private view returns (bool) {
        return IStrategyManager(strategyManager).strategyIsWhitelistedForDeposit(strategy);
    }

    function _checkExists(OperatorSet calldata operatorSet) private view {
        if (!IAllocationManager(allocationManager).isOperatorSet(operatorSet)) revert InvalidOperatorSet();
    }

    // -- Noting ------------------------------------------------------------------------------------------------------

    function _note(
        mapping(address => mapping(bytes32 => bool)) storage hashes,
        address submitter,
        RewardsSubmission memory s
    ) private returns (uint256 nonce, bytes32 hash) {
        nonce = submissionNonce[submitter]++;
        hash = keccak256(abi.encode(submitter, nonce, s));
        hashes[submitter][hash] = true;
    }

    function _note(
        mapping(address => mapping(bytes32 => bool)) storage hashes,
        address submitter,
        OperatorDirectedRewardsSubmission memory s
    ) private returns (uint256 nonce, bytes32 hash) {
        nonce = submissionNonce[submitter]++;
        hash = keccak256(abi.encode(submitter, nonce, s));
        hashes[submitter][hash] = true;
    }
}
