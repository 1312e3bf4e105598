// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {
    IDelegationManager,
    QueuedWithdrawalParams,
    Withdrawal
} from "../../src/interfaces/restaking/IDelegationManager.sol";
import {IEigenPodManager} from "../../src/interfaces/restaking/IEigenPodManager.sol";
import {IStrategyManager} from "../../src/interfaces/restaking/IStrategyManager.sol";
import {StrategyBase} from "../../src/restaking/StrategyBase.sol";
import {Scene} from "./Scene.sol";

contract QueueTest is Scene {
    function testFuzz_keepsEveryWord(uint256 amount, uint256 part, uint256 wad) public {
        amount = bound(amount, 2, 1e28);
        part = bound(part, 1, amount);
        _deposit(alice, amount);
        _delegate(alice, operator);
        _allocateAll(operator);
        _slash(operator, set, address(strategy), bound(wad, 1, WAD - 1));
        uint256 worth = part * alm.getMaxMagnitude(operator, address(strategy)) / 1e18;

        bytes32 root = _queue(alice, part);

        Withdrawal memory expected = Withdrawal({
            staker: alice,
            delegatedTo: operator,
            withdrawer: alice,
            nonce: 0,
            startBlock: uint32(vm.getBlockNumber()),
            strategies: _one(address(strategy)),
            scaledShares: _one(part)
        });
        assertTrue(root == keccak256(abi.encode(expected)), "WQ-1");
        assertTrue(root == delegation.calculateWithdrawalRoot(expected), "WQ-1");
        assertTrue(root == keccak256(abi.encode(delegation.queuedWithdrawals(root))), "WQ-1");
        (Withdrawal memory read, uint256[] memory shares) = delegation.getQueuedWithdrawal(root);
        assertTrue(root == keccak256(abi.encode(read)), "WQ-1");
        assertEq(shares[0], worth, "WQ-6");
        assertTrue(delegation.pendingWithdrawals(root), "WQ-1");
        assertEq(strategyManager.stakerDepositShares(alice, address(strategy)), amount - part, "STAKE-3");
        assertGe(_operatorShares(operator), _withdrawable(alice), "STAKE-1");
        assertEq(delegation.getSlashableSharesInQueue(operator, address(strategy)), worth, "WQ-4");
    }

    function test_tellsItInTheOrderThatIndexersKnow() public {
        _deposit(alice, 5 ether);
        _delegate(alice, operator);
        Withdrawal memory withdrawal = Withdrawal({
            staker: alice,
            delegatedTo: operator,
            withdrawer: alice,
            nonce: 0,
            startBlock: uint32(vm.getBlockNumber()),
            strategies: _one(address(strategy)),
            scaledShares: _one(2 ether)
        });

        vm.expectEmit(address(delegation));
        emit IDelegationManager.OperatorSharesDecreased(operator, alice, address(strategy), 2 ether);
        vm.expectEmit(address(delegation));
        emit IDelegationManager.SlashingWithdrawalQueued(
            keccak256(abi.encode(withdrawal)), withdrawal, _one(uint256(2 ether))
        );
        _queue(alice, 2 ether);
    }

    function test_fillsFourSlots() public {
        _deposit(alice, 5 ether);
        _delegate(alice, operator);
        _queue(alice, 1 ether);
        _pass(1);

        uint256 before = vm.snapshotState();
        vm.record();
        _queue(alice, 1 ether);
        (, bytes32[] memory written) = vm.accesses(address(delegation));
        bytes32[] memory after_ = new bytes32[](written.length);
        for (uint256 i; i < written.length; ++i) {
            after_[i] = vm.load(address(delegation), written[i]);
        }
        vm.revertToState(before);
        uint256 fresh;
        for (uint256 i; i < written.length; ++i) {
            bool seen;
            for (uint256 j; j < i; ++j) {
                seen = seen || written[j] == written[i];
            }
            if (!seen && vm.load(address(delegation), written[i]) == 0 && after_[i] != 0) ++fresh;
        }

        assertEq(fresh, 4, "hash, words, strategy, history");
    }

    /// @dev Scaling factors grow without a bound that a slot would know: what doesn't fit in 96 bits takes a second slot.
    function test_holdsSharesOfAnySize() public {
        _allocateAll(operator);
        _deposit(alice, 1e18);
        _delegate(alice, operator);
        _slash(operator, set, address(strategy), WAD - 10);
        assertEq(alm.getMaxMagnitude(operator, address(strategy)), 10, "all but ten parts");
        _deposit(alice, 1e20);

        uint256 most = strategyManager.stakerDepositShares(alice, address(strategy)) - 1;
        uint256[3] memory parts = [most / 3, 1, most - most / 3];
        uint256 scaling = delegation.depositScalingFactor(alice, address(strategy));
        bytes32[3] memory roots;
        for (uint256 i; i < 3; ++i) {
            roots[i] = _queue(alice, parts[i]);
            Withdrawal memory withdrawal = delegation.queuedWithdrawals(roots[i]);
            assertTrue(keccak256(abi.encode(withdrawal)) == roots[i], "WQ-1");
            assertEq(withdrawal.scaledShares[0], parts[i] * scaling / 1e18, "WQ-1");
        }
        assertGt(delegation.queuedWithdrawals(roots[0]).scaledShares[0], type(uint96).max, "two slots");

        _pass(DELAY + 1);
        for (uint256 i; i < 3; ++i) {
            _complete(roots[i], true);
        }
        assertNear(token.balanceOf(alice), 1e20, 1e4, "WQ-3");
    }

    /// @dev The bits of those that are done are read 256 at a time: at the seams nothing is lost, and what is done stays out.
    /// forge-config: default.fuzz.runs = 4
    function testFuzz_listsWhatIsPending(uint256 seed) public {
        uint256 count = 600;
        _deposit(alice, count);
        bytes32[] memory roots = new bytes32[](count);
        for (uint256 i; i < count; ++i) {
            roots[i] = _queue(alice, 1);
        }
        assertEq(delegation.cumulativeWithdrawalsQueued(alice), count, "WQ-1");
        _pass(DELAY + 1);
        bool[] memory done = new bool[](count);
        uint256 left = count;
        for (uint256 i; i < count; ++i) {
            // The first word whole, the others by chance, their ends apart.
            seed = uint256(keccak256(abi.encode(seed)));
            bool end = i == 256 || i == 511 || i == 512 || i == 599;
            if (i > 255 && (end || seed % 2 == 0)) continue;
            _complete(roots[i], i % 2 == 0);
            done[i] = true;
            --left;
        }

        bytes32[] memory listed = delegation.getQueuedWithdrawalRoots(alice);
        (Withdrawal[] memory withdrawals, uint256[][] memory shares) = delegation.getQueuedWithdrawals(alice);

        assertEq(listed.length, left, "WQ-1");
        assertEq(withdrawals.length, left, "WQ-1");
        uint256 next;
        for (uint256 i; i < count; ++i) {
            assertTrue(delegation.pendingWithdrawals(roots[i]) == !done[i], "WQ-1");
            if (done[i]) continue;
            assertTrue(listed[next] == roots[i], "WQ-1");
            assertTrue(keccak256(abi.encode(withdrawals[next])) == roots[i], "WQ-1");
            assertEq(shares[next][0], 1, "WQ-6");
            ++next;
        }
    }

    function test_whoQueuesEverythingBeginsAnew() public {
        _deposit(alice, 5 ether);
        _delegate(alice, operator);
        _allocateAll(operator);
        _slash(operator, set, address(strategy), WAD / 2);
        _deposit(alice, 5 ether);
        assertGt(delegation.depositScalingFactor(alice, address(strategy)), 1e18, "STAKE-4");

        _queue(alice, 10 ether - 1);
        assertGt(delegation.depositScalingFactor(alice, address(strategy)), 1e18, "STAKE-6: not yet");
        _queue(alice, 1);

        assertEq(delegation.depositScalingFactor(alice, address(strategy)), 1e18, "STAKE-6");
        _deposit(alice, 7 ether);
        assertEq(delegation.depositScalingFactor(alice, address(strategy)), 2e18, "STAKE-4");
        assertEq(_withdrawable(alice), 7 ether, "STAKE-4");
    }

    function test_manyStrategiesAndOneTwice() public {
        StrategyBase second = _strategy("second", 18);
        _deposit(alice, 10 ether);
        _deposit(alice, second, 10 ether);
        _checkpoint(alice, 0, 32 ether);
        _delegate(alice, operator);
        QueuedWithdrawalParams[] memory params = new QueuedWithdrawalParams[](2);
        params[0].strategies = new address[](4);
        params[0].depositShares = new uint256[](4);
        (params[0].strategies[0], params[0].depositShares[0]) = (address(strategy), 1 ether);
        (params[0].strategies[1], params[0].depositShares[1]) = (BEACON_ETHER, 3 ether);
        (params[0].strategies[2], params[0].depositShares[2]) = (address(second), 5 ether);
        (params[0].strategies[3], params[0].depositShares[3]) = (address(strategy), 7 ether);
        params[1] = _params(address(second), 5 ether)[0];

        vm.prank(alice);
        bytes32[] memory roots = delegation.queueWithdrawals(params);

        assertEq(roots.length, 2, "WQ-1");
        Withdrawal memory withdrawal = delegation.queuedWithdrawals(roots[0]);
        assertEq(withdrawal.strategies.length, 4, "WQ-1");
        assertEq(withdrawal.strategies[1], BEACON_ETHER, "WQ-1");
        assertEq(withdrawal.scaledShares[3], 7 ether, "WQ-1");
        assertEq(delegation.queuedWithdrawals(roots[1]).nonce, 1, "WQ-1");
        assertEq(_operatorShares(operator), 2 ether, "STAKE-1");
        assertEq(delegation.operatorShares(operator, address(second)), 0, "STAKE-7");
        assertEq(delegation.operatorShares(operator, BEACON_ETHER), 29 ether, "STAKE-1");
    }

    function test_noMoreThanThereIs() public {
        _deposit(alice, 1 ether);
        _checkpoint(alice, 0, 1 ether);
        for (uint256 i; i < 2; ++i) {
            QueuedWithdrawalParams[] memory tooMany = _params(address(strategy), 1 ether + 1);
            vm.prank(alice);
            vm.expectRevert(IStrategyManager.SharesAmountTooHigh.selector);
            delegation.queueWithdrawals(tooMany);

            tooMany = _params(BEACON_ETHER, 1 ether + 1e9);
            vm.prank(alice);
            vm.expectRevert(IEigenPodManager.SharesNegative.selector);
            delegation.queueWithdrawals(tooMany);

            QueuedWithdrawalParams[] memory zero = _params(address(strategy), 0);
            vm.prank(alice);
            vm.expectRevert(IStrategyManager.SharesAmountZero.selector);
            delegation.queueWithdrawals(zero);

            if (i == 0) _delegate(alice, operator);
        }
    }

    function test_refusesListsThatDontMatch() public {
        _deposit(alice, 1 ether);
        QueuedWithdrawalParams[] memory params = new QueuedWithdrawalParams[](1);
        vm.startPrank(alice);
        vm.expectRevert(IDelegationManager.InputArrayLengthZero.selector);
        delegation.queueWithdrawals(params);

        params[0].strategies = _one(address(strategy));
        vm.expectRevert(IDelegationManager.InputArrayLengthMismatch.selector);
        delegation.queueWithdrawals(params);
    }

    function test_ofWhatIsNotQueuedNothingIsKnown() public view {
        (Withdrawal memory withdrawal, uint256[] memory shares) = delegation.getQueuedWithdrawal(keccak256("none"));
        assertEq(withdrawal.staker, address(0), "WQ-1");
        assertEq(shares.length, 0, "WQ-1");
        assertTrue(!delegation.pendingWithdrawals(keccak256("none")), "WQ-1");
    }

    /// @dev Slashable is what was queued in the last `DELAY` blocks and in this one; on a chain younger than that, everything.
    function testFuzz_slashableIsWhatWasQueuedWithinTheDelay(uint256 youth, uint8[8] memory pauses) public {
        vm.roll(bound(youth, 1, 2 * DELAY));
        _deposit(alice, 100);
        _delegate(alice, operator);
        uint256[8] memory at;
        for (uint256 i; i < 8; ++i) {
            _queue(alice, i + 1);
            at[i] = vm.getBlockNumber();
            _pass(pauses[i] % 40);
        }

        uint256 expected;
        for (uint256 i; i < 8; ++i) {
            if (at[i] + DELAY >= vm.getBlockNumber()) expected += i + 1;
        }
        assertEq(delegation.getSlashableSharesInQueue(operator, address(strategy)), expected, "WQ-4");
    }
}
