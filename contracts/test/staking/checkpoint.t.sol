// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {BeaconState} from "../../src/beacon/BeaconState.sol";
import {Multiproof} from "../../src/beacon/Multiproof.sol";
import {ILayouts, Run} from "../../src/interfaces/IBeacon.sol";
import {ILiquidVault} from "../../src/interfaces/ILiquidVault.sol";
import {IValidatorRegistry} from "../../src/interfaces/IValidatorRegistry.sol";
import {World} from "./World.sol";

contract CheckpointTest is World {
    // -- Opening -----------------------------------------------------------------------------------------------------

    function test_open_isDueAfterTheInterval() public {
        _openWhenDue();
        _proveNothing();
        uint256 due = registry.dueAt();
        assertEq(due, registry.checkpoint().openedAt + 6 hours, "CKPT-4");

        vm.warp(due - 1);
        vm.expectRevert(abi.encodeWithSelector(IValidatorRegistry.NotDue.selector, due));
        registry.open();
    }

    function test_open_replacesAnUnfinishedOneAfterAnHour() public {
        _stake(alice, 100 ether);
        _add(1);
        _openWhenDue();
        uint256 due = registry.dueAt();
        assertEq(due, block.timestamp + 1 hours, "CKPT-4");
        _mine(299);
        vm.expectRevert(abi.encodeWithSelector(IValidatorRegistry.NotDue.selector, due));
        registry.open();

        _mine(1);
        _open();
        assertEq(registry.checkpoint().number, 2, "CKPT-4");
        assertEq(registry.checkpoint().root, chain.rootAt(parent), "CKPT-1");
        _proveAll();
        assertTrue(!registry.checkpoint().open, "CKPT-4");
    }

    function test_open_pinsTheStateAfterTheParentAcrossMissedSlots() public {
        _stake(alice, 100 ether);
        uint256 id = _addWith(1, 40e9);
        // Paid out by the parent's payload: not in the balance, and here.
        _payOut(id, 5e9);
        _mine(7);
        _checkpoint();

        assertEq(registry.checkpoint().execution, 100 ether + GENESIS_SHARES - 39 ether + 5 ether, "CKPT-1");
        assertEq(registry.checkpoint().beacon, 35e9, "CKPT-1");
        assertEq(vault.snapshot().backing, 100 ether + GENESIS_SHARES + 1 ether, "CKPT-1");
    }

    function test_open_leavesToTheNextWhatItsOwnBlockPaysOut() public {
        _stake(alice, 100 ether);
        uint256 id = _addWith(1, 40e9);
        _payOut(id, 5e9);
        _checkpoint();
        assertEq(registry.checkpoint().beacon, 40e9, "CKPT-1");
        assertEq(vault.snapshot().backing, 101 ether + GENESIS_SHARES, "CKPT-1");
        _mine(1);
        _checkpoint();
        assertEq(registry.checkpoint().beacon, 35e9, "CKPT-1");
        assertEq(vault.snapshot().backing, 101 ether + GENESIS_SHARES, "CKPT-1");
    }

    function test_open_sweepsEverythingOnce() public {
        vm.deal(address(registry), 3 ether);
        _openWhenDue();
        assertEq(address(registry).balance, 0, "SWEEP-1");
        assertEq(address(vault).balance, GENESIS_SHARES + 3 ether, "SWEEP-1");
        vm.deal(address(registry), 2 ether);
        _mine(300);
        _open();
        _proveNothing();
        assertEq(registry.checkpoint().execution, GENESIS_SHARES + 5 ether, "SWEEP-1");
        assertEq(vault.snapshot().backing, GENESIS_SHARES + 5 ether, "CKPT-1");
    }

    // -- Finishing ---------------------------------------------------------------------------------------------------

    function test_checkpoint_ofNoValidatorsFinishes() public {
        _stake(alice, 5 ether);
        _openWhenDue();
        uint64 at = pinned;

        _proveNothing();

        IValidatorRegistry.Checkpoint memory it = registry.checkpoint();
        assertTrue(!it.open, "finished");
        assertEq(it.finishedSlot, at, "CKPT-1");
        assertEq(vault.snapshot().backing, 5 ether + GENESIS_SHARES, "CKPT-1");
        assertEq(vault.snapshot().provenAt, GENESIS + 12 * uint256(at), "CKPT-1");
    }

    function test_prove_ofNothingFinishesOnlyWhatIsDone() public {
        _stake(alice, 100 ether);
        _add(1);
        _openWhenDue();
        _proveNothing();
        assertTrue(registry.checkpoint().open, "CKPT-5");
    }

    function test_prove_ofNothingFinishesWhatAnEarlierStateHasSettled() public {
        _stake(alice, 100 ether);
        uint256 id = _add(1);
        _topUp(id, 31e9);
        _mineEpochs(3);
        _mine(1);
        uint64 at = parent;
        _mine(1);
        _openWhenDue();
        _proveAll();
        _proveArrived(id, at);
        assertTrue(registry.checkpoint().open, "only the pinned state finishes");

        _proveNothing();

        assertTrue(!registry.checkpoint().open, "CKPT-5");
        assertEq(vault.snapshot().outside, 32 ether, "CKPT-1");
    }

    function test_proveArrived_atThePinFinishes() public {
        _stake(alice, 100 ether);
        uint256 id = _add(1);
        _topUp(id, 31e9);
        _mineEpochs(3);
        _mine(1);
        _openWhenDue();
        _proveAll();
        _proveArrived(id, pinned);
        assertTrue(!registry.checkpoint().open, "CKPT-5");
    }

    function test_prove_countsBalancesAndRecordsThem() public {
        _stake(alice, 100 ether);
        uint256 id = _addWith(1, 64e9);
        chain.addBalance(_index(id), 0.5e9);
        _mine(1);

        _checkpoint();

        assertEq(vault.snapshot().outside, 64.5 ether, "CKPT-1");
        assertEq(vault.snapshot().backing, 100 ether + GENESIS_SHARES + 1 ether + 0.5 ether, "CKPT-1");
        assertEq(registry.validatorOf(id).balance, 64.5e9, "CKPT-1");
        assertEq(registry.validatorOf(id).checkpoint, 1, "CKPT-1");
    }

    function test_prove_countsMoreThanARecordHolds() public {
        uint256 id = _add(1);
        chain.addBalance(_index(id), 40_000e9);
        _mine(1);
        _checkpoint();
        assertEq(vault.snapshot().outside, 40_001 ether, "CKPT-1");
        assertEq(registry.validatorOf(id).balance, 2 ** 44 - 1, "the record saturates");
        assertEq(registry.validatorOf(id).checkpoint, 1, "and spoils nothing beside it");
    }

    function test_prove_booksALossWholeAndAtOnce() public {
        _stake(alice, 100 ether);
        uint256 id = _addWith(1, 64e9);
        _checkpoint();
        (uint256 before,) = vault.rate();
        chain.addBalance(_index(id), -2e9);
        _mine(1);
        _checkpoint();
        (uint256 assets,) = vault.rate();
        assertEq(before - assets, 2 ether, "LOSS-1");
    }

    // -- The set -----------------------------------------------------------------------------------------------------

    function test_prove_refusesWhatIsNewSinceTheOpening() public {
        _stake(alice, 100 ether);
        _add(1);
        _enter(2);
        _openWhenDue();
        uint256 fresh = _proveCredentials(2);
        assertEq(registry.validatorOf(fresh).checkpoint, registry.checkpoint().number, "nobody is asked for it");

        BalanceProof memory it = _balances(0, 2);
        vm.expectRevert(abi.encodeWithSelector(IValidatorRegistry.NotInSet.selector, 1));
        _submit(it);

        _prove(0, 1);
        assertTrue(!registry.checkpoint().open, "CKPT-5");
        assertEq(vault.snapshot().outside, 2 ether, "CKPT-3");
        assertEq(vault.snapshot().backing, 100 ether + GENESIS_SHARES + 2 ether, "CKPT-3");
        _checkpoint();
        assertEq(vault.snapshot().backing, 100 ether + GENESIS_SHARES + 2 ether, "CKPT-1");
    }

    function test_prove_countsEachOnce() public {
        _three();
        _openWhenDue();
        _prove(0, 2);

        uint256 beacon = registry.checkpoint().beacon;
        _prove(0, 1);
        assertEq(registry.checkpoint().beacon, beacon, "CKPT-11");
        assertEq(registry.checkpoint().remaining, 1, "CKPT-11");

        // Overtaken in a part of it, the rest is counted all the same.
        _prove(0, 3);
        assertTrue(!registry.checkpoint().open, "CKPT-11");
        assertEq(registry.checkpoint().beacon, _beaconSum(pinned), "CKPT-11");
    }

    function test_prove_countsEachOnceInOneCall() public {
        _three();
        _openWhenDue();
        BalanceProof memory it = _balances(0, 3);
        it.runs = new Run[](2);
        (it.runs[0], it.runs[1]) = (Run(0, 2), Run(1, 2));
        vm.expectRevert(abi.encodeWithSelector(IValidatorRegistry.NotAscending.selector, 1));
        _submit(it);

        (it.runs[0], it.runs[1]) = (Run(1, 2), Run(0, 1));
        vm.expectRevert(abi.encodeWithSelector(IValidatorRegistry.NotAscending.selector, 0));
        _submit(it);
    }

    function test_prove_wantsTheChunksOfItsValidatorsAndNoOther() public {
        _three();
        _openWhenDue();
        BalanceProof memory it = _balances(0, 3);
        uint256 count = it.chunks.length;
        bytes32[] memory chunks = it.chunks;
        bytes32[] memory longer = new bytes32[](count + 1);
        for (uint256 i; i < count; ++i) {
            longer[i] = chunks[i];
        }
        it.chunks = longer;
        vm.expectRevert(abi.encodeWithSelector(IValidatorRegistry.WrongLength.selector, count + 1, count));
        _submit(it);

        it.chunks = new bytes32[](0);
        vm.expectRevert(abi.encodeWithSelector(IValidatorRegistry.WrongLength.selector, 0, 1));
        _submit(it);

        it.chunks = chunks;
        it.chunks[0] = bytes32(uint256(chunks[0]) + 1);
        vm.expectPartialRevert(Multiproof.WrongRoot.selector);
        _submit(it);
    }

    function test_prove_runsOfNothingProveNothing() public {
        _three();
        _openWhenDue();
        BalanceProof memory it = _balances(0, 0);
        vm.expectRevert(abi.encodeWithSelector(Multiproof.NoLeaves.selector));
        _submit(it);
        it.runs[0] = Run(type(uint32).max, type(uint32).max);
        vm.expectRevert(abi.encodeWithSelector(IValidatorRegistry.NotInSet.selector, 2 * uint256(type(uint32).max) - 1));
        _submit(it);
    }

    function test_prove_wantsThePinnedState() public {
        _three();
        _openWhenDue();
        _mine(1);
        uint64 pin = pinned;
        pinned = parent;
        BalanceProof memory it = _balances(0, 3);
        vm.expectRevert(
            abi.encodeWithSelector(BeaconState.WrongBlockRoot.selector, chain.rootAt(parent), chain.rootAt(pin))
        );
        _submit(it);
    }

    function test_prove_failsClosedAfterAnUnknownFork() public {
        _three();
        chain.setVersion(0x07000000);
        _mine(1);
        _openWhenDue();
        BalanceProof memory it = _balances(0, 3);
        vm.expectRevert(abi.encodeWithSelector(BeaconState.WrongFork.selector, bytes4(0x07000000), bytes4(0x06000000)));
        _submit(it);
    }

    function test_prove_wantsAnOpenCheckpoint() public {
        _three();
        _mine(1);
        pinned = parent;
        BalanceProof memory it = _balances(0, 3);
        vm.expectRevert(abi.encodeWithSelector(IValidatorRegistry.NoCheckpointOpen.selector));
        _submit(it);
    }

    function test_prove_startsOverInAReplacement() public {
        _three();
        _openWhenDue();
        _prove(0, 2);
        chain.addBalance(_index(0), 1e9);
        _mine(300);
        _open();
        assertEq(registry.checkpoint().beacon, 0, "CKPT-4");
        assertEq(registry.checkpoint().remaining, 3, "CKPT-4");
        _prove(2, 1);
        _prove(0, 2);
        assertEq(vault.snapshot().outside, 4 ether, "CKPT-1");
    }

    /// @dev Any order, any cuts, any other business in between: the sum is the pinned state's.
    /// forge-config: default.fuzz.runs = 24
    function testFuzz_prove_splitAnywhere(uint256 seed) public {
        _stake(alice, 500 ether);
        chain.setNextIndex(1_000_001);
        for (uint256 key = 1; key <= 11; ++key) {
            _register(key);
            // Some share a chunk, some don't.
            if (seed >> key & 1 == 1) chain.setNextIndex(chain.nextIndex() + uint40(seed >> key & 7));
            _mine(96);
            if (chain.isKnown(_pubkeyRoot(key))) continue;
            _mine(32);
        }
        _mine(1);
        for (uint256 key = 1; key <= 11; ++key) {
            _proveCredentials(key);
            chain.addBalance(_index(key - 1), int64(uint64(uint256(keccak256(abi.encode(seed, key))) % 9e9)));
        }
        _mine(1);
        _openWhenDue();
        uint256 sum = _beaconSum(pinned);

        uint256 left = (1 << 11) - 1;
        while (left != 0) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint32 first = uint32(seed % 11);
            while (left >> first & 1 == 0) first = (first + 1) % 11;
            uint32 count = 1;
            uint256 wish = seed >> 8 & 7;
            while (count < wish && first + count < 11 && left >> (first + count) & 1 == 1) ++count;
            _prove(first, count);
            for (uint256 i; i < count; ++i) {
                left &= ~(1 << (first + i));
            }
            if (seed >> 16 & 3 == 0) _mine(1);
            if (seed >> 18 & 3 == 0) chain.addBalance(_index(first), 1e9);
            if (seed >> 20 & 3 == 0) _stake(bob, 1 ether);
        }

        assertTrue(!registry.checkpoint().open, "CKPT-5");
        assertEq(registry.checkpoint().beacon, sum, "CKPT-1");
        assertEq(vault.snapshot().outside, sum * 1e9, "CKPT-1");
        for (uint256 id; id < 11; ++id) {
            assertEq(registry.validatorOf(id).checkpoint, 1, "CKPT-1");
        }
    }

    // -- What moves while it is open ---------------------------------------------------------------------------------

    function test_checkpoint_takesWhatMovesMeanwhileForNeitherGainNorLoss() public {
        _stake(alice, 200 ether);
        uint256 id = _addWith(1, 40e9);
        _enter(2);
        _sleepUntilDue();
        _topUp(id, 7e9);
        _open();
        _stake(bob, 50 ether);
        uint256 fresh = _proveCredentials(2);
        _mine(1);
        _topUp(fresh, 31e9);
        (uint256 before,) = vault.rate();

        _prove(0, 1);

        (uint256 assets,) = vault.rate();
        assertEq(assets, before, "CKPT-3");
        assertEq(vault.snapshot().outside, 40 ether + 7 ether + 1 ether + 31 ether, "CKPT-3");
        assertEq(vault.snapshot().unvested, 0, "CKPT-3");
    }

    function test_checkpoint_paysNothingOutWhileItIsOpen() public {
        _stake(alice, 100 ether);
        vm.prank(alice);
        vault.requestRedeem(10 ether, alice, alice);
        _checkpoint();
        _mine(1);
        vault.fill(1 ether);
        _openWhenDue();
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.CheckpointOpen.selector));
        vault.fill(1 ether);
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.CheckpointOpen.selector));
        vm.prank(alice);
        vault.redeemInstant(0.1 ether, alice, alice);
    }

    // -- Tips --------------------------------------------------------------------------------------------------------

    function test_tips_areForEachValidatorOnceACheckpoint() public {
        _stake(alice, 100 ether);
        _three();
        chain.addBalance(_index(0), 1e9);
        _mine(1);
        _checkpoint();
        _sleep(1 days);
        _openWhenDue();
        // The fees that have accrued are minted by whatever touches the rate.
        _stake(bob, 1 ether);
        uint256 fees = vault.snapshot().fees;
        assertTrue(fees > 0, "there are fees");
        uint256 before = vault.balanceOf(prover);

        _prove(0, 2);
        uint256 tip = vault.balanceOf(prover) - before;
        assertEq(tip, fees * 500 * 2 / (1e4 * 3), "TIP-1");

        // Replaced: what was paid for isn't paid for again.
        _mine(300);
        _open();
        before = vault.balanceOf(prover);
        _prove(0, 1);
        assertTrue(vault.balanceOf(prover) > before, "one was left");
        before = vault.balanceOf(prover);
        _prove(1, 2);
        assertEq(vault.balanceOf(prover), before, "TIP-1");
        assertTrue(!registry.checkpoint().open, "it finished");
    }

    // -- Inside ------------------------------------------------------------------------------------------------------

    function _three() private {
        for (uint256 key = 11; key <= 13; ++key) {
            _register(key);
        }
        _mineEpochs(3);
        _mine(1);
        for (uint256 key = 11; key <= 13; ++key) {
            _proveCredentials(key);
        }
        _mine(1);
    }

    function _sleepUntilDue() private {
        uint256 due = registry.dueAt();
        if (block.timestamp < due) _mine(uint64((due - block.timestamp + 11) / 12));
    }
}
