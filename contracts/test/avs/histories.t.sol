// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ServiceToken} from "../../src/avs/ServiceToken.sol";
import {IBridgeAttester} from "../../src/interfaces/avs/IBridgeAttester.sol";
import {IPriceOracle} from "../../src/interfaces/avs/IPriceOracle.sol";
import {IService} from "../../src/interfaces/avs/IService.sol";
import {Services} from "./Services.sol";

/// @dev Everything that can happen to the services, in any order: six operators that come, go, allocate, lie and are shown. What
/// must hold of a step is checked in it, with what the step should have done worked out beside it; what must hold always,
/// after each.
contract HistoriesTest is Services {
    uint256 private constant OPERATORS = 6;
    uint256 private constant ACTIONS = 10;

    // Keys that operator `i` had with the oracle, the last one is of now.
    mapping(uint256 i => uint256[]) private keys;
    mapping(uint256 action => uint256) private done;
    mapping(uint64 round => uint128) private values;
    uint64[] private rounds;
    uint256 private paid;
    uint256 private draws;

    function setUp() public override {
        super.setUp();
        for (uint256 i; i < OPERATORS; ++i) {
            _bring(i, (i + 1) * 20e18);
            keys[i].push(_key(i));
            _join(i, oracle, _key(i));
            _join(i, bridge, _key(i));
        }
    }

    /// forge-config: default.fuzz.runs = 64
    function testFuzz_histories(uint256 seed) public {
        _play(seed, 40);
    }

    function test_histories_everyActionSucceedsSometimes() public {
        _play(uint256(keccak256("services")), 600);
        for (uint256 i; i < ACTIONS; ++i) {
            assertGt(done[i], 0, "an action never succeeds");
        }
    }

    function _play(uint256 seed, uint256 steps) private {
        draws = seed;
        for (uint256 i; i < steps; ++i) {
            uint256[OPERATORS] memory before = _magnitudes();
            uint256 action = _draw(ACTIONS);
            // Who calls is this test: what a step refuses leaves nothing behind.
            try this.act(action, draws) {
                ++done[action];
            } catch (bytes memory reason) {
                // A claim that failed is no refusal.
                if (reason.length >= 4 && bytes4(reason) == bytes4(keccak256("CheatcodeError(string)"))) {
                    assembly ("memory-safe") {
                        revert(add(reason, 32), mload(reason))
                    }
                }
            }
            _check(before);
        }
    }

    function act(uint256 action, uint256 seed) external {
        draws = seed;
        uint256 i = _draw(OPERATORS);
        if (action == 0) _comeBack(i);
        else if (action == 1) _leave(i, oracle);
        else if (action == 2) _allocate(_operator(i), _setOf(oracle), address(strategy), uint64(_draw(3) * WAD / 4));
        else if (action == 3) _deposit(_operator(i), 1e18 + _draw(50e18));
        else if (action == 4) _queue(_operator(i), 1e18 + _draw(5e18));
        else if (action == 5) _post();
        else if (action == 6) _lie(i);
        else if (action == 7) oracle.evict(_operator(i));
        else if (action == 8) _pay();
        else _attest();
        // Time goes on with some of them.
        if (_draw(2) == 0) _pass();
    }

    // -- Actions -----------------------------------------------------------------------------------------------------

    /// @dev With a key of its own, a new one every other time.
    function _comeBack(uint256 i) private {
        uint256 key = _draw(2) == 0 ? keys[i][keys[i].length - 1] : _key(100 + keys[i].length * OPERATORS + i);
        keys[i].push(key);
        _join(i, oracle, key);
    }

    function _pass() private {
        vm.roll(block.number + _draw(DELAY));
        vm.warp(block.timestamp + _draw(5 hours));
    }

    /// @dev Any of the operators report anything, some with a key that is retired.
    function _post() private {
        uint64 round = oracle.currentRound();
        (IPriceOracle.Report[] memory reports, Expected memory expected) = _reportsOfAny(round);
        (, uint256 total) = oracle.members();
        bool quorum = expected.heard > 0 && expected.heard * 3 >= total * 2;

        try oracle.post(round, reports) returns (uint128 posted) {
            assertTrue(quorum, "QUORUM-1");
            assertGe(posted, expected.low, "MEDIAN-1");
            assertLe(posted, expected.high, "MEDIAN-1");
            assertEq(values[round], 0, "ROUND-1: once");
            values[round] = posted;
            rounds.push(round);
        } catch (bytes memory reason) {
            if (bytes4(reason) == IService.NoQuorum.selector) assertTrue(!quorum, "QUORUM-3");
            assembly ("memory-safe") {
                revert(add(reason, 32), mload(reason))
            }
        }
    }

    struct Expected {
        uint256 heard;
        uint128 low;
        uint128 high;
    }

    function _reportsOfAny(uint64 round)
        private
        returns (IPriceOracle.Report[] memory reports, Expected memory expected)
    {
        (IService.Member[] memory members,) = oracle.members();
        reports = new IPriceOracle.Report[](OPERATORS);
        uint128 value = 1000;
        for (uint256 i; i < OPERATORS; ++i) {
            value += uint128(_draw(100));
            uint256 key = keys[i][_draw(8) == 0 ? 0 : keys[i].length - 1];
            // Those who say nothing stand between the others with no signature.
            reports[i].value = value;
            if (_draw(6) == 0) continue;
            reports[i] = _said(round, key, value);
            uint256 weight = _weightIn(members, round, i, key);
            if (weight == 0) continue;
            if (expected.heard == 0) expected.low = value;
            expected.high = value;
            expected.heard += weight;
        }
    }

    function _weightIn(IService.Member[] memory members, uint64 round, uint256 i, uint256 key)
        private
        view
        returns (uint256)
    {
        if (oracle.slashedOver(oracle.subjectOf(round), _operator(i))) return 0;
        for (uint256 j; j < members.length; ++j) {
            if (members[j].operator == _operator(i)) return members[j].key == vm.addr(key) ? members[j].weight : 0;
        }
        return 0;
    }

    /// @dev About a round of before, of now or to come, with any two keys that it ever had.
    function _lie(uint256 i) private {
        uint64 round = oracle.currentRound() + 1 - uint64(_draw(3));
        IPriceOracle.Report memory first = _said(round, keys[i][_draw(keys[i].length)], 1);
        IPriceOracle.Report memory second = _said(round, keys[i][_draw(keys[i].length)], 2);
        bool before = oracle.slashedOver(oracle.subjectOf(round), _operator(i));
        bool slashable = alm.isOperatorSlashable(_operator(i), _setOf(oracle));
        uint256 max = _magnitude(i);
        uint256 current = alm.getAllocation(_operator(i), _setOf(oracle), address(strategy)).currentMagnitude;

        oracle.slash(round, first, second);

        assertTrue(!before, "OFFENCE-2");
        assertTrue(slashable, "OFFENCE-4");
        assertEq(_magnitude(i), max - (current * SLASH + 1e18 - 1) / 1e18, "OFFENCE-1");
        assertTrue(oracle.slashedOver(oracle.subjectOf(round), _operator(i)), "OFFENCE-5");
    }

    function _said(uint64 round, uint256 key, uint128 value) private view returns (IPriceOracle.Report memory) {
        return IPriceOracle.Report(value, _sign(key, oracle.reportDigest(round, value)));
    }

    function _pay() private {
        uint256 day = block.timestamp / 1 days - 1 - _draw(2);
        bool before = oracle.isPaid(day);
        uint256 amount = oracle.payRewards(day);
        assertTrue(!before, "BUDGET-1: once");
        assertTrue(amount > 0 && amount <= PER_DAY, "BUDGET-1: a day's part");
        paid += amount;
    }

    function _attest() private {
        IBridgeAttester.Attestation memory a = _attestation(uint64(_draw(1000)), bytes32(_draw(3)));
        bridge.attest(a, _signatures(OPERATORS, a));
        vm.assertEq(bridge.rootOf(SOURCE, a.blockNumber), a.blockRoot, "ATTEST-1");
    }

    // -- Always ------------------------------------------------------------------------------------------------------

    function _check(uint256[OPERATORS] memory before) private view {
        for (uint256 i; i < OPERATORS; ++i) {
            assertLe(_magnitude(i), before[i], "OFFENCE-1: nothing gives back");
            for (uint256 k; k < keys[i].length; ++k) {
                assertEq(oracle.operatorOf(vm.addr(keys[i][k])), _operator(i), "KEY-1: for ever");
            }
        }
        for (uint256 i; i < rounds.length; ++i) {
            assertEq(oracle.valueOf(rounds[i]), values[rounds[i]], "ROUND-1: as it was");
        }
        ServiceToken budget = ServiceToken(oracle.token());
        assertEq(budget.balanceOf(address(rewardsCoordinator)), paid, "BUDGET-1: what was paid");
        assertEq(budget.balanceOf(address(oracle)), BUDGET - paid, "BUDGET-1: what is left");
    }

    function _magnitudes() private view returns (uint256[OPERATORS] memory all) {
        for (uint256 i; i < OPERATORS; ++i) {
            all[i] = _magnitude(i);
        }
    }

    function _draw(uint256 below) private returns (uint256) {
        draws = uint256(keccak256(abi.encode(draws)));
        return draws % below;
    }
}
