// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ILiquidVault} from "../../src/interfaces/ILiquidVault.sol";
import {INativeStake} from "../../src/interfaces/liquid/INativeStake.sol";
import {IOperatorDelegator} from "../../src/interfaces/liquid/IOperatorDelegator.sol";
import {IRestakedEther} from "../../src/interfaces/liquid/IRestakedEther.sol";
import {ISpread} from "../../src/interfaces/liquid/ISpread.sol";
import {SignatureWithExpiry, Withdrawal} from "../../src/interfaces/restaking/IDelegationManager.sol";
import {WithdrawalRequest} from "../../src/interfaces/restaking/IEigenPod.sol";
import {BeaconScene} from "./BeaconScene.sol";

/// @dev A receiver that does as much with ether as a wallet of several keys does.
contract Wallet {
    uint256 public received;

    receive() external payable {
        received += msg.value;
    }
}

/// @dev Named after the rows of docs/decisions/incidents.md that no other test of the contracts answers.
contract LiquidIncidentsTest is BeaconScene {
    SignatureWithExpiry private unsigned;

    function setUp() public override {
        super.setUp();
        _deposit(alice, 200 ether);
        _depositToken(bob, 90 ether);
        native.createPod(0);
        _round();
    }

    /// @dev Where assets go is code: of all that moves them nothing takes a destination, and nobody but the one caller it is for may
    /// call what does.
    function test_incident6_nobodyDecidesWhereAssetsGo() public {
        IOperatorDelegator delegator = IOperatorDelegator(_delegatorOf(0));
        Withdrawal memory withdrawal;
        WithdrawalRequest[] memory requests = new WithdrawalRequest[](0);
        vm.startPrank(stranger);
        _onlySpread();
        delegator.delegate(unsigned, 0);
        _onlySpread();
        delegator.depositInto(csStrategy, address(csETH), 1);
        _onlySpread();
        delegator.queue(csStrategy, 1);
        _onlySpread();
        delegator.complete(withdrawal, address(csETH), true);
        _onlySpread();
        delegator.undelegate();
        vm.expectRevert(abi.encodeWithSelector(IOperatorDelegator.OnlyNative.selector, stranger));
        delegator.createPod();
        vm.expectRevert(abi.encodeWithSelector(IOperatorDelegator.OnlyNative.selector, stranger));
        delegator.startCheckpoint(false);
        vm.expectRevert(abi.encodeWithSelector(IOperatorDelegator.OnlyNative.selector, stranger));
        delegator.verifyCredentials("");
        vm.expectRevert(abi.encodeWithSelector(IOperatorDelegator.OnlyNative.selector, stranger));
        delegator.requestWithdrawal(requests);

        vm.expectRevert(abi.encodeWithSelector(ISpread.OnlyVault.selector, stranger));
        spread.payInKind(CSETH, stranger, 1);
        vm.expectRevert(abi.encodeWithSelector(ISpread.OnlyNative.selector, stranger));
        spread.fund(0, 32 ether, 1 ether);
        vm.expectRevert(abi.encodeWithSelector(IRestakedEther.OnlySpread.selector, stranger));
        vault.stake(1 ether);
        vm.expectRevert(abi.encodeWithSelector(IRestakedEther.OnlySpread.selector, stranger));
        vault.credit(stranger, 1 ether, 0);
        vm.expectRevert(abi.encodeWithSelector(IRestakedEther.OnlySpread.selector, stranger));
        vault.book(1, 2);
        vm.expectRevert(abi.encodeWithSelector(IRestakedEther.OnlySpread.selector, stranger));
        vault.finish(0, 0);
        vm.stopPrank();
    }

    /// @dev And what comes back by a stranger's hand comes to the spread, not to the hand.
    function test_incident6_whoCompletesGetsNothing() public {
        _routeAll();
        address delegator = _delegatorOf(0);
        vm.prank(operators[0]);
        delegation.undelegate(delegator);
        _pass(DELAY + 1);
        (Withdrawal[] memory withdrawals,) = delegation.getQueuedWithdrawals(delegator);
        vm.prank(stranger);
        spread.complete(0, withdrawals[0], true);
        assertEq(csETH.balanceOf(stranger), 0, "LADDER-5: nothing to the hand");
        assertEq(csETH.balanceOf(address(spread)), 30 ether, "LADDER-5: all of it to the spread");
        assertEq(spread.assetAt(CSETH).waiting, 30 ether, "NAV-3: where it waits");
    }

    function _onlySpread() private {
        vm.expectRevert(abi.encodeWithSelector(IOperatorDelegator.OnlySpread.selector, stranger));
    }

    /// @dev Each verb of a user's takes the least that the user wants, and a time.
    function test_incident16_everyEntryAndExitHasALeastAndADeadline() public {
        uint256 late = block.timestamp - 1;
        uint256 units = _buy(carol, 2 ether);
        vm.deal(carol, 10 ether);
        vm.startPrank(carol);
        csETH.approve(address(spread), units);
        vm.expectRevert(abi.encodeWithSelector(ISpread.DeadlinePassed.selector, late));
        spread.deposit(CSETH, units, carol, 0, late);
        vm.expectPartialRevert(ILiquidVault.SharesBelowMinimum.selector);
        spread.deposit(CSETH, units, carol, 3 ether, block.timestamp);
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.DeadlinePassed.selector, late));
        vault.depositETH{value: 1 ether}(carol, 0, late);
        vm.expectPartialRevert(ILiquidVault.SharesBelowMinimum.selector);
        vault.depositETH{value: 1 ether}(carol, 2 ether, block.timestamp);
        spread.deposit(CSETH, units, carol, 0, block.timestamp);
        vm.stopPrank();

        spread.check();
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.DeadlinePassed.selector, late));
        vault.requestRedeem(1 ether, alice, alice, 0, late);
        vm.expectPartialRevert(ILiquidVault.AssetsBelowMinimum.selector);
        vault.requestRedeem(1 ether, alice, alice, 2 ether, block.timestamp);
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.DeadlinePassed.selector, late));
        vault.redeemInstant(0.1 ether, alice, alice, 0, late);
        vm.expectPartialRevert(ILiquidVault.AssetsBelowMinimum.selector);
        vault.redeemInstant(0.1 ether, alice, alice, 1 ether, block.timestamp);
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.DeadlinePassed.selector, late));
        vault.redeemInKind(CSETH, 0.1 ether, alice, alice, 0, late);
        vm.expectPartialRevert(ILiquidVault.AssetsBelowMinimum.selector);
        vault.redeemInKind(CSETH, 0.1 ether, alice, alice, 1 ether, block.timestamp);
        vm.stopPrank();
    }

    /// @dev Someone else's ether made the validator theirs: no ether of ours follows, no share is credited, and nothing is booked.
    function test_incident32_aValidatorWithForeignCredentialsIsNobodysStake() public {
        _predeposit(1, stranger);
        (uint256 before, uint256 idle) = (spread.booked(), vault.idle());
        vm.expectPartialRevert(INativeStake.WrongCredentials.selector);
        this.stake(0, 1, 32 ether);
        // Nor can it be made ours by a second deposit: the first decides.
        _beaconDeposit(
            1, ONE_ETHER, bytes32(bytes1(0x02)) | bytes32(uint256(uint160(eigenPodManager.getPod(_delegatorOf(0)))))
        );
        _mine();
        vm.expectPartialRevert(INativeStake.WrongCredentials.selector);
        this.stake(0, 1, 32 ether);
        assertEq(spread.booked(), before, "VAL-3: nobody is credited for it");
        assertEq(vault.idle(), idle, "NAV-8: and no ether follows");
        assertEq(vault.balanceOf(operators[0]), 0, "VAL-3: not a share");
    }

    function stake(uint256 index, uint256 key, uint256 assets) external {
        _stake(index, key, assets);
    }

    /// @dev A pod pays ether in the middle of a locked flow of the layer's: what takes it must do nothing else.
    function test_incident33_ethersWayBackHasNoGuard() public {
        _validate(0, 1, 32 ether);
        _payOut(1);
        _checkpoint(0, _one(1));
        address delegator = _delegatorOf(0);
        vm.prank(operators[0]);
        delegation.undelegate(delegator);
        _pass(DELAY + 1);
        uint256 idle = vault.idle();
        spread.sync(0);
        _completeAll(0);
        assertEq(vault.idle(), idle + 33 ether, "LADDER-5: pod, delegator, spread, vault");
        _assertBooked();
    }

    /// @dev And who is paid may be a contract that needs gas.
    function test_incident33_aWalletOfCodeIsPaidByEveryDoor() public {
        Wallet wallet = new Wallet();
        vm.prank(alice);
        vault.transfer(address(wallet), 10 ether);
        vm.prank(address(wallet));
        uint256 id = vault.requestRedeem(5 ether, address(wallet), address(wallet));
        _round();
        _fill();
        vm.prank(address(wallet));
        (uint256 claimed,) = queue.claim(id, address(wallet));
        assertEq(wallet.received(), claimed, "LIVE-1: by the queue");
        spread.check();
        vm.prank(address(wallet));
        uint256 paid = vault.redeemInstant(0.5 ether, address(wallet), address(wallet));
        assertEq(wallet.received(), claimed + paid, "LIVE-1: by the lane");
    }
}
