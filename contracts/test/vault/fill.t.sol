// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {ILiquidVault} from "../../src/interfaces/ILiquidVault.sol";
import {Scene} from "./Scene.sol";

contract FillTest is Scene {
    function setUp() public override {
        super.setUp();
        deposit(alice, 1000 ether);
        deposit(bob, 1000 ether);
        deposit(carol, 1000 ether);
        stakeAll();
        checkpoint();
    }

    /// @dev wei that come back from the beacon chain, and are booked.
    function unstake(uint256 assets) private {
        outside -= assets;
        close(open(assets));
    }

    // -- Requests ----------------------------------------------------------------------------------------------------

    function testFuzz_requestRedeem_putsTheSharesInLine(uint256 shares) public {
        shares = bound(shares, 0.01 ether, 1000 ether);
        uint256 supply = vault.totalSupply();
        uint256 before = price();
        assertEq(request(alice, shares), ORIGIN, "the line begins at 1e18");
        assertEq(queue.ownerOf(ORIGIN), alice, "hers");
        assertEq(queue.tail(), ORIGIN + shares, "FIFO-1");
        assertEq(vault.balanceOf(address(queue)), shares, "FIFO-2");
        assertEq(vault.totalSupply(), supply, "SOLV-1");
        assertEq(price(), before, "RATE-3");
        assertEq(vault.pendingRedeemRequest(ORIGIN, alice), shares, "pending");
        assertEq(vault.pendingRedeemRequest(ORIGIN, bob), 0, "of its owner alone");
        assertEq(request(bob, 1 ether), ORIGIN + shares, "FIFO-1");
    }

    function test_requestRedeem_thresholds() public {
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.RequestBelowMinimum.selector, 0.01 ether - 1, 0.01 ether));
        vault.requestRedeem(0.01 ether - 1, alice, alice);
        uint256 value = worth(5 ether);
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.AssetsBelowMinimum.selector, value, value + 1));
        vault.requestRedeem(5 ether, alice, alice, value + 1, block.timestamp);
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.DeadlinePassed.selector, block.timestamp - 1));
        vault.requestRedeem(5 ether, alice, alice, value, block.timestamp - 1);
        vault.requestRedeem(5 ether, alice, alice, value, block.timestamp);
        vault.requestRedeem(0.01 ether, alice, alice);

        uint256 left = vault.balanceOf(alice);
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.InsufficientBalance.selector, alice, left, left + 1));
        vault.requestRedeem(left + 1, alice, alice);
        vm.stopPrank();
    }

    function test_requestRedeem_byOwnerOperatorOrAllowanceAndNobodyElse() public {
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.InsufficientAllowance.selector, bob, 0, 1 ether));
        vm.prank(bob);
        vault.requestRedeem(1 ether, bob, alice);

        vm.prank(alice);
        vault.approve(bob, 1 ether);
        vm.expectEmit(address(vault));
        emit ILiquidVault.RedeemRequest(carol, alice, ORIGIN, bob, 1 ether);
        vm.prank(bob);
        uint256 id = vault.requestRedeem(1 ether, carol, alice);
        assertEq(queue.ownerOf(id), carol, "the controller's");
        assertEq(vault.allowance(alice, bob), 0, "used up");

        vm.prank(alice);
        vault.setOperator(bob, true);
        vm.prank(bob);
        vault.requestRedeem(1 ether, bob, alice);
        assertEq(vault.balanceOf(alice), 998 ether, "both hers");
    }

    function test_requestRedeem_forNobodyTheVaultOrTheQueueIsRefused() public {
        address[3] memory controllers = [address(0), address(vault), address(queue)];
        for (uint256 i; i < 3; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ILiquidVault.InvalidReceiver.selector, controllers[i]));
            vm.prank(alice);
            vault.requestRedeem(1 ether, controllers[i], alice);
        }
    }

    // -- Who is eligible ---------------------------------------------------------------------------------------------

    function test_fill_onlyWhatWasInLineWhenTheCheckpointOpened() public {
        request(alice, 5 ether);
        vm.expectRevert(ILiquidVault.NothingEligible.selector);
        fill();

        uint256 execution = open(20 ether);
        outside -= 20 ether;
        request(bob, 7 ether);
        close(execution);
        assertEq(snapshot().eligible, 5 ether, "FIFO-6");
        (uint256 filled,) = fill();
        assertEq(filled, 5 ether, "FIFO-6");

        vm.expectRevert(ILiquidVault.NothingEligible.selector);
        fill();
        checkpoint();
        (filled,) = fill();
        assertEq(filled, 7 ether, "FIFO-6");
    }

    // -- At what price -----------------------------------------------------------------------------------------------

    function testFuzz_fill_paysTheRateOfNowAndLowersNoPrice(uint256 seed, uint256 shares, uint256 time) public {
        shares = bound(shares, 0.01 ether, 500 ether);
        request(alice, shares);
        if (seed % 2 == 0) outside += bound(seed, 0, 6 ether);
        else outside -= bound(seed, 0, 300 ether);
        unstake(1000 ether);
        pass(bound(time, 0, 6 hours));

        uint256 value = worth(shares);
        uint256 before = price();
        uint256 held = address(vault).balance;
        vm.expectEmit(address(vault));
        emit IERC20.Transfer(address(queue), address(0), shares);
        (uint256 filled, uint256 paid) = fill();
        assertEq(filled, shares, "all");
        assertEq(paid, value, "the rate of now");
        assertGe(price(), before, "RATE-1");
        assertEq(escrow.balance, paid, "SOLV-2");
        assertEq(address(vault).balance, held - paid, "SOLV-3");
        assertEq(vault.balanceOf(address(queue)), 0, "FIFO-2");
    }

    /// @dev A request made before a loss and filled after it bears it; one that was filled before doesn't.
    function testFuzz_fill_bearsTheLossesThatCameBeforeIt(uint256 lost) public {
        lost = bound(lost, 1 ether, 1000 ether);
        uint256 early = request(alice, 10 ether);
        unstake(100 ether);
        (, uint256 paidEarly) = fill();
        uint256 late = request(bob, 10 ether);
        suffer(lost);
        (, uint256 paidLate) = fill();

        assertLt(paidLate, paidEarly, "LOSS-1");
        assertNear(paidLate, 10 ether * (3001 ether - 10 ether - lost) / (3001 ether - 10 ether), 1, "LOSS-1");
        (uint256 gotEarly,) = claim(alice, early);
        (uint256 gotLate,) = claim(bob, late);
        assertEq(gotEarly, paidEarly, "FIFO-4");
        assertEq(gotLate, paidLate, "FIFO-4");
    }

    // -- How much ----------------------------------------------------------------------------------------------------

    function testFuzz_fill_isBoundedByIdleEtherAndByTheCaller(uint256 returned, uint256 most) public {
        request(alice, 500 ether);
        returned = bound(returned, 0.02 ether, 800 ether);
        unstake(returned);
        most = bound(most, 0, 800 ether);
        uint256 idle = vault.idle();
        uint256 value = worth(500 ether);
        uint256 available = idle < most ? idle : most;
        if (available < 0.01 ether + 2) return;

        (uint256 filled, uint256 paid) = fill(most);
        assertLe(paid, available, "SOLV-3");
        if (value <= available) assertEq(filled, 500 ether, "all");
        else assertNear(paid, available, 1, "as much as there is");
        assertLe(paid, worth(filled) + 1, "the rate of now");
        assertEq(snapshot().eligible, 500 ether - filled, "FIFO-3");
        assertEq(queue.filled(), ORIGIN + filled, "FIFO-4");
    }

    function test_fill_ofDustIsRefusedUnlessItFinishesWhatIsEligible() public {
        request(alice, 10 ether);
        unstake(50 ether);
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.FillBelowMinimum.selector, 0.01 ether - 1, 0.01 ether));
        fill(0.01 ether - 1);
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.FillBelowMinimum.selector, 0, 0.01 ether));
        fill(0);
        fill(0.01 ether);
        fill(worth(10 ether - 0.01 ether) - 5);
        assertLt(snapshot().eligible, 10, "dust is left");
        (uint256 filled,) = fill();
        assertGt(filled, 0, "and is filled");
        assertEq(snapshot().eligible, 0, "FIFO-3");
    }

    /// @dev However the line is cut into fills, the ticket gets what they paid, and never more than one fill would have.
    function testFuzz_fill_inManyPartsPaysNoMoreThanInOne(uint256[6] memory cuts) public {
        uint256 id = request(alice, 100 ether);
        unstake(300 ether);
        pass(1 hours);
        uint256 value = worth(100 ether);
        uint256 sum;
        for (uint256 i; i < 6; ++i) {
            (, uint256 paid) = fill(bound(cuts[i], 0.01 ether + 2, 16 ether));
            sum += paid;
        }
        (, uint256 last) = fill();
        sum += last;
        (uint256 got,) = claim(alice, id);
        assertEq(got, sum, "FIFO-5");
        assertNear(got, value, 7, "no fill creates anything");
    }

    // -- When --------------------------------------------------------------------------------------------------------

    function test_fill_isClosedWhileACheckpointIsOpenASlashingUnbookedOrTheRootOld() public {
        request(alice, 10 ether);
        unstake(50 ether);

        uint256 execution = open();
        vm.expectRevert(ILiquidVault.CheckpointOpen.selector);
        fill();
        close(execution);

        vm.prank(registry);
        vault.suspend();
        vm.expectRevert(ILiquidVault.SlashingUnbooked.selector);
        fill();
        checkpoint();

        uint256 proven = block.timestamp;
        pass(6 hours + 1);
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.NotFresh.selector, proven, proven + 6 hours));
        fill();
        vm.warp(proven + 6 hours);
        fill();
    }

    function test_fill_freshnessIsThatOfTheProvenStateNotOfTheProof() public {
        request(alice, 10 ether);
        outside -= 50 ether;
        uint256 execution = open(50 ether);
        uint256 pinned = block.timestamp;
        pass(6 hours + 1);
        vm.prank(registry);
        vault.close(execution, outside, pinned);
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.NotFresh.selector, pinned, pinned + 6 hours));
        fill();
    }

    // -- Idle ether --------------------------------------------------------------------------------------------------

    function testFuzz_stake_neverTakesWhatTheQueueOrTheLaneIsOwed(uint256 deposited, uint256 requested) public {
        deposit(alice, bound(deposited, 1 ether, 2000 ether));
        requested = bound(requested, 0.01 ether, 900 ether);
        request(alice, requested);
        uint256 stakeable = vault.stakeable();
        uint256 wanted = vault.queued() + vault.totalAssets() / 100;
        uint256 idle = vault.idle();
        assertEq(stakeable, idle > wanted ? idle - wanted : 0, "EXIT-2");
        assertEq(vault.shortfall(), wanted > idle ? wanted - idle : 0, "EXIT-2");

        vm.expectRevert(abi.encodeWithSignature("ExceedsStakeable(uint256,uint256)", stakeable + 1, stakeable));
        vm.prank(registry);
        vault.stake(stakeable + 1);
        stake(stakeable);
        assertGe(vault.idle() + 1, wanted < idle ? wanted : idle, "EXIT-2");
        assertEq(registry.balance >= stakeable, true, "handed over");
    }
}
