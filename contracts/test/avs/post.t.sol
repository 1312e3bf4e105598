// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {PriceOracle} from "../../src/avs/PriceOracle.sol";
import {IPriceOracle} from "../../src/interfaces/avs/IPriceOracle.sol";
import {IService} from "../../src/interfaces/avs/IService.sol";
import {Services} from "./Services.sol";

contract PostTest is Services {
    uint64 internal round;

    function setUp() public override {
        super.setUp();
        round = oracle.currentRound();
    }

    function test_post_aRoundsValueCanBeRead() public {
        _enlist(3);
        vm.warp(block.timestamp + 5);

        vm.expectEmit(address(oracle));
        emit IPriceOracle.RoundPosted(round, 3000e18, 150e18, 150e18);
        uint128 posted = oracle.post(round, _reports(3, round, 3000e18));

        assertEq(posted, 3000e18, "ROUND-1");
        assertEq(oracle.valueOf(round), 3000e18, "ROUND-1");
        (uint64 newest, uint128 value, uint64 at) = oracle.latest();
        assertEq(newest, round, "ROUND-1: newest");
        assertEq(value, 3000e18, "ROUND-1: value");
        assertEq(at, round * PERIOD + 5, "ROUND-1: time");
    }

    function test_post_untilThenThereIsNoValue() public {
        vm.expectRevert(abi.encodeWithSelector(IPriceOracle.NotPosted.selector, round));
        oracle.latest();
        vm.expectRevert(abi.encodeWithSelector(IPriceOracle.NotPosted.selector, round));
        oracle.valueOf(round);
    }

    function test_post_onceAndWhileTheRoundLasts() public {
        _enlist(3);
        IPriceOracle.Report[] memory next = _reports(3, round + 1, 1);
        vm.expectRevert(abi.encodeWithSelector(IPriceOracle.RoundNotOpen.selector, round + 1, round));
        oracle.post(round + 1, next);

        vm.warp((round + 1) * PERIOD - 1);
        oracle.post(round, _reports(3, round, 7));
        IPriceOracle.Report[] memory again = _reports(3, round, 8);
        vm.expectRevert(abi.encodeWithSelector(IPriceOracle.AlreadyPosted.selector, round));
        oracle.post(round, again);

        vm.warp((round + 2) * PERIOD);
        vm.expectRevert(abi.encodeWithSelector(IPriceOracle.RoundNotOpen.selector, round + 1, round + 2));
        oracle.post(round + 1, next);
        assertEq(oracle.valueOf(round), 7, "ROUND-1: as it was");
    }

    // -- Quorum ------------------------------------------------------------------------------------------------------

    function test_post_twoThirdsOfTheWeightToTheWei() public {
        _enlist(0, 400e18 - 2);
        _enlist(1, 200e18 + 2);
        IPriceOracle.Report[] memory reports = _reports(1, round, 5);
        vm.expectRevert(abi.encodeWithSelector(IService.NoQuorum.selector, 200e18 - 1, 300e18));
        oracle.post(round, reports);

        _deposit(_operator(0), 6);
        assertEq(oracle.post(round, reports), 5, "QUORUM-1: 200e18 + 2 of 300e18 + 3");
    }

    function test_post_nobodyIsNoQuorum() public {
        IPriceOracle.Report[] memory none = new IPriceOracle.Report[](0);
        vm.expectRevert(abi.encodeWithSelector(IService.NoQuorum.selector, 0, 0));
        oracle.post(round, none);
    }

    function test_post_whatDoesntCountIsPassedOver() public {
        _enlist(4);
        _leave(3, oracle);
        PriceOracle elsewhere = new PriceOracle(_parameters(fund), PERIOD);
        IPriceOracle.Report[] memory reports = new IPriceOracle.Report[](8);
        reports[0] = _report(99, round, 1); // nobody's key
        reports[1] = _report(3, round, 1); // of one that left
        reports[2] = IPriceOracle.Report(1, "short");
        reports[3] = IPriceOracle.Report(1, _report(0, round + 1, 1).signature); // of another round
        reports[4] = IPriceOracle.Report(1, _sign(_key(0), elsewhere.reportDigest(round, 1))); // of another service
        reports[5] = _report(0, round, 2);
        reports[6] = _report(0, round, 2); // once more
        reports[7] = _report(1, round, 4);

        vm.expectEmit(address(oracle));
        emit IPriceOracle.RoundPosted(round, 2, 100e18, 150e18);
        assertEq(oracle.post(round, reports), 2, "QUORUM-3");
    }

    function test_post_aVoiceIsHeardOnce() public {
        _enlist(3);
        IPriceOracle.Report[] memory reports = new IPriceOracle.Report[](2);
        reports[0] = _report(0, round, 1);
        reports[1] = _report(0, round, 2);
        vm.expectRevert(abi.encodeWithSelector(IService.NoQuorum.selector, 50e18, 150e18));
        oracle.post(round, reports);
    }

    function test_post_stakeThatLeavesBeforeTheEvidenceWeighsNothing() public {
        _enlist(3);
        _allocate(_operator(0), _setOf(oracle), address(strategy), 0);
        vm.roll(block.number + DELAY + 1 - EVIDENCE);
        assertTrue(alm.isOperatorSlashable(_operator(0), _setOf(oracle)), "QUORUM-2: slashable for ten more blocks");

        vm.expectEmit(address(oracle));
        emit IPriceOracle.RoundPosted(round, 5, 100e18, 100e18);
        oracle.post(round, _reports(3, round, 5));
    }

    function test_post_whoWasSlashedOverTheRoundHasNoVoiceInIt() public {
        _enlist(3);
        _slash(0, round);
        IPriceOracle.Report[] memory reports = _reports(2, round, 5);
        (, uint256 total) = oracle.members();
        vm.expectRevert(abi.encodeWithSelector(IService.NoQuorum.selector, 50e18, total));
        oracle.post(round, reports);

        vm.warp((round + 1) * PERIOD);
        assertEq(oracle.post(round + 1, _reports(3, round + 1, 6)), 6, "OFFENCE-5: in the next it has");
    }

    function test_post_aFullTableFitsATransaction() public {
        _enlist(32);
        IPriceOracle.Report[] memory reports = _reports(32, round, 5);
        uint256 before = gasleft();
        oracle.post(round, reports);
        assertLt(before - gasleft(), 4_000_000, "SEAT-1");
    }

    // -- Median ------------------------------------------------------------------------------------------------------

    function test_post_theMedianIsByWeight() public {
        _enlist(0, 100e18);
        _enlist(1, 100e18);
        _enlist(2, 400e18);
        IPriceOracle.Report[] memory reports = new IPriceOracle.Report[](3);
        (reports[0], reports[1], reports[2]) = (_report(2, round, 1), _report(0, round, 8), _report(1, round, 9));
        assertEq(oracle.post(round, reports), 1, "MEDIAN-1: two thirds of the weight say 1");
    }

    function test_post_ofTwoMediansTheLower() public {
        _enlist(4);
        IPriceOracle.Report[] memory reports = new IPriceOracle.Report[](4);
        for (uint256 i; i < 4; ++i) {
            reports[i] = _report(i, round, uint128(10 * (i + 1)));
        }
        assertEq(oracle.post(round, reports), 20, "MEDIAN-1");
    }

    function test_post_valuesAscend() public {
        _enlist(3);
        IPriceOracle.Report[] memory reports = _reports(3, round, 5);
        reports[2] = _report(2, round, 4);
        vm.expectRevert(abi.encodeWithSelector(IPriceOracle.ValuesNotAscending.selector, 2));
        oracle.post(round, reports);
    }

    /// @dev Seven operators of any stake; liars, chosen by lot, weigh less than a third, and say anything. The poster picks whose
    /// reports it likes.
    /// forge-config: default.fuzz.runs = 100
    function testFuzz_post_lessThanAThirdCannotMoveTheValueOutOfWhatTheHonestSay(
        uint256 seed,
        uint8 liars,
        uint8 picked
    ) public {
        uint256 total;
        uint256[7] memory weights;
        for (uint256 i; i < 7; ++i) {
            uint256 stake = 2 * bound(uint256(keccak256(abi.encode(seed, "stake", i))), 1e18, 1000e18);
            _enlist(i, stake);
            total += weights[i] = oracle.weightOf(_operator(i));
        }
        uint256 lying;
        uint256 heard;
        uint256 count;
        (uint128 low, uint128 high) = (type(uint128).max, 0);
        IPriceOracle.Report[] memory reports = new IPriceOracle.Report[](7);
        for (uint256 i; i < 7; ++i) {
            bool lies = liars >> i & 1 == 1 && (lying + weights[i]) * 3 < total;
            uint256 draw = uint256(keccak256(abi.encode(seed, "value", i)));
            uint128 value = uint128(lies ? draw : 3000e18 + draw % 100e18);
            if (lies) lying += weights[i];
            else (low, high) = (value < low ? value : low, value > high ? value : high);
            if (picked >> i & 1 == 0) continue;
            heard += weights[i];
            reports[count++] = _report(i, round, value);
        }
        assembly ("memory-safe") {
            mstore(reports, count)
        }
        _sort(reports);

        if (heard == 0 || heard * 3 < total * 2) {
            vm.expectRevert(abi.encodeWithSelector(IService.NoQuorum.selector, heard, total));
            oracle.post(round, reports);
            return;
        }
        uint128 posted = oracle.post(round, reports);
        assertGe(posted, low, "MEDIAN-1: not below the honest");
        assertLe(posted, high, "MEDIAN-1: not above the honest");
    }

    function _sort(IPriceOracle.Report[] memory reports) private pure {
        for (uint256 i = 1; i < reports.length; ++i) {
            for (uint256 j = i; j > 0 && reports[j].value < reports[j - 1].value; --j) {
                (reports[j], reports[j - 1]) = (reports[j - 1], reports[j]);
            }
        }
    }

    // -- Joining -----------------------------------------------------------------------------------------------------

    function test_join_countsWhoWasLeftOut_once() public {
        _enlist(4);
        IPriceOracle.Report[] memory all = _reports(4, round, 5);
        vm.expectRevert(abi.encodeWithSelector(IPriceOracle.NotPosted.selector, round));
        oracle.join(round, all);

        oracle.post(round, _reports(3, round, 6));
        uint256 day = block.timestamp / 1 days;
        (uint64 reports,) = oracle.countedOn(day, _operator(3));
        assertEq(reports, 0, "BUDGET-2: left out");

        oracle.join(round, all);
        oracle.join(round, all);
        for (uint256 i; i < 4; ++i) {
            uint64 newest;
            (reports, newest) = oracle.countedOn(day, _operator(i));
            assertEq(reports, 1, "BUDGET-2: once");
            assertEq(newest, round, "BUDGET-2: for this round");
        }
        assertEq(oracle.valueOf(round), 6, "ROUND-1: the value stays");
    }

    function test_join_whileTheRoundLasts() public {
        _enlist(4);
        oracle.post(round, _reports(3, round, 6));
        IPriceOracle.Report[] memory late = _reports(4, round, 6);
        vm.warp((round + 1) * PERIOD);
        vm.expectRevert(abi.encodeWithSelector(IPriceOracle.RoundNotOpen.selector, round, round + 1));
        oracle.join(round, late);
    }
}
