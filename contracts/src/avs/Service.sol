// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ECDSA} from "solady/utils/ECDSA.sol";
import {CreateSetParamsV2, SlashingParams} from "../interfaces/restaking/IAllocationManager.sol";
import {IRewardsCoordinator} from "../interfaces/restaking/IRewardsCoordinator.sol";
import {ServiceParameters} from "../interfaces/avs/IService.sol";
import {Members} from "./Members.sol";
import {ServiceToken} from "./ServiceToken.sol";

/// @title A service: its operator set, what it slashes for, what it pays
/// @notice See `IService`. `Members` has the keys and the weights; a service adds what is signed, and what of it is an offence.
///
/// The account has no admin but the contract itself, which never adds one and has no function that changes the set, its
/// strategies, its slasher or its registrar. So what is written in the constructor stays.
abstract contract Service is Members {
    address public immutable rewardsCoordinator;
    address public immutable token;
    uint64 public immutable wadToSlash;
    uint256 public immutable rewardsPerDay;

    mapping(uint256 day => bool) public isPaid;

    constructor(ServiceParameters memory p) Members(p) {
        if (p.wadToSlash == 0 || p.wadToSlash > 1e18) revert InvalidWadToSlash(p.wadToSlash);
        uint32 interval = IRewardsCoordinator(p.rewardsCoordinator).CALCULATION_INTERVAL_SECONDS();
        if (interval != 1 days) revert InvalidCalculationInterval(interval);
        rewardsCoordinator = p.rewardsCoordinator;
        wadToSlash = p.wadToSlash;
        rewardsPerDay = p.rewardsPerDay;
        token = address(new ServiceToken(p.tokenName, p.tokenSymbol, p.budget));
        // It holds nothing else, and the coordinator takes only from who calls it.
        ServiceToken(token).approve(p.rewardsCoordinator, type(uint256).max);

        _allocations().updateAVSMetadataURI(address(this), p.metadataURI);
        CreateSetParamsV2[] memory sets = new CreateSetParamsV2[](1);
        sets[0] = CreateSetParamsV2(SET, _strategyAddresses(), address(this));
        if (p.redistributionRecipient == address(0)) {
            _allocations().createOperatorSets(address(this), sets);
        } else {
            address[] memory recipients = new address[](1);
            recipients[0] = p.redistributionRecipient;
            _allocations().createRedistributingOperatorSets(address(this), sets, recipients);
        }
    }

    // -- Slashing ----------------------------------------------------------------------------------------------------

    /// @dev Keys that were retired answer too. Whether the signatures differ doesn't matter: the statements must.
    function _slash(
        bytes32 subject,
        bytes32 firstDigest,
        bytes calldata firstSignature,
        bytes32 secondDigest,
        bytes calldata secondSignature
    ) internal returns (uint256 slashId) {
        if (firstDigest == secondDigest) revert NoConflict();
        address operator = operatorOf[ECDSA.tryRecoverCalldata(firstDigest, firstSignature)];
        address second = operatorOf[ECDSA.tryRecoverCalldata(secondDigest, secondSignature)];
        if (operator == address(0) || operator != second) revert SignersDiffer(operator, second);
        if (slashedOver[subject][operator]) revert AlreadySlashed(subject, operator);
        if (!_allocations().isOperatorSlashable(operator, _set())) revert NotSlashable(operator);

        slashedOver[subject][operator] = true;
        uint256[] memory shares;
        (slashId, shares) = _allocations().slashOperator(address(this), _slashing(operator));

        uint256 any;
        for (uint256 i; i < shares.length; i++) {
            any |= shares[i];
        }
        if (any == 0) revert NothingToSlash(operator);
        emit Slashed(subject, operator, slashId, msg.sender);
    }

    function _slashing(address operator) private view returns (SlashingParams memory) {
        address[] memory all = _strategyAddresses();
        uint256[] memory wads = new uint256[](all.length);
        for (uint256 i; i < wads.length; i++) {
            wads[i] = wadToSlash;
        }
        return SlashingParams(operator, SET, all, wads, "two statements on one subject");
    }

    // -- Rewards -----------------------------------------------------------------------------------------------------

    function payRewards(uint256 day) external returns (uint256 amount) {
        uint256 end = (day + 1) * 1 days;
        // The coordinator takes what is strictly past.
        if (block.timestamp <= end) revert DayNotOver(day, end + 1);
        if (isPaid[day]) revert AlreadyPaid(day);
        uint256 left = ServiceToken(token).balanceOf(address(this));
        if (left == 0) revert BudgetSpent();

        isPaid[day] = true;
        amount = left < rewardsPerDay ? left : rewardsPerDay;
        _submitRewards(IRewardsCoordinator(rewardsCoordinator), day, amount);
        amount = left - ServiceToken(token).balanceOf(address(this));
        emit RewardsPaid(day, amount);
    }

    /// @dev Submits at most `amount` of the token for `day`, or reverts `NothingEarned`.
    function _submitRewards(IRewardsCoordinator coordinator, uint256 day, uint256 amount) internal virtual;
}
