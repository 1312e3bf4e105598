// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ILiquidVault} from "../../src/interfaces/ILiquidVault.sol";
import {IRedeemQueue} from "../../src/interfaces/IRedeemQueue.sol";
import {Guard} from "../../src/vault/Guard.sol";
import {InstantLane} from "../../src/vault/InstantLane.sol";
import {Bench} from "./Bench.sol";

/// @dev Calls back with everything it was told as soon as it is paid.
contract Reentrant {
    struct Call {
        address target;
        uint256 value;
        bytes data;
    }

    Call[] private calls;
    bool[] public succeeded;
    bytes4[] public answers;

    receive() external payable {
        Call[] memory todo = calls;
        delete calls;
        for (uint256 i; i < todo.length; ++i) {
            (bool ok, bytes memory answer) = todo[i].target.call{value: todo[i].value}(todo[i].data);
            succeeded.push(ok);
            answers.push(ok ? bytes4(0) : bytes4(answer));
        }
    }

    function plan(address target, uint256 value, bytes calldata data) external {
        calls.push(Call(target, value, data));
    }

    function act(address target, uint256 value, bytes calldata data) external {
        (bool ok,) = target.call{value: value}(data);
        require(ok, "act");
    }

    function count() external view returns (uint256) {
        return answers.length;
    }
}

contract AttacksTest is Bench {
    uint256 private constant CROWD = 1000 ether;

    function setUp() public override {
        super.setUp();
        _deposit(alice, CROWD);
        _stakeAll();
        _checkpoint(0);
    }

    // -- In and out around a checkpoint ------------------------------------------------------------------------------

    /// @dev SOLV-5, VEST-1, LOSS-1: what a checkpoint finds is worth nothing to whoever came just before it, and a loss is
    /// theirs too.
    function testFuzz_attack_depositThenExitByQueue(uint256 assets, uint256 found, bool loses, uint256 held) external {
        assets = _bound(assets, 0.011 ether, 10_000 ether);
        uint256 shares = _deposit(mallory, assets);
        uint256 id = _request(mallory, shares);
        (uint256 before,) = vault.rate();
        int256 delta = _found(found, loses);
        _checkpoint(delta);
        (uint256 afterwards,) = vault.rate();

        uint256 bearing = delta < 0 ? _ceilDiv(assets * afterwards, before) : assets;
        _checkExit(id, shares, bearing, _bound(held, 0, p.freshFor));
    }

    /// @dev Who comes while a checkpoint is open is asked to wait for another one, and bears what both find.
    function testFuzz_attack_depositWhileOpenThenExitByQueue(uint256 assets, uint256 found, bool loses, uint256 held)
        external
    {
        assets = _bound(assets, 0.011 ether, 10_000 ether);
        uint256 execution = _open();
        uint256 shares = _deposit(mallory, assets);
        uint256 id = _request(mallory, shares);
        _close(execution, _found(found, loses));
        _refuses(ILiquidVault.NothingEligible.selector);
        vault.fill(ALL);
        _checkpoint(0);
        _checkExit(id, shares, assets, _bound(held, 0, p.freshFor));
    }

    function _found(uint256 found, bool loses) private view returns (int256) {
        if (loses) return -int256(_bound(found, 0, vault.snapshot().outside));
        return int256(_bound(found, 0, 100 ether));
    }

    function _checkExit(uint256 id, uint256 shares, uint256 bearing, uint256 held) private {
        _skip(held);
        vault.fill(ALL);
        uint256 paid = _paidWhatIsFilled(mallory, id, shares);
        uint256 dripped = bearing * p.maxDailyGrowthBps * held / (BPS * 1 days);
        assertLe(paid, bearing + dripped + 1, "SOLV-5: more than the speed cap allows was earned");
        if (held == 0) assertLe(paid, bearing, "SOLV-5: in and out made a profit");
    }

    /// @return What `id` was paid, scaled to `shares` if the vault couldn't fill all of it. Up.
    function _paidWhatIsFilled(address who, uint256 id, uint256 shares) private returns (uint256) {
        IRedeemQueue.Position memory position = queue.position(id);
        if (position.claimableShares == 0) return 0;
        (uint256 assets,) = _claim(who, id);
        assertEq(assets, position.assets, "a claim pays what the position says");
        return assets * shares / position.claimableShares;
    }

    /// @dev VEST-2: within a checkpoint interval of six hours, what may vest is less than the lane's cheapest wei costs.
    function testFuzz_attack_depositThenExitByLane(uint256 assets, uint256 gain, uint256 held, bool before, bool all)
        external
    {
        assets = _bound(assets, 0.01 ether, 10_000 ether);
        held = _bound(held, 0, 6 hours);
        gain = _bound(gain, 0, 100 ether);

        uint256 shares;
        if (before) shares = _deposit(mallory, assets);
        _checkpoint(int256(gain));
        if (!before) shares = _deposit(mallory, assets);
        _skip(held);

        ILiquidVault.Snapshot memory s = vault.snapshot();
        uint256 part = vault.convertToShares(s.laneCapacity);
        part = part < shares ? part : shares;
        if (!all) part = part / 2 + 1;
        uint256 paid = _instant(mallory, part);

        assertLe(paid, _ceilDiv(assets * part, shares), "SOLV-5: the lane paid more than was brought");
    }

    /// @dev CKPT-2: who knows of a loss can't come out while it is being proven, nor with a slashing proven.
    function testFuzz_attack_nobodyLeavesBetweenALossAndItsBooking(uint256 assets, bool suspended) external {
        assets = _bound(assets, 0.02 ether, 100 ether);
        uint256 shares = _deposit(mallory, assets);
        _request(mallory, shares / 2 + 0.001 ether);
        _checkpoint(0);
        if (suspended) _suspend();
        else _open();

        bytes4 reason = suspended ? ILiquidVault.SlashingUnbooked.selector : ILiquidVault.CheckpointOpen.selector;
        _refuses(reason);
        vault.fill(ALL);
        _refuses(reason);
        vm.prank(mallory);
        vault.redeemInstant(1 gwei, mallory, mallory);
        _refuses(reason);
        vault.previewRedeemInstant(1 gwei);
    }

    /// @dev LANE-1: a holder who knows of a loss before it can be proven gets out with no more than the bucket.
    function testFuzz_attack_lossDodgedThroughTheLaneIsBoundedByItsBucket(uint256 loss, uint256 parts) external {
        _deposit(mallory, 500 ether);
        _checkpoint(0);
        loss = _bound(loss, 1 ether, vault.snapshot().outside);
        parts = _bound(parts, 1, 8);
        uint256 capacity = vault.snapshot().laneCapacity;
        (uint256 assets,) = vault.rate();

        uint256 sold;
        uint256 gone;
        for (uint256 i; i < parts + 2; ++i) {
            uint256 shares = vault.convertToShares(capacity / parts);
            vm.prank(mallory);
            try vault.redeemInstant(shares, mallory, mallory) returns (uint256 paid) {
                sold += paid;
                gone += shares;
            } catch {}
        }
        assertLe(sold, capacity, "LANE-1: more than the bucket got out");
        assertLe(sold, assets * p.laneBps / BPS, "LANE-1: the bucket is its part of the assets");

        _checkpoint(-int256(loss));
        uint256 keptWorth = vault.convertToAssets(gone);
        uint256 dodged = sold > keptWorth ? sold - keptWorth : 0;
        assertLe(dodged, _ceilDiv(capacity * loss, assets - capacity) + 1, "LANE-1: the bound that is stated");
    }

    // -- Dust --------------------------------------------------------------------------------------------------------

    /// @dev Requests and fills have a least size, so a line can't be made long for nothing.
    function test_attack_dustIsRefused() external {
        _refuses(ILiquidVault.RequestBelowMinimum.selector);
        _request(alice, p.minRequest - 1);
        _request(alice, p.minRequest);
        _request(alice, 2 ether);
        _checkpoint(0);
        _refuses(ILiquidVault.FillBelowMinimum.selector);
        vault.fill(p.minFill - 1);
        vault.fill(p.minFill);
        assertEq(queue.fillCount(), 1, "a fill of the least size is taken");
    }

    /// @dev FIFO-5: whoever fills another's ticket in pieces takes at most a wei a piece from it, to the vault.
    function testFuzz_attack_fillingInPiecesTakesAWeiAPiece(uint256 shares, uint256 pieces, uint256 gain) external {
        shares = _bound(shares, 0.2 ether, 5 ether);
        pieces = _bound(pieces, 1, 16);
        _checkpoint(int256(_bound(gain, 0, 3 ether)));
        _skip(9 hours + 7);
        uint256 id = _request(alice, shares);
        _checkpoint(0);
        uint256 worth = vault.convertToAssets(shares);

        for (uint256 i; i < pieces; ++i) {
            vault.fill(worth / pieces);
        }
        if (vault.snapshot().eligible != 0) vault.fill(ALL);
        (uint256 paid, uint256 remainder) = _claim(alice, id);

        assertEq(remainder, 0, "FIFO-1: all is filled");
        assertLe(paid, worth + pieces, "FIFO-5: pieces pay more");
        assertGe(paid + pieces + 1, worth, "FIFO-5: pieces cost more than a wei each");
    }

    // -- Donations and first deposits --------------------------------------------------------------------------------

    /// @dev RATE-3: ether that nobody asked for changes no price; found, it vests, to those who were there.
    function testFuzz_attack_aDonationChangesNoPrice(uint256 assets, uint256 wrapped) external {
        assets = _bound(assets, 1, 1000 ether);
        uint256 rate = _rate();
        _donate(address(vault), assets);
        _donate(queue.escrow(), assets);
        _giveWeth(mallory, _bound(wrapped, 1, 1000 ether));
        uint256 all = weth.balanceOf(mallory);
        vm.prank(mallory);
        weth.transfer(address(vault), all);

        assertEq(_rate(), rate, "RATE-3: a donation moved the rate");
        assertEq(vault.idle(), vault.snapshot().backing - vault.snapshot().outside, "RATE-3: a donation became idle");
        _checkpoint(0);
        assertEq(_rate(), rate, "VEST-1: a donation moved the rate when it was found");
    }

    /// @dev The first depositor, alone with the least genesis there may be, gives away all but everything to raise the price of
    /// a share; whoever comes next still gets what they paid for, and the gift is lost to its giver.
    function testFuzz_attack_theFirstDepositorCantInflate(uint256 first, uint256 gift, uint256 second) external {
        vm.warp(START);
        _deploy(0.001 ether);
        first = _bound(first, 1, 1 ether);
        gift = _bound(gift, 1, 1000 ether);
        second = _bound(second, 0.001 ether, 1000 ether);

        uint256 shares = _deposit(mallory, first);
        _donate(address(vault), gift);
        _checkpoint(0);
        // However long the gift takes to vest.
        vm.warp(uint256(type(uint32).max) - 1);
        _checkpoint(0);
        uint256 minted = _deposit(bob, second);

        (uint256 assets, uint256 supply) = vault.rate();
        uint256 shareWorth = _ceilDiv(assets, supply);
        assertGe(vault.convertToAssets(minted) + shareWorth + 1, second, "SOLV-5: the second depositor lost a share");
        assertLe(shareWorth, 1_000_001, "SOLV-5: a share is worth too much");
        assertLe(vault.convertToAssets(shares), first + gift, "SOLV-5: the gift came back");
        uint256 dead = vault.convertToAssets(0.001 ether);
        assertLe(vault.convertToAssets(shares) + dead, first + gift + 0.001 ether + shareWorth, "SOLV-5: from nothing");
    }

    // -- Tickets -----------------------------------------------------------------------------------------------------

    /// @dev FIFO-7: an id that was claimed on is dead for everyone, whatever was approved; what is left pays its buyer what the
    /// picture shows.
    function testFuzz_attack_aTicketSoldAfterAClaimIsWhatItShows(uint256 shares, uint256 part) external {
        shares = _bound(shares, 0.1 ether, 8 ether);
        uint256 id = _request(alice, shares);
        _checkpoint(0);
        vault.fill(_bound(part, p.minFill, vault.convertToAssets(shares) - 0.02 ether));
        vm.prank(alice);
        queue.approve(mallory, id);
        (, uint256 remainder) = _claim(alice, id);
        assertTrue(remainder != 0 && remainder != id, "FIFO-7: what is left has another id");

        _refuses(IRedeemQueue.UnknownTicket.selector);
        vm.prank(alice);
        queue.transferFrom(alice, bob, id);
        _refuses(IRedeemQueue.NotTicketOwner.selector);
        _claim(mallory, id);
        _refuses(IRedeemQueue.NotTicketOwner.selector);
        _claim(mallory, remainder);
        assertEq(queue.position(id).size, 0, "FIFO-7: a dead id shows nothing");

        vm.prank(alice);
        queue.transferFrom(alice, bob, remainder);
        _checkpoint(0);
        vault.fill(ALL);
        uint256 shown = queue.position(remainder).assets;
        _refuses(IRedeemQueue.NotTicketOwner.selector);
        _claim(alice, remainder);
        (uint256 paid, uint256 left) = _claim(bob, remainder);
        assertEq(paid, shown, "FIFO-7: a buyer is paid what the position shows");
        assertEq(left, 0, "FIFO-1: all is filled");
    }

    /// @dev FIFO-7: a claim in front of a sale makes the sale fail; it never delivers less than was looked at.
    function test_attack_aClaimInFrontOfASaleStopsIt() external {
        uint256 id = _request(alice, 4 ether);
        _checkpoint(0);
        vault.fill(1 ether);
        vm.prank(alice);
        queue.setApprovalForAll(bob, true);
        _claim(alice, id);
        _refuses(IRedeemQueue.UnknownTicket.selector);
        vm.prank(bob);
        queue.transferFrom(alice, bob, id);
    }

    // -- Calling back ------------------------------------------------------------------------------------------------

    function test_attack_aReceiverOfTheLaneCantCallBack() external {
        Reentrant caller = _reentrant();
        address c = address(caller);
        caller.plan(address(vault), 1, abi.encodeWithSignature("depositETH(address)", c));
        caller.plan(address(vault), 1, abi.encodeWithSignature("depositETH(address,uint256,uint256)", c, 0, ALL));
        caller.plan(address(vault), 0, abi.encodeWithSignature("deposit(uint256,address)", 1, c));
        caller.plan(
            address(vault), 0, abi.encodeWithSignature("deposit(uint256,address,uint256,uint256)", 1, c, 0, ALL)
        );
        caller.plan(address(vault), 0, abi.encodeWithSignature("mint(uint256,address)", 1, c));
        caller.plan(address(vault), 0, abi.encodeWithSignature("mint(uint256,address,uint256,uint256)", 1, c, ALL, ALL));
        caller.plan(address(vault), 0, abi.encodeWithSignature("requestRedeem(uint256,address,address)", 1 ether, c, c));
        caller.plan(address(vault), 0, abi.encodeCall(ILiquidVault.fill, (ALL)));
        caller.plan(address(vault), 0, abi.encodeWithSignature("redeem(uint256,address,address)", 1, c, c));
        caller.plan(address(vault), 0, abi.encodeWithSignature("withdraw(uint256,address,address)", 1, c, c));
        caller.plan(address(vault), 0, abi.encodeWithSignature("redeemInstant(uint256,address,address)", 1 gwei, c, c));
        caller.plan(address(vault), 0, abi.encodeWithSignature("collectFees()"));

        caller.act(address(vault), 0, abi.encodeWithSignature("redeemInstant(uint256,address,address)", 1 ether, c, c));
        assertEq(caller.count(), 12, "every call was tried");
        for (uint256 i; i < 12; ++i) {
            assertEq(bytes32(caller.answers(i)), bytes32(Guard.Reentered.selector), "the vault was entered again");
        }
    }

    function test_attack_aReceiverOfAClaimCantCallBackIntoTheQueue() external {
        Reentrant caller = _reentrant();
        (uint256 first, uint256 second) = _twoFilledTickets(caller);
        uint256[] memory ids = new uint256[](1);
        ids[0] = second;
        caller.plan(address(queue), 0, abi.encodeWithSignature("claim(uint256,address)", first, address(caller)));
        caller.plan(address(queue), 0, abi.encodeWithSignature("claim(uint256,address)", second, address(caller)));
        caller.plan(
            address(queue),
            0,
            abi.encodeWithSignature("claim(uint256,address,uint256,uint256)", second, address(caller), 0, ALL)
        );
        caller.plan(address(queue), 0, abi.encodeWithSignature("settle(uint256[])", ids));

        uint256 before = address(caller).balance;
        uint256 owed = queue.position(first).assets;
        caller.act(address(queue), 0, abi.encodeWithSignature("claim(uint256,address)", first, address(caller)));
        for (uint256 i; i < 4; ++i) {
            assertEq(bytes32(caller.answers(i)), bytes32(Guard.Reentered.selector), "the queue was entered again");
        }
        assertEq(address(caller).balance, before + owed, "SOLV-2: a claim pays once");
    }

    /// @dev From one contract's payment into the other: what is allowed pays what it pays in turn.
    function test_attack_callingBackAcrossContractsPaysNoMore() external {
        Reentrant caller = _reentrant();
        (uint256 first, uint256 second) = _twoFilledTickets(caller);
        address c = address(caller);
        bytes memory instant = abi.encodeWithSignature("redeemInstant(uint256,address,address)", 1 ether, c, c);
        bytes memory claim1 = abi.encodeWithSignature("claim(uint256,address)", first, c);
        bytes memory claim2 = abi.encodeWithSignature("claim(uint256,address)", second, c);
        uint256 state = cheats.snapshotState();

        caller.act(address(queue), 0, claim1);
        caller.act(address(vault), 0, instant);
        caller.act(address(queue), 0, claim2);
        uint256 inTurn = c.balance;
        uint256 rate = _rate();
        cheats.revertToState(state);

        caller.plan(address(vault), 0, instant);
        caller.act(address(queue), 0, claim1);
        assertTrue(caller.succeeded(0), "leaving by the lane from a claim is allowed");
        caller.act(address(queue), 0, claim2);
        assertEq(c.balance, inTurn, "SOLV-2: calling back pays more");
        assertEq(_rate(), rate, "RATE-1: calling back moves the rate");
    }

    function _reentrant() private returns (Reentrant caller) {
        caller = new Reentrant();
        _deposit(alice, 100 ether);
        vm.prank(alice);
        vault.transfer(address(caller), 20 ether);
        vm.deal(address(caller), 1 ether);
        _checkpoint(0);
    }

    function _twoFilledTickets(Reentrant caller) private returns (uint256 first, uint256 second) {
        first = queue.tail();
        second = first + 1 ether;
        bytes memory data = abi.encodeWithSignature(
            "requestRedeem(uint256,address,address)", 1 ether, address(caller), address(caller)
        );
        caller.act(address(vault), 0, data);
        caller.act(address(vault), 0, data);
        _checkpoint(0);
        vault.fill(ALL);
    }

    // -- Fees and vesting --------------------------------------------------------------------------------------------

    /// @dev RATE-3: collecting and tipping move shares from one to another, so there is nothing to stand around.
    function testFuzz_attack_nothingToSandwichInFees(uint256 gain, uint256 time, uint256 assets, bool tips) external {
        _checkpoint(int256(_bound(gain, 1 ether, 20 ether)));
        _skip(_bound(time, 1 hours, 2 days));
        assets = _bound(assets, 1 ether, 10_000 ether);
        uint256 rate = _rate();
        uint256 shares = _deposit(mallory, assets);
        uint256 worth = vault.convertToAssets(shares);

        if (tips) {
            vm.prank(registry);
            vault.tip(prover, 1, 1);
        } else {
            assertTrue(vault.collectFees() != 0, "there was a fee");
        }
        assertEq(vault.convertToAssets(shares), worth, "RATE-3: collecting moved the rate");
        assertLe(worth, assets, "SOLV-5: a deposit is worth no more than it brought");
        assertNear(_rate(), rate, rate / 1e18 + 1, "RATE-3: collecting moved the rate");
    }

    /// @dev VEST-3: depositing much for a moment doesn't bring forward what the cap has stretched. Each gain keeps its own speed
    /// at most: the old one its own, the lane's fee a period's.
    function testFuzz_attack_aFlashDepositDoesntHasten(uint256 gift, uint256 flash, uint256 time, bool byLane)
        external
    {
        _donate(address(vault), _bound(gift, 10 ether, 500 ether));
        _checkpoint(0);
        _deposit(bob, 0.02 ether);
        flash = _bound(flash, 100 ether, 1_000_000 ether);
        time = _bound(time, 1, 2 days);
        _request(alice, 0.02 ether);
        ILiquidVault.Snapshot memory s = vault.snapshot();
        uint256 state = cheats.snapshotState();
        _skip(time);
        (uint256 alone,) = _vestedSince(s.unvested);
        cheats.revertToState(state);

        uint256 shares = _deposit(mallory, flash);
        uint256 fee;
        if (byLane) {
            uint256 part = vault.convertToShares(s.laneCapacity) / 2;
            _instant(mallory, part < shares ? part : shares);
            fee = InstantLane.feeIntegralUp(vault.snapshot().laneUsed, s.laneCapacity, 5, 200);
        }
        vault.collectFees();
        uint256 withFee = s.unvested + fee;
        if (!byLane) assertEq(vault.snapshot().until, s.until, "VEST-3: a deposit moved the end");
        _skip(time);
        (uint256 vested,) = _vestedSince(withFee);
        uint256 feeVested = fee * (time + 1) / p.vestingPeriod + 1;
        assertLe(vested, alone + feeVested + 2, "VEST-3: a gain was hastened");
    }

    function _vestedSince(uint256 unvested) private view returns (uint256 vested, uint256 left) {
        ILiquidVault.Snapshot memory s = vault.snapshot();
        left = s.backing - vault.totalAssets();
        vested = unvested - left;
    }

    // -- Draining the lane in parts ----------------------------------------------------------------------------------

    /// @dev LANE-3: in 1, 4 or 16 parts.
    function testFuzz_attack_splittingTheLaneSavesNothing(uint256 shares, uint256 gain, uint256 time, uint256 seed)
        external
    {
        _deposit(mallory, 100 ether);
        _checkpoint(int256(_bound(gain, 0, 5 ether)));
        _skip(_bound(time, 0, 20 hours));
        _checkpoint(0);
        shares = _bound(shares, 1 gwei, vault.convertToShares(vault.snapshot().laneCapacity));
        (uint256 whole, uint256 gross) = _drain(shares, 1, seed);
        for (uint256 parts = 4; parts <= 16; parts *= 4) {
            (uint256 paid, uint256 used) = _drain(shares, parts, seed);
            assertLe(paid, whole, "LANE-3: splitting pays");
            assertGe(paid + parts, whole, "LANE-3: splitting costs more than a wei a part");
            assertLe(used, gross, "LANE-3: parts are worth more than the whole");
            assertGe(used + parts, gross, "LANE-3: parts are worth a wei less each, at most");
        }
    }

    /// @dev LANE-3: at a rate of one there is no rounding of values, and the fee is the same to the wei.
    function testFuzz_attack_splittingTheLaneCostsTheSameFee(uint256 shares) external {
        _deposit(mallory, 100 ether);
        _checkpoint(0);
        shares = _bound(shares, 1 gwei, vault.snapshot().laneCapacity);
        (uint256 whole,) = _drain(shares, 1, 0);
        // What the fee adds is unvested: the rate stays one.
        for (uint256 parts = 4; parts <= 16; parts *= 4) {
            (uint256 paid, uint256 used) = _drain(shares, parts, 0);
            assertEq(used, shares, "at a rate of one, shares are wei");
            assertEq(paid, whole, "LANE-3: the same fee, however it is cut");
        }
    }

    /// @dev Redeems `shares` in `parts`, unequal ones by `seed`, checks each against the integral, and undoes it all.
    function _drain(uint256 shares, uint256 parts, uint256 seed) private returns (uint256 paid, uint256 used) {
        uint256 state = cheats.snapshotState();
        uint256 capacity = vault.snapshot().laneCapacity;
        uint256 left = shares;
        for (uint256 i = parts; i > 0; --i) {
            uint256 part =
                i == 1 ? left : _bound(uint256(keccak256(abi.encode(seed, i))), left / i / 2 + 1, left / i + 1);
            if (seed == 0 && i != 1) part = left / i;
            left -= part;
            uint256 assets = _instant(mallory, part);
            uint256 next = vault.snapshot().laneUsed;
            uint256 fee =
                InstantLane.feeIntegralUp(next, capacity, 5, 200) - InstantLane.feeIntegralUp(used, capacity, 5, 200);
            assertEq(assets, next - used - fee, "LANE-3: a part pays the area under the line");
            (paid, used) = (paid + assets, next);
        }
        assertEq(left, 0, "LANE-3: all parts were redeemed");
        cheats.revertToState(state);
    }
}
