// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {LibSort} from "solady/utils/LibSort.sol";
import {ServiceParameters} from "../interfaces/avs/IService.sol";
import {IPriceOracle} from "../interfaces/avs/IPriceOracle.sol";
import {
    IRewardsCoordinator,
    OperatorDirectedRewardsSubmission,
    OperatorReward
} from "../interfaces/restaking/IRewardsCoordinator.sol";
import {Service} from "./Service.sol";

/// @title A price, signed by restaked operators, round after round
/// @notice See `IPriceOracle`.
///
/// - *Rounds*: posted while they last, by anyone, once; the value is the weighted median of the reports.
/// - *Evidence*: two reports of one operator for one round.
/// - *Rewards*: a day's part of the budget, by reports counted that day.
contract PriceOracle is Service, IPriceOracle {
    bytes32 private constant REPORT_TYPEHASH = keccak256("Report(uint64 round,uint128 value)");

    uint64 public immutable period;

    /// @dev One slot.
    struct Posted {
        uint64 round;
        uint128 value;
        uint64 at; // seconds
    }

    /// @dev One slot: what an operator did on a day.
    struct Counted {
        uint64 reports;
        uint64 newestRound;
    }

    Posted private _latest;
    mapping(uint64 round => Posted) private _rounds;
    mapping(uint256 day => mapping(address operator => Counted)) public countedOn;
    mapping(uint256 day => address[]) private _reporters;

    constructor(ServiceParameters memory p, uint64 period_) Service(p) {
        if (period_ == 0 || 1 days % period_ != 0) revert InvalidPeriod(period_);
        period = period_;
    }

    // -- Rounds ------------------------------------------------------------------------------------------------------

    function post(uint64 round, Report[] calldata reports) external returns (uint128 value) {
        if (_rounds[round].at != 0) revert AlreadyPosted(round);

        (Ballot memory ballot, uint256[] memory heard) = _hearReports(round, reports);
        _requireQuorum(ballot);
        value = _median(reports, heard);

        _latest = _rounds[round] = Posted(round, value, uint64(block.timestamp));
        emit RoundPosted(round, value, ballot.heard, ballot.total);
    }

    function join(uint64 round, Report[] calldata reports) external {
        if (_rounds[round].at == 0) revert NotPosted(round);

        _hearReports(round, reports);
    }

    /// @return ballot as it stands afterwards. @return heard the weight of each report and all those before it.
    function _hearReports(uint64 round, Report[] calldata reports)
        private
        returns (Ballot memory ballot, uint256[] memory heard)
    {
        if (round != currentRound()) revert RoundNotOpen(round, currentRound());

        ballot = _openBallot(subjectOf(round));
        heard = new uint256[](reports.length);
        for (uint256 i; i < reports.length; i++) {
            Report calldata report = reports[i];
            if (i > 0 && report.value < reports[i - 1].value) revert ValuesNotAscending(i);
            bytes32 digest = reportDigest(round, report.value);
            (address operator, uint256 weight) = _hear(ballot, digest, report.signature);
            heard[i] = ballot.heard;
            if (weight > 0 && _count(round, operator)) emit Reported(round, operator, report.value, report.signature);
        }
    }

    /// @dev The first value up to which half of the weight, or more, was heard.
    function _median(Report[] calldata reports, uint256[] memory heard) private pure returns (uint128) {
        uint256 all = heard[heard.length - 1];
        uint256 i;
        while (heard[i] * 2 < all) i++;
        return reports[i].value;
    }

    /// @return whether it is the operator's first report for the round.
    function _count(uint64 round, address operator) private returns (bool) {
        uint256 day = block.timestamp / 1 days;
        Counted memory counted = countedOn[day][operator];
        // A round is never of two days.
        if (counted.reports > 0 && counted.newestRound == round) return false;

        if (counted.reports == 0) _reporters[day].push(operator);
        countedOn[day][operator] = Counted(counted.reports + 1, round);
        return true;
    }

    // -- Evidence ----------------------------------------------------------------------------------------------------

    function slash(uint64 round, Report calldata first, Report calldata second) external returns (uint256 slashId) {
        return _slash(
            subjectOf(round),
            reportDigest(round, first.value),
            first.signature,
            reportDigest(round, second.value),
            second.signature
        );
    }

    // -- Rewards -----------------------------------------------------------------------------------------------------

    function _submitRewards(IRewardsCoordinator coordinator, uint256 day, uint256 amount) internal override {
        address[] memory operators = _reporters[day];
        if (operators.length == 0) revert NothingEarned(day);
        LibSort.sort(operators);

        uint256 all;
        for (uint256 i; i < operators.length; i++) {
            all += countedOn[day][operators[i]].reports;
        }
        OperatorDirectedRewardsSubmission[] memory submissions = new OperatorDirectedRewardsSubmission[](1);
        OperatorReward[] memory rewards = new OperatorReward[](operators.length);
        uint256 count;
        for (uint256 i; i < operators.length; i++) {
            // Down: a few wei stay in the budget. The coordinator takes no part that is nothing.
            uint256 part = amount * countedOn[day][operators[i]].reports / all;
            if (part > 0) rewards[count++] = OperatorReward(operators[i], part);
        }
        if (count == 0) revert BudgetSpent();
        assembly ("memory-safe") {
            mstore(rewards, count)
        }
        submissions[0] = OperatorDirectedRewardsSubmission(
            strategies(), token, rewards, uint32(day * 1 days), 1 days, "reports that counted"
        );
        coordinator.createOperatorDirectedOperatorSetRewardsSubmission(_set(), submissions);
    }

    // -- Views -------------------------------------------------------------------------------------------------------

    function latest() external view returns (uint64 round, uint128 value, uint64 at) {
        Posted memory posted = _latest;
        if (posted.at == 0) revert NotPosted(currentRound());
        return (posted.round, posted.value, posted.at);
    }

    function valueOf(uint64 round) external view returns (uint128) {
        if (_rounds[round].at == 0) revert NotPosted(round);
        return _rounds[round].value;
    }

    function isPosted(uint64 round) external view returns (bool) {
        return _rounds[round].at != 0;
    }

    function currentRound() public view returns (uint64) {
        return uint64(block.timestamp) / period;
    }

    function reportDigest(uint64 round, uint128 value) public view returns (bytes32) {
        return _hashTypedData(keccak256(abi.encode(REPORT_TYPEHASH, round, value)));
    }

    function subjectOf(uint64 round) public pure returns (bytes32) {
        return bytes32(uint256(round));
    }

    function _domainNameAndVersion() internal pure override returns (string memory, string memory) {
        return ("Cairn Price Oracle", "1");
    }
}
