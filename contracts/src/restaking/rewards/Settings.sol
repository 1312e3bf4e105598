// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

import {IRewardsCoordinator} from "../../interfaces/restaking/IRewardsCoordinator.sol";
import {Pausable} from "../Pausable.sol";
import {PermissionControlled} from "../PermissionControlled.sol";

/// @dev Fixed at deployment, or where it starts. Lengths in seconds.
struct RewardsCoordinatorParameters {
    address delegationManager;
    address strategyManager;
    address allocationManager;
    address pauserRegistry;
    address permissionController;
    address emissionsController;
    address owner;
    address rewardsUpdater;
    address feeRecipient;
    uint32 activationDelay;
    uint16 defaultSplitBips;
    uint32 calculationIntervalSeconds; // whole days
    uint32 maxRewardsDuration;
    uint32 maxRetroactiveLength;
    uint32 maxFutureLength;
    uint32 genesisRewardsTimestamp; // whole intervals
}

/// @dev What the owner sets, and what nobody can.
abstract contract Settings is IRewardsCoordinator, Pausable, PermissionControlled, Ownable {
    /// @dev Bits of `paused`.
    uint8 internal constant AVS_SUBMISSIONS = 0;
    uint8 internal constant FOR_ALL_SUBMISSIONS = 1;
    uint8 internal constant CLAIMS = 2;
    uint8 internal constant ROOTS = 3;
    uint8 internal constant FOR_ALL_EARNERS = 4;
    uint8 internal constant OPERATOR_DIRECTED_AVS = 5;
    uint8 internal constant AVS_SPLITS = 6;
    uint8 internal constant INCENTIVE_SPLITS = 7;
    uint8 internal constant SET_SPLITS = 8;
    uint8 internal constant OPERATOR_DIRECTED_SET = 9;
    uint8 internal constant UNIQUE_STAKE = 10;
    uint8 internal constant TOTAL_STAKE = 11;

    uint256 internal constant BIPS = 10_000;

    address public constant beaconChainETHStrategy = 0xbeaC0eeEeeeeEEeEeEEEEeeEEeEeeeEeeEEBEaC0;

    address public immutable delegationManager;
    address public immutable strategyManager;
    address public immutable allocationManager;
    address public immutable emissionsController;
    uint32 public immutable CALCULATION_INTERVAL_SECONDS;
    uint32 public immutable MAX_REWARDS_DURATION;
    uint32 public immutable MAX_RETROACTIVE_LENGTH;
    uint32 public immutable MAX_FUTURE_LENGTH;
    uint32 public immutable GENESIS_REWARDS_TIMESTAMP;

    /// @dev One slot, all that posting a root needs.
    address public rewardsUpdater;
    uint32 public activationDelay; // seconds
    uint32 public currRewardsCalculationEndTimestamp; // seconds
    uint16 public defaultOperatorSplitBips;

    address public feeRecipient;
    mapping(address submitter => bool) public isRewardsForAllSubmitter;

    constructor(RewardsCoordinatorParameters memory p)
        Pausable(p.pauserRegistry)
        PermissionControlled(p.permissionController)
        Ownable(p.owner)
    {
        if (p.calculationIntervalSeconds % 1 days != 0) {
            revert InvalidCalculationIntervalSecondsRemainder();
        }
        if (p.genesisRewardsTimestamp % p.calculationIntervalSeconds != 0) {
            revert InvalidGenesisRewardsTimestampRemainder();
        }

        delegationManager = p.delegationManager;
        strategyManager = p.strategyManager;
        allocationManager = p.allocationManager;
        emissionsController = p.emissionsController;
        CALCULATION_INTERVAL_SECONDS = p.calculationIntervalSeconds;
        MAX_REWARDS_DURATION = p.maxRewardsDuration;
        MAX_RETROACTIVE_LENGTH = p.maxRetroactiveLength;
        MAX_FUTURE_LENGTH = p.maxFutureLength;
        GENESIS_REWARDS_TIMESTAMP = p.genesisRewardsTimestamp;

        _setRewardsUpdater(p.rewardsUpdater);
        _setActivationDelay(p.activationDelay);
        _setDefaultOperatorSplit(p.defaultSplitBips);
        _setFeeRecipient(p.feeRecipient);
    }

    function setRewardsUpdater(address updater) external onlyOwner {
        _setRewardsUpdater(updater);
    }

    function setActivationDelay(uint32 delay) external onlyOwner {
        _setActivationDelay(delay);
    }

    function setDefaultOperatorSplit(uint16 split) external onlyOwner {
        _setDefaultOperatorSplit(split);
    }

    function setFeeRecipient(address recipient) external onlyOwner {
        _setFeeRecipient(recipient);
    }

    function setRewardsForAllSubmitter(address submitter, bool value) external onlyOwner {
        emit RewardsForAllSubmitterSet(submitter, isRewardsForAllSubmitter[submitter], value);
        isRewardsForAllSubmitter[submitter] = value;
    }

    function _setRewardsUpdater(address updater) private {
        emit RewardsUpdaterSet(rewardsUpdater, updater);
        rewardsUpdater = updater;
    }

    function _setActivationDelay(uint32 delay) private {
        emit ActivationDelaySet(activationDelay, delay);
        activationDelay = delay;
    }

    function _setDefaultOperatorSplit(uint16 split) private {
        if (split > BIPS) revert SplitExceedsMax();

        emit DefaultOperatorSplitBipsSet(defaultOperatorSplitBips, split);
        defaultOperatorSplitBips = split;
    }

    function _setFeeRecipient(address recipient) private {
        if (recipient == address(0)) revert InvalidAddressZero();

        emit FeeRecipientSet(feeRecipient, recipient);
        feeRecipient = recipient;
    }
}
