// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IService} from "./IService.sol";

/// @title A price, signed by restaked operators, round after round
/// @notice A round is `period` seconds of time; round `r` begins at `r * period`. While it lasts, each operator signs the value
/// it observes, `Report(uint64 round,uint128 value)`, and anyone posts what two thirds of the stake signed. The round's value
/// is their median by weight, the lower one of two: as long as less than a third of the stake lies, liars are less than half
/// of any such two thirds, so the median lies between values that honest operators signed, whichever signatures the poster chose.
///
/// Two reports of one operator with different values for one round are an offence, posted or not: readers elsewhere may have
/// believed either.
interface IPriceOracle is IService {
    /// @dev The signature of whom is found by its key. Of `value`, the service's metadata says what it is; 18 decimals.
    struct Report {
        uint128 value;
        bytes signature;
    }

    event RoundPosted(uint64 indexed round, uint128 value, uint256 heard, uint256 total);

    /// @notice A report that counted. What an operator signed can be read from the chain.
    event Reported(uint64 indexed round, address indexed operator, uint128 value, bytes signature);

    /// @notice Rounds are posted while they last: `current` does now.
    error RoundNotOpen(uint64 round, uint64 current);
    error AlreadyPosted(uint64 round);
    error NotPosted(uint64 round);
    error ValuesNotAscending(uint256 index);

    /// @notice A day has to be a whole number of rounds.
    error InvalidPeriod(uint64 period);

    /// @notice Posts the current round's value. Reports come in ascending order of values; those of keys without a voice, or of one
    /// that was heard already, are passed over, so that no operator can make others' post fail.
    function post(uint64 round, Report[] calldata reports) external returns (uint128 value);

    /// @notice Counts reports that the poster of the current round left out, for the rewards. The value stays.
    function join(uint64 round, Report[] calldata reports) external;

    /// @notice Slashes an operator by two of its reports on one round.
    function slash(uint64 round, Report calldata first, Report calldata second) external returns (uint256 slashId);

    /// @return round the newest posted one, `value` its value, `at` when it was posted (seconds).
    function latest() external view returns (uint64 round, uint128 value, uint64 at);
    function valueOf(uint64 round) external view returns (uint128);
    function isPosted(uint64 round) external view returns (bool);
    function currentRound() external view returns (uint64);
    function period() external view returns (uint64);

    /// @return reports of `operator` that counted on `day`, and the newest round among them.
    function countedOn(uint256 day, address operator) external view returns (uint64 reports, uint64 newestRound);

    /// @return what a key signs.
    function reportDigest(uint64 round, uint128 value) external view returns (bytes32);
    function subjectOf(uint64 round) external pure returns (bytes32);
}
