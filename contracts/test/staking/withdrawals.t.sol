// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {PendingDeposit, StateProof, Validator} from "../../src/interfaces/IBeacon.sol";
import {IValidatorRegistry} from "../../src/interfaces/IValidatorRegistry.sol";
import {SystemContracts} from "../beacon/SystemContracts.sol";
import {World} from "./World.sol";

/// @dev Asks again from within the refund.
contract Greedy {
    IValidatorRegistry private _registry;
    bytes private _pubkey;
    uint256 public refunds;

    constructor(IValidatorRegistry registry, bytes memory pubkey) {
        _registry = registry;
        _pubkey = pubkey;
    }

    function ask(uint64 amount) external payable {
        _registry.requestWithdrawal{value: msg.value}(0, _pubkey, amount);
    }

    receive() external payable {
        ++refunds;
        if (refunds == 1) _registry.requestWithdrawal{value: msg.value}(0, _pubkey, 1e9);
    }
}

contract WithdrawalsTest is World {
    uint256 private _id;
    uint256 private _other;

    /// @dev Two validators of 100 and 40 ETH, old enough, counted; nothing idle but what the lane may have.
    function setUp() public override {
        super.setUp();
        _stake(alice, 141 ether);
        _id = _addWith(1, 100e9);
        _other = _addWith(2, 40e9);
        _sleep(30 hours);
        _mine(1);
        _checkpoint();
        _mine(1);
    }

    // -- In part -----------------------------------------------------------------------------------------------------

    function test_requestWithdrawal_inPart_isForTheShortfallAlone() public {
        _expect(abi.encodeWithSelector(IValidatorRegistry.ExceedsShortfall.selector, 1e9, 0), alice, _id, 1e9);
        uint64 need = _fallShort(50 ether);

        _expect(
            abi.encodeWithSelector(IValidatorRegistry.ExceedsShortfall.selector, need + 1, need), alice, _id, need + 1
        );
        _request(alice, _id, need);

        assertEq(registry.withdrawing(), need, "EXIT-3");
        _expect(abi.encodeWithSelector(IValidatorRegistry.ExceedsShortfall.selector, 1e9, 0), alice, _id, 1e9);
        bytes memory queued = _dequeue();
        assertEq(queued.length, 76, "EXIT-3");
        assertEq(
            keccak256(queued), keccak256(abi.encodePacked(registry, _pubkeyOf(_id), _littleEndian(need))), "EXIT-3"
        );
    }

    function test_requestWithdrawal_inPart_roundsAShortfallUpToOneEther() public {
        uint64 need = _fallShort(3 ether);
        assertTrue(need < 1e9, "a small one");
        _expect(abi.encodeWithSelector(IValidatorRegistry.WithdrawalOutOfRange.selector, need, 68e9), alice, _id, need);
        _expect(
            abi.encodeWithSelector(IValidatorRegistry.ExceedsShortfall.selector, 1e9 + 1, need), alice, _id, 1e9 + 1
        );
        _request(alice, _id, 1e9);
        assertEq(registry.withdrawing(), 1e9, "EXIT-3");
    }

    function test_requestWithdrawal_inPart_leavesAWholeValidator() public {
        _fallShort(100 ether);
        _expect(
            abi.encodeWithSelector(IValidatorRegistry.WithdrawalOutOfRange.selector, 68e9 + 1, 68e9),
            alice,
            _id,
            68e9 + 1
        );
        _request(alice, _id, 60e9);
        // What has been asked for isn't there any more, though no checkpoint knows.
        _expect(
            abi.encodeWithSelector(IValidatorRegistry.WithdrawalOutOfRange.selector, 8e9 + 1, 8e9), alice, _id, 8e9 + 1
        );
        _request(bob, _id, 8e9);
        _request(bob, _other, 8e9);
        assertEq(registry.withdrawing(), 76e9, "EXIT-3");
    }

    function test_requestWithdrawal_inPart_refusesAYoungValidator() public {
        _stake(alice, 200 ether);
        uint256 young = _addWith(3, 100e9);
        uint64 activation = chain.memberBy(_pubkeyRoot(3)).validator.activationEpoch;
        _fallShort(300 ether);
        _checkpoint();
        _mine(1);
        _expect(abi.encodeWithSelector(IValidatorRegistry.WithdrawalOutOfRange.selector, 5e9, 0), alice, young, 5e9);
        // Seen landing when it wasn't active: sixteen epochs for that, and the 256 in which it can't be asked.
        uint64 from = (activation + 16 + 256) * 32;
        _mine(from - 1 - slot);
        _expect(abi.encodeWithSelector(IValidatorRegistry.WithdrawalOutOfRange.selector, 5e9, 0), alice, young, 5e9);
        _mine(1);
        _request(alice, young, 5e9);
    }

    function test_requestWithdrawal_inPart_ofAnOldOneThatWasToppedUp() public {
        _stake(alice, 50 ether);
        _topUp(_id, 10e9);
        _mineEpochs(3);
        _mine(1);
        _proveArrived(_id, parent);
        _fallShort(100 ether);
        _request(alice, _id, 5e9);
    }

    // -- Paid, expired -----------------------------------------------------------------------------------------------

    function test_withdrawing_goesDownByWhatArrives() public {
        _fallShort(60 ether);
        _request(alice, _id, 50e9);
        _payOut(_id, 20e9);
        _openWhenDue();
        assertEq(registry.withdrawing(), 50e9, "EXIT-4");
        _mine(300);
        _open();
        assertEq(registry.withdrawing(), 50e9, "an abandoned checkpoint has told nobody what has arrived");
        _proveAll();
        assertEq(registry.withdrawing(), 30e9, "EXIT-4");
        _payOut(_id, 31e9);
        _mine(1);
        _checkpoint();
        assertEq(registry.withdrawing(), 0, "EXIT-4");
    }

    function test_withdrawing_forgetsWhatIsIgnored() public {
        _toStartOfWindow();
        _fallShort(60 ether);
        _request(alice, _id, 10e9);
        _sleep(4 days);
        assertEq(registry.withdrawing(), 10e9, "EXIT-1");
        _checkpoint();
        _request(alice, _id, 20e9);
        assertEq(registry.withdrawing(), 30e9, "EXIT-1");
        uint256 end = (block.timestamp / 4 days + 1) * 4 days;
        vm.warp(end - 1);
        assertEq(registry.withdrawing(), 30e9, "EXIT-1");
        vm.warp(end);
        assertEq(registry.withdrawing(), 20e9, "EXIT-1");
        vm.warp(end + 4 days - 1);
        assertEq(registry.withdrawing(), 20e9, "EXIT-1");
        vm.warp(end + 4 days);
        assertEq(registry.withdrawing(), 0, "EXIT-1");
    }

    function test_requestWithdrawal_inPart_mayBeRepeatedWhenItHasExpired() public {
        _toStartOfWindow();
        _fallShort(100 ether);
        _request(alice, _id, 68e9);
        uint256 end = (block.timestamp / 4 days + 2) * 4 days;
        vm.warp(end - 1);
        _expect(abi.encodeWithSelector(IValidatorRegistry.WithdrawalOutOfRange.selector, 1e9, 0), alice, _id, 1e9);
        vm.warp(end);
        _request(alice, _id, 68e9);
        assertEq(registry.withdrawing(), 68e9, "EXIT-1");
    }

    function test_withdrawing_takesTheOldestForArrived() public {
        _toStartOfWindow();
        _fallShort(60 ether);
        _request(alice, _id, 10e9);
        _sleep(4 days);
        _request(alice, _id, 20e9);
        _payOut(_id, 15e9);
        _mine(1);
        _checkpoint();
        assertEq(registry.withdrawing(), 15e9, "EXIT-4");
        vm.warp((block.timestamp / 4 days + 1) * 4 days);
        assertEq(registry.withdrawing(), 15e9, "the rest is all of the newer window");
    }

    // -- In full -----------------------------------------------------------------------------------------------------

    function test_requestWithdrawal_inFull_onlyWhenPartsCannotDo() public {
        _expect(abi.encodeWithSelector(IValidatorRegistry.ExceedsShortfall.selector, 100e9, 0), alice, _id, 0);
        _fallShort(76 ether);
        _expect(abi.encodeWithSelector(IValidatorRegistry.PartialFirst.selector, 76e9), alice, _id, 0);
        _request(alice, _id, 68e9);
        _expect(abi.encodeWithSelector(IValidatorRegistry.PartialFirst.selector, 8e9), alice, _other, 0);
        _fallShort(120 ether);
        _request(alice, _other, 0);
        assertEq(registry.withdrawing(), 68e9 + 40e9, "EXIT-3");
        assertTrue(registry.validatorOf(_other).exiting, "EXIT-3");
    }

    function test_requestWithdrawal_inFull_isTheCuratorsAtAnyTime() public {
        _request(curator, _other, 0);
        assertEq(registry.withdrawing(), 40e9, "EXIT-3");
        assertEq(
            keccak256(_dequeue()), keccak256(abi.encodePacked(registry, _pubkeyOf(_other), _littleEndian(0))), "EXIT-3"
        );
    }

    function test_requestWithdrawal_inFull_mayBeRepeatedByAnyone() public {
        _request(curator, _other, 0);
        _request(alice, _other, 0);
        assertEq(registry.withdrawing(), 40e9, "EXIT-3");
        assertEq(_dequeue().length, 2 * 76, "EXIT-3");
    }

    function test_requestWithdrawal_inFull_countsUntilItIsEmpty() public {
        _request(curator, _other, 0);
        _sleep(12 days);
        _mine(1);
        _checkpoint();
        assertEq(registry.withdrawing(), 40e9, "EXIT-5");
        _payOut(_other, 39e9);
        _mine(1);
        _checkpoint();
        assertEq(registry.withdrawing(), 1e9, "EXIT-5");
        _payOut(_other, 1e9);
        _mine(1);
        _checkpoint();
        assertEq(registry.withdrawing(), 0, "EXIT-5");
    }

    function test_withdrawing_ofExitsIsNotTakenForThatOfParts() public {
        _fallShort(130 ether);
        _request(alice, _id, 50e9);
        _request(curator, _other, 0);
        assertEq(registry.withdrawing(), 90e9, "EXIT-4");
        _payOut(_other, 40e9);
        _mine(1);
        _checkpoint();
        assertEq(registry.withdrawing(), 50e9, "EXIT-4");
    }

    function test_requestWithdrawal_inFull_whileACheckpointIsOpen() public {
        _openWhenDue();
        _prove(0, 1);
        _request(curator, _id, 0);
        _request(curator, _other, 0);
        assertEq(registry.withdrawing(), 140e9, "EXIT-5");
        _prove(1, 1);
        assertEq(registry.withdrawing(), 140e9, "EXIT-5");
        assertTrue(!registry.checkpoint().open, "CKPT-5");
    }

    function test_requestWithdrawal_inFull_leavesAloneWhatCanNotBeActive() public {
        uint256 seed = _add(3);
        _checkpoint();
        _mine(1);
        _fallShort(142 ether);
        _request(alice, _id, 68e9);
        _request(alice, _other, 8e9);
        _expect(abi.encodeWithSelector(IValidatorRegistry.WithdrawalOutOfRange.selector, 0, 0), alice, seed, 0);
    }

    function test_requestWithdrawal_refusesPartsOfOneThatLeaves() public {
        _request(curator, _id, 0);
        _fallShort(141 ether);
        _expect(abi.encodeWithSelector(IValidatorRegistry.ValidatorExiting.selector, _index(_id)), alice, _id, 1e9);
    }

    function test_requestWithdrawal_refusesASlashedOne() public {
        chain.slash(_index(_id), slot / 32);
        _mine(1);
        _proveSlashing(_id, parent);
        bytes memory error_ = abi.encodeWithSelector(IValidatorRegistry.ValidatorSlashed.selector, _index(_id));
        _expect(error_, curator, _id, 0);
        _fallShort(100 ether);
        _expect(error_, alice, _id, 1e9);
        // And it is no source of partial withdrawals.
        _open();
        _proveAll();
        _request(alice, _other, 0);
    }

    // -- Slashed -----------------------------------------------------------------------------------------------------

    function test_proveExit_refusesASlashedOne() public {
        _slash(_id);
        _expectExit(abi.encodeWithSelector(IValidatorRegistry.ValidatorSlashed.selector, _index(_id)), _id);
        _proveSlashing(_id, parent);
        _expectExit(abi.encodeWithSelector(IValidatorRegistry.ValidatorSlashed.selector, _index(_id)), _id);
    }

    function test_withdrawing_countsNoSlashedOne() public {
        uint64 need = _fallShort(50 ether);
        _slash(_id);
        _proveSlashing(_id, parent);
        _openWhenDue();
        _proveAll();

        // What it holds would do, in 36 days. It is no reason to wait.
        assertEq(registry.withdrawing(), 0, "EXIT-10");
        assertTrue(need > 40e9, "all of the other is needed");
        _request(alice, _other, 0);
        assertEq(registry.withdrawing(), 40e9, "EXIT-10");
    }

    function test_withdrawing_countsOneNoMoreThatIsSlashedWhileItLeaves() public {
        _request(curator, _id, 0);
        _mine(1);
        _checkpoint();
        _mine(1);
        assertEq(registry.withdrawing(), 100e9, "EXIT-5");
        _slash(_id);
        _proveSlashing(_id, parent);
        assertEq(registry.withdrawing(), 0, "EXIT-10");

        _open();
        _proveAll();
        assertEq(registry.withdrawing(), 0, "EXIT-10");
        _fallShort(50 ether);
        _request(alice, _other, 8e9);
        _request(alice, _other, 0);
        assertEq(registry.withdrawing(), 40e9, "EXIT-10");
    }

    function test_withdrawing_countsOneNoMoreThatIsSlashedWhileItsCheckpointIsOpen() public {
        _request(curator, _id, 0);
        _openWhenDue();
        _prove(0, 1);
        _mine(1);
        _slash(_id);
        _proveSlashing(_id, parent);
        _prove(1, 1);
        assertTrue(!registry.checkpoint().open, "it has finished");
        assertEq(registry.withdrawing(), 0, "EXIT-10");
    }

    function test_requestWithdrawal_inFull_doesNotWaitForPartsOfASlashedOne() public {
        _fallShort(60 ether);
        _expect(abi.encodeWithSelector(IValidatorRegistry.PartialFirst.selector, 76e9), alice, _other, 0);
        _slash(_id);
        _openWhenDue();
        _prove(0, 1);
        _mine(1);
        _proveSlashing(_id, parent);
        _prove(1, 1);
        _request(alice, _other, 0);
        assertEq(registry.withdrawing(), 40e9, "EXIT-10");
    }

    function test_requestWithdrawal_inFull_doesNotWaitForPartsOfOneJustSlashed() public {
        _fallShort(60 ether);
        _slash(_id);
        _proveSlashing(_id, parent);
        _request(alice, _other, 0);
        assertEq(registry.withdrawing(), 40e9, "EXIT-10");
    }

    function test_withdrawing_isNotAnsweredByWhatASlashedOneHeld() public {
        _slash(_id);
        _proveSlashing(_id, parent);
        _open();
        _proveAll();
        _fallShort(60 ether);
        _request(alice, _other, 8e9);

        _payOut(_id, chain.memberBy(_pubkeyRoot(1)).balance);
        _openWhenDue();
        _prove(0, 1);
        // Abandoned: what was learned in it isn't learned twice.
        _mine(300);
        _open();
        _proveAll();
        assertEq(registry.withdrawing(), 8e9, "EXIT-4");
        _payOut(_other, 3e9);
        _mine(1);
        _checkpoint();
        assertEq(registry.withdrawing(), 5e9, "EXIT-4");
    }

    function _slash(uint256 id) private {
        chain.slash(_index(id), slot / 32);
        _mine(1);
    }

    // -- The fee -----------------------------------------------------------------------------------------------------

    function test_requestWithdrawal_paysTheFeeAndReturnsTheRest() public {
        vm.deal(address(registry), 5 ether);
        vm.deal(curator, 1 ether);
        bytes memory pubkey = _pubkeyOf(_id);
        vm.prank(curator);
        registry.requestWithdrawal{value: 1 ether}(_id, pubkey, 0);
        assertEq(curator.balance, 1 ether - 1, "SWEEP-1");
        assertEq(address(registry).balance, 5 ether, "SWEEP-1");
        assertEq(REQUESTS.balance, 1, "EXIT-3");
    }

    function test_requestWithdrawal_wantsTheFee() public {
        bytes memory pubkey = _pubkeyOf(_id);
        vm.deal(address(registry), 5 ether);
        // Thirty are waiting: the fee has risen.
        vm.store(REQUESTS, bytes32(0), bytes32(uint256(100)));
        (, bytes memory answer) = REQUESTS.staticcall("");
        uint256 fee = abi.decode(answer, (uint256));
        assertTrue(fee > 100, "it has risen");
        vm.deal(curator, fee);
        vm.expectRevert(abi.encodeWithSelector(IValidatorRegistry.FeeTooLow.selector, fee - 1, fee));
        vm.prank(curator);
        registry.requestWithdrawal{value: fee - 1}(_id, pubkey, 0);
        vm.prank(curator);
        registry.requestWithdrawal{value: fee}(_id, pubkey, 0);
        assertEq(address(registry).balance, 5 ether, "SWEEP-1");
    }

    function test_requestWithdrawal_isDoneWhenItReturnsTheRest() public {
        _fallShort(60 ether);
        Greedy greedy = new Greedy(registry, _pubkeyOf(_id));
        vm.deal(address(this), 1 ether);
        uint256 need = _need();
        greedy.ask{value: 0.1 ether}(uint64(need) - 2e9);
        // It asked again from within, and was given what was left of the need: nothing twice.
        assertEq(greedy.refunds(), 2, "it was called back");
        assertEq(registry.withdrawing(), need - 1e9, "EXIT-3");
        assertEq(address(greedy).balance, 0.1 ether - 2, "each paid its fee");
    }

    function test_requestWithdrawal_knowsItsValidator() public {
        bytes memory pubkey = _pubkeyOf(_other);
        vm.deal(address(this), 1 ether);
        vm.expectRevert(abi.encodeWithSelector(IValidatorRegistry.WrongPubkey.selector, _id));
        registry.requestWithdrawal{value: 1}(_id, pubkey, 0);
        vm.expectRevert(abi.encodeWithSelector(IValidatorRegistry.UnknownValidator.selector, 2));
        registry.requestWithdrawal{value: 1}(2, pubkey, 0);
    }

    // -- Inside ------------------------------------------------------------------------------------------------------

    /// @dev alice asks for `assets` back. Returns what the vault falls short of, and nobody has asked for, in gwei.
    function _fallShort(uint256 assets) private returns (uint64) {
        uint256 held = vault.balanceOf(alice);
        vm.prank(alice);
        vault.requestRedeem(assets > held ? held : assets, alice, alice);
        return uint64(_need());
    }

    function _need() private view returns (uint256) {
        uint256 short_ = (vault.shortfall() + 1e9 - 1) / 1e9;
        return short_ > registry.withdrawing() ? short_ - registry.withdrawing() : 0;
    }

    function _expect(bytes memory error_, address who, uint256 id, uint64 amount) private {
        vm.deal(who, who.balance + 1 ether);
        bytes memory pubkey = _pubkeyOf(id);
        vm.expectRevert(error_);
        vm.prank(who);
        registry.requestWithdrawal{value: 1 gwei}(id, pubkey, amount);
    }

    /// @dev What the consensus layer is handed at the end of this block.
    function _dequeue() private returns (bytes memory requests) {
        vm.prank(SystemContracts.SYSTEM);
        (, requests) = REQUESTS.call("");
    }

    function _littleEndian(uint64 value) private pure returns (bytes8 out) {
        for (uint256 i; i < 8; ++i) {
            out |= bytes8(bytes1(uint8(value >> (8 * i)))) >> (8 * i);
        }
    }

    function _toStartOfWindow() private {
        uint256 start = (block.timestamp / 4 days + 1) * 4 days;
        _mine(uint64((start - block.timestamp + 11) / 12));
        _mine(1);
        _checkpoint();
    }

    // -- What nobody asked for here ----------------------------------------------------------------------------------

    function test_proveExit_notesThatAValidatorLeaves() public {
        uint256 spare = 68e9 + 8e9;
        uint64 need = _fallShort(139 ether);
        assertTrue(need > 100e9, "falls short of more than either holds");
        chain.exit(_index(_id), slot / 32 + 5);
        _mine(1);
        _proveExit(_id);

        assertTrue(registry.validatorOf(_id).exiting, "EXIT-8");
        assertEq(registry.withdrawing(), 100e9, "EXIT-8");
        // What it could have given in part is no reason any more not to send another home.
        assertTrue(need - 100e9 < spare && need - 100e9 > 8e9, "the rest is more than the other can give in part");
        _expect(abi.encodeWithSelector(IValidatorRegistry.ValidatorExiting.selector, _index(_id)), alice, _id, 1e9);
        _request(alice, _other, 0);
        assertTrue(registry.validatorOf(_other).exiting, "EXIT-8");
    }

    function test_proveExit_whileACheckpointIsOpenCountsItOnce() public {
        _openWhenDue();
        _prove(0, 1);
        _mine(1);
        chain.exit(_index(_id), slot / 32 + 5);
        _mine(1);
        _proveExit(_id);
        _prove(1, 1);
        assertTrue(!registry.checkpoint().open, "EXIT-8");
        assertEq(registry.withdrawing(), 100e9, "EXIT-8");
    }

    function test_proveExit_wantsAnExit() public {
        _expectExit(abi.encodeWithSelector(IValidatorRegistry.NotExiting.selector, _index(_id)), _id);
        chain.exit(_index(_id), slot / 32 + 5);
        _mine(1);
        _proveExit(_id);
        _expectExit(abi.encodeWithSelector(IValidatorRegistry.AlreadyProven.selector, _id), _id);
        _request(curator, _other, 0);
        _expectExit(abi.encodeWithSelector(IValidatorRegistry.AlreadyProven.selector, _other), _other);
        _expectExit(abi.encodeWithSelector(IValidatorRegistry.UnknownValidator.selector, 2), 2);
    }

    // -- What would be ignored ---------------------------------------------------------------------------------------

    function test_requestWithdrawal_inFull_isNotAskedOfOneThatWasNeverActive() public {
        uint256 seed = _add(3);
        for (uint256 i; i < 7; ++i) {
            _mineEpochs(40);
        }
        _mine(1);
        _expect(abi.encodeWithSelector(IValidatorRegistry.WithdrawalOutOfRange.selector, 0, 0), curator, seed, 0);
    }

    function test_requestWithdrawal_isNotAskedOfAYoungOneThatCameWhole() public {
        _register(3);
        chain.deposit(PendingDeposit(_pubkeyRoot(3), registry.withdrawalCredentials(), 99e9, 0, slot));
        _mineEpochs(3);
        _mine(1);
        chain.activate(chain.memberBy(_pubkeyRoot(3)).index, slot / 32);
        _mine(1);
        uint256 young = _proveCredentials(3);
        _fallShort(50 ether);
        _expect(abi.encodeWithSelector(IValidatorRegistry.WithdrawalOutOfRange.selector, 1e9, 0), alice, young, 1e9);
        _expect(abi.encodeWithSelector(IValidatorRegistry.WithdrawalOutOfRange.selector, 0, 0), curator, young, 0);

        for (uint256 i; i < 7; ++i) {
            _mineEpochs(40);
        }
        _mine(1);
        _request(alice, young, 1e9);
        assertEq(registry.withdrawing(), 1e9, "EXIT-9");
    }

    function test_requestWithdrawal_mayAskForWhatLandedSinceTheLastRequest() public {
        _fallShort(130 ether);
        _request(alice, _id, 68e9);
        _payOut(_id, 68e9);
        _mine(1);
        _stake(bob, 300 ether);
        _checkpoint();
        _mine(1);
        _topUp(_id, 40e9);
        _mineEpochs(3);
        _mine(1);
        _proveArrived(_id, parent);
        _checkpoint();
        _mine(1);
        uint256 shares = vault.balanceOf(bob);
        vm.prank(bob);
        vault.requestRedeem(shares, bob, bob);

        _request(alice, _id, 40e9);
        assertEq(registry.withdrawing(), 40e9, "EXIT-9");
    }

    function _proveExit(uint256 id) private {
        StateProof memory state = chain.proveState(parent);
        (Validator memory validator, bytes32[] memory siblings) = _proofOf(_index(id), parent);
        registry.proveExit(id, timeAfter[parent], state, validator, siblings);
    }

    function _expectExit(bytes memory error_, uint256 id) private {
        StateProof memory state = chain.proveState(parent);
        (Validator memory validator, bytes32[] memory siblings) = _proofOf(_index(_id), parent);
        vm.expectRevert(error_);
        registry.proveExit(id, timeAfter[parent], state, validator, siblings);
    }
}
