// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {Allocation, CreateSetParamsV2, OperatorSet} from "../../src/interfaces/restaking/IAllocationManager.sol";
import {Withdrawal} from "../../src/interfaces/restaking/IDelegationManager.sol";
import {StrategyBase} from "../../src/restaking/StrategyBase.sol";
import {Handler, Layer} from "./Handler.sol";
import {Registrar} from "./Registrar.sol";
import {Token} from "./Token.sol";
import {World} from "./World.sol";

contract InvariantsTest is World {
    uint256 private constant WAD = 1e18;

    Handler private handler;
    address private immutable recipient = account("recipient");

    function setUp() public override {
        super.setUp();
        address[] memory strategies = new address[](3);
        strategies[0] = address(_strategy("first", 18));
        strategies[1] = address(_strategy("second", 6));
        strategies[2] = BEACON_ETHER;

        address[] memory operators = new address[](3);
        for (uint32 i; i < operators.length; ++i) {
            operators[i] = account(["operator A", "operator B", "operator C"][i]);
            vm.prank(operators[i]);
            delegation.registerAsOperator(address(0), 5 * (i % 2), "");
        }
        address[] memory people = new address[](6);
        for (uint256 i; i < people.length; ++i) {
            people[i] = i < 4 ? account(["ann", "ben", "cid", "dee"][i]) : operators[i - 4];
        }

        (OperatorSet[] memory sets, Registrar[] memory registrars) = _sets(strategies);
        handler = new Handler(
            Layer(alm, delegation, strategyManager, eigenPodManager), people, operators, strategies, sets, registrars
        );
        _begin();
    }

    /// @dev Everyone is there, has something, and has something to lose.
    function _begin() private {
        for (uint256 i; i < 4 * 3; ++i) {
            handler.join(i % 3, i / 3);
            for (uint256 j; j < 3; ++j) {
                handler.allocate(i % 3, i / 3, j, 2 + uint256(0.15e18) * 256);
            }
        }
        for (uint256 i; i < handler.peopleCount(); ++i) {
            handler.deposit(i, 0, 18 + i * 256);
            handler.deposit(i, 1, 6 + i * 256);
            handler.gainEther(i, 32e9 + i);
            handler.delegate(i, i);
        }
        handler.wait(1 + 256 * 9);
    }

    /// @dev Two services with two sets each. The first's burn and redistribute; the second's slasher is its registrar.
    function _sets(address[] memory strategies)
        private
        returns (OperatorSet[] memory sets, Registrar[] memory registrars)
    {
        (sets, registrars) = (new OperatorSet[](4), new Registrar[](4));
        address[] memory tokens = new address[](2);
        (tokens[0], tokens[1]) = (strategies[0], strategies[1]);
        address[] memory recipients = new address[](1);
        recipients[0] = recipient;
        for (uint256 i; i < 4; i += 2) {
            address avs = account(i == 0 ? "service" : "hostile service");
            registrars[i] = registrars[i + 1] = new Registrar();
            address slasher = i == 0 ? account("slasher") : address(registrars[i]);
            CreateSetParamsV2[] memory burning = new CreateSetParamsV2[](1);
            CreateSetParamsV2[] memory redistributing = new CreateSetParamsV2[](1);
            burning[0] = CreateSetParamsV2(1, strategies, slasher);
            redistributing[0] = CreateSetParamsV2(2, tokens, slasher);
            (sets[i], sets[i + 1]) = (OperatorSet(avs, 1), OperatorSet(avs, 2));

            vm.startPrank(avs);
            alm.updateAVSMetadataURI(avs, "");
            alm.setAVSRegistrar(avs, address(registrars[i]));
            alm.createOperatorSets(avs, burning);
            alm.createRedistributingOperatorSets(avs, redistributing, recipients);
            vm.stopPrank();
        }
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// forge-config: default.invariant.runs = 64
    /// forge-config: default.invariant.depth = 256
    function invariant_restaking() external {
        assertEq(handler.broken(), "", handler.broken());
        // What a step breaks stays broken.
        if (handler.steps() % 8 == 0) _check();
        if (handler.steps() % 32 == 0) _checkQueue();
    }

    /// @dev At the end of every run everyone leaves: whatever happened, all are paid what they were said to have.
    function afterInvariant() external {
        _leave();
    }

    /// @dev Random steps of a fixed seed: each kind of step succeeds, so the invariant is about something.
    function test_invariants_everyActionSucceedsSometimes() external {
        bytes4[] memory actions = _actions();
        uint256 seed = uint256(keccak256("cairn: restaking invariants"));
        for (uint256 i; i < 1500; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            bytes4 action = actions[seed % actions.length];
            (bool ok,) = address(handler).call(abi.encodePacked(action, seed >> 8, seed >> 24, seed >> 40, seed >> 56));
            ok;
            if (i % 100 == 0) this.check();
        }
        for (uint256 i; i < actions.length; ++i) {
            if (handler.done(actions[i]) != 0) continue;
            emit log_named_bytes32("never succeeded", bytes32(actions[i]));
            vm.assertTrue(false, "an action never succeeds");
        }
        _leave();
    }

    event log_named_bytes32(string key, bytes32 val);

    /// @dev A call of its own has a memory of its own.
    function check() external {
        assertEq(handler.broken(), "", handler.broken());
        _check();
        _checkQueue();
    }

    // -- What holds --------------------------------------------------------------------------------------------------

    function _check() private {
        vm.roll(handler.time());
        _checkShares();
        for (uint256 i; i < handler.operatorCount(); ++i) {
            for (uint256 j; j < handler.strategyCount(); ++j) {
                _checkMagnitudes(handler.operators(i), handler.strategies(j));
                _checkQueued(handler.operators(i), handler.strategies(j));
            }
        }
    }

    /// @dev What takes a look at every withdrawal there ever was.
    function _checkQueue() private {
        vm.roll(handler.time());
        _checkTickets();
        for (uint256 i; i + 1 < handler.strategyCount(); ++i) {
            _checkClaims(StrategyBase(handler.strategies(i)));
        }
    }

    function _checkShares() private view {
        address[] memory people = handler.everyone();
        address[] memory strategies = handler.everything();
        uint256[] memory sums = new uint256[](handler.operatorCount() * strategies.length);
        for (uint256 i; i < people.length; ++i) {
            uint256 place = _placeOf(delegation.delegatedTo(people[i]));
            (uint256[] memory worth, uint256[] memory held) = delegation.getWithdrawableShares(people[i], strategies);
            for (uint256 j; j < strategies.length; ++j) {
                if (place < handler.operatorCount()) sums[place * strategies.length + j] += worth[j];
                if (held[j] != 0) continue;
                uint256 factor = delegation.depositScalingFactor(people[i], strategies[j]);
                assertEq(factor, WAD, "STAKE-6: nothing, scaled by 1");
            }
        }
        for (uint256 i; i < sums.length; ++i) {
            address operator = handler.operators(i / strategies.length);
            address strategy = strategies[i % strategies.length];
            assertEq(delegation.delegatedTo(operator), operator, "STAKE-9: an operator stays its own");
            uint256 shares = delegation.operatorShares(operator, strategy);
            assertGe(shares, sums[i], "STAKE-1: operator shares cover what stakers can withdraw");
            uint256 most = sums[i] + handler.dust(operator, strategy);
            assertLe(shares, most, sums[i] == 0 ? "STAKE-7: shares of nobody" : "STAKE-2: more than dust");
        }
    }

    function _placeOf(address operator) private view returns (uint256 place) {
        while (place < handler.operatorCount() && handler.operators(place) != operator) ++place;
    }

    function _checkMagnitudes(address operator, address strategy) private view {
        OperatorSet[] memory sets = handler.allSets();
        uint256 sum;
        for (uint256 i; i < sets.length; ++i) {
            Allocation memory it = alm.getAllocation(operator, sets[i], strategy);
            sum += it.currentMagnitude;
            if (it.pendingDiff > 0) sum += uint256(int256(it.pendingDiff));
            else assertLe(uint256(-int256(it.pendingDiff)), it.currentMagnitude, "MAG-3: no more than is there");
            assertTrue(it.pendingDiff == 0 || it.effectBlock > handler.time(), "MAG-3: it has an effect block");
        }
        uint256 max = alm.getMaxMagnitude(operator, strategy);
        uint256 encumbered = alm.getEncumberedMagnitude(operator, strategy);
        assertLe(max, WAD, "MAG-1: at most 1e18");
        assertLe(encumbered, max, "MAG-2: no more than the maximum");
        assertLe(sum, encumbered, "MAG-2: all of it is encumbered");
        assertEq(alm.getAllocatableMagnitude(operator, strategy), max - sum, "MAG-4: what is done is free");

        uint32 then = uint32(handler.time() - uint256(keccak256(abi.encode(sum, max))) % 200);
        uint256 was = alm.getMaxMagnitudesAtBlock(operator, _one(strategy), then)[0];
        assertEq(was, handler.maximumAt(operator, strategy, then), "MAG-7: as it was");
    }

    function _checkQueued(address operator, address strategy) private view {
        uint256 scaled = handler.leftSince(operator, strategy, handler.time() - handler.delay());
        assertEq(
            delegation.getSlashableSharesInQueue(operator, strategy),
            scaled * alm.getMaxMagnitude(operator, strategy) / WAD,
            "WQ-4: what was queued within the delay"
        );
    }

    function _checkTickets() private view {
        Handler.Queued[] memory tickets = handler.allTickets();
        uint256 pending;
        for (uint256 i; i < tickets.length; ++i) {
            assertEq(
                delegation.pendingWithdrawals(tickets[i].root), tickets[i].pending, "WQ-1: pending until completed"
            );
            if (!tickets[i].pending) continue;
            ++pending;
            (Withdrawal memory it, uint256[] memory shares) = delegation.getQueuedWithdrawal(tickets[i].root);
            if (it.strategies[0] == BEACON_ETHER) continue;
            if (it.delegatedTo == address(0)) {
                assertEq(shares[0], it.scaledShares[0], "WQ-7: no slash touches it");
            } else {
                uint256 last = it.startBlock + handler.delay();
                uint256 max = handler.maximumAt(it.delegatedTo, it.strategies[0], last);
                assertEq(shares[0], it.scaledShares[0] * max / WAD, "WQ-3: as of the last slashable block");
            }
        }
        uint256 listed;
        for (uint256 i; i < handler.peopleCount(); ++i) {
            listed += delegation.getQueuedWithdrawalRoots(handler.people(i)).length;
        }
        assertEq(listed, pending, "WQ-1: all are listed");
    }

    function _checkClaims(StrategyBase strategy) private view {
        uint256 claims;
        uint256 queued;
        for (uint256 i; i < handler.peopleCount(); ++i) {
            address staker = handler.people(i);
            claims += handler.withdrawable(staker, address(strategy));
            (Withdrawal[] memory withdrawals, uint256[][] memory shares) = delegation.getQueuedWithdrawals(staker);
            for (uint256 j; j < withdrawals.length; ++j) {
                if (withdrawals[j].strategies[0] == address(strategy)) claims += shares[j][0];
            }
            queued += delegation.cumulativeWithdrawalsQueued(staker);
        }
        OperatorSet[] memory sets = strategyManager.getPendingOperatorSets();
        for (uint256 i; i < sets.length; ++i) {
            uint256[] memory ids = strategyManager.getPendingSlashIds(sets[i]);
            for (uint256 j; j < ids.length; ++j) {
                claims += strategyManager.getBurnOrRedistributableShares(sets[i], ids[j], address(strategy));
            }
        }
        assertLe(claims, strategy.totalShares() + queued, "WQ-5: no more is owed than there is");
    }

    // -- Leaving -----------------------------------------------------------------------------------------------------

    function _leave() private {
        this.check();
        for (uint256 i; i < handler.peopleCount(); ++i) {
            for (uint256 j; j < handler.strategyCount(); ++j) {
                handler.queue(i, j, 3);
            }
        }
        handler.wait(8);
        uint256 count = handler.allTickets().length;
        // Each takes the first that is pending.
        for (uint256 i; i < count; ++i) {
            handler.completeAsTokens(i);
        }
        this.check();
        for (uint256 i; i < handler.peopleCount(); ++i) {
            for (uint256 j; j + 1 < handler.strategyCount(); ++j) {
                assertEq(handler.depositShares(handler.people(i), handler.strategies(j)), 0, "WQ-2: all have left");
            }
        }
    }

    function _one(address element) private pure returns (address[] memory list) {
        list = new address[](1);
        list[0] = element;
    }

    function _actions() private pure returns (bytes4[] memory actions) {
        actions = new bytes4[](22);
        actions[0] = Handler.deposit.selector;
        actions[1] = Handler.gainEther.selector;
        actions[2] = Handler.loseEther.selector;
        actions[3] = Handler.donate.selector;
        actions[4] = Handler.delegate.selector;
        actions[5] = Handler.undelegate.selector;
        actions[6] = Handler.forceUndelegate.selector;
        actions[7] = Handler.redelegate.selector;
        actions[8] = Handler.queue.selector;
        actions[9] = Handler.completeAsTokens.selector;
        actions[10] = Handler.completeAsShares.selector;
        actions[11] = Handler.completeTwice.selector;
        actions[12] = Handler.allocate.selector;
        actions[13] = Handler.clear.selector;
        actions[14] = Handler.changeDelay.selector;
        actions[15] = Handler.join.selector;
        actions[16] = Handler.leave.selector;
        actions[17] = Handler.slash.selector;
        actions[18] = Handler.sendOn.selector;
        actions[19] = Handler.changeStrategies.selector;
        actions[20] = Handler.plot.selector;
        actions[21] = Handler.wait.selector;
    }
}
