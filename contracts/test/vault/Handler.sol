// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ILiquidVault} from "../../src/interfaces/ILiquidVault.sol";
import {StakedEther} from "../../src/staking/StakedEther.sol";
import {RedeemQueue} from "../../src/vault/RedeemQueue.sol";
import {Test} from "../support/Test.sol";
import {WETH9} from "../support/WETH9.sol";

/// @dev Whatever people, the registry and time may do, in any order. No call of it may revert: what can't be done now is left
/// alone. Prices are watched around each.
contract Handler is Test {
    StakedEther private immutable vault;
    RedeemQueue private immutable queue;
    WETH9 private immutable weth;
    address private immutable registry;

    address[] public users;
    uint256[] public tickets; // every id that ever was
    uint256 private execution;
    uint256 private pinnedAt;
    uint256 private pinnedOutside;
    uint256 public outside; // wei on the beacon chain

    constructor(StakedEther vault_, WETH9 weth_, address registry_) {
        vault = vault_;
        queue = RedeemQueue(payable(vault_.queue()));
        weth = weth_;
        registry = registry_;
        users = [account("alice"), account("bob"), account("carol"), account("dave")];
        for (uint256 i; i < users.length; ++i) {
            vm.prank(users[i]);
            weth.approve(address(vault), type(uint256).max);
        }
    }

    function userCount() external view returns (uint256) {
        return users.length;
    }

    function ticketCount() external view returns (uint256) {
        return tickets.length;
    }

    // -- Watching ----------------------------------------------------------------------------------------------------

    /// @dev Nothing but a booked loss lowers what a share is worth.
    modifier watched() {
        (uint256 assets, uint256 supply) = vault.rate();
        _;
        (uint256 assetsAfter, uint256 supplyAfter) = vault.rate();
        assertGe(assetsAfter * supply, assets * supplyAfter, "RATE-1");
    }

    /// @dev Nothing is paid out of the backing while it isn't known what it is.
    modifier notPayingWhileUnknown() {
        ILiquidVault.Snapshot memory s = vault.snapshot();
        uint256 held = address(vault).balance;
        _;
        if (s.open || s.slashing) assertGe(address(vault).balance, held, "CKPT-2");
    }

    function stale() private view returns (bool) {
        return block.timestamp > vault.snapshot().provenAt + 2 days;
    }

    function paying() private view returns (bool) {
        ILiquidVault.Snapshot memory s = vault.snapshot();
        return !s.open && !s.slashing;
    }

    function user(uint256 seed) private view returns (address) {
        return users[seed % users.length];
    }

    // -- People ------------------------------------------------------------------------------------------------------

    function depositETH(uint256 who, uint256 assets) external watched notPayingWhileUnknown {
        if (stale()) return;
        assets = bound(assets, 0.001 ether, 1000 ether);
        uint256 expected = vault.previewDeposit(assets);
        if (expected == 0) return;
        vm.deal(user(who), user(who).balance + assets);
        vm.prank(user(who));
        assertEq(vault.depositETH{value: assets}(user(who)), expected, "RATE-3");
    }

    function mint(uint256 who, uint256 shares) external watched notPayingWhileUnknown {
        if (stale()) return;
        shares = bound(shares, 1, 100 ether);
        uint256 assets = vault.previewMint(shares);
        vm.deal(user(who), user(who).balance + assets);
        vm.startPrank(user(who));
        weth.deposit{value: assets}();
        assertEq(vault.mint(shares, user(who)), assets, "RATE-3");
        vm.stopPrank();
    }

    function transfer(uint256 from, uint256 to, uint256 shares) external watched {
        shares = bound(shares, 0, vault.balanceOf(user(from)));
        vm.prank(user(from));
        vault.transfer(user(to), shares);
    }

    function requestRedeem(uint256 who, uint256 controller, uint256 shares) public watched notPayingWhileUnknown {
        uint256 has = vault.balanceOf(user(who));
        if (has < 0.01 ether) return;
        shares = bound(shares, 0.01 ether, has);
        uint256 tail = queue.tail();
        vm.prank(user(who));
        uint256 id = vault.requestRedeem(shares, user(controller), user(who));
        assertEq(id, tail, "FIFO-1");
        tickets.push(id);
    }

    function fill(uint256 maxAssets) public watched notPayingWhileUnknown {
        ILiquidVault.Snapshot memory s = vault.snapshot();
        if (!paying() || block.timestamp > s.provenAt + 6 hours || s.eligible == 0) return;
        maxAssets = bound(maxAssets, 0.02 ether, 2000 ether);
        uint256 idle = vault.idle();
        if ((idle < maxAssets ? idle : maxAssets) < 0.011 ether) return;
        uint256 filled = queue.filled();
        (uint256 shares, uint256 assets) = vault.fill(maxAssets);
        assertLe(assets, maxAssets, "as much as was allowed");
        assertEq(queue.filled(), filled + shares, "FIFO-4");
        assertEq(vault.snapshot().eligible, s.eligible - shares, "FIFO-3");
    }

    function claim(uint256 which, uint256 receiver) external watched {
        if (tickets.length == 0) return;
        uint256 id = tickets[which % tickets.length];
        if (queue.position(id).claimableShares == 0) return;
        uint256 owed = queue.position(id).assets;
        address owner = queue.ownerOf(id);
        uint256 had = user(receiver).balance;
        vm.prank(owner);
        (uint256 assets, uint256 remainder) = queue.claim(id, user(receiver));
        assertEq(assets, owed, "FIFO-5");
        assertEq(user(receiver).balance, had + owed, "FIFO-8");
        assertEq(queue.position(id).size, 0, "FIFO-7");
        if (remainder != 0) tickets.push(remainder);
    }

    function settle(uint256 which) external watched {
        if (tickets.length == 0) return;
        uint256[] memory ids = new uint256[](1);
        ids[0] = tickets[which % tickets.length];
        uint256 end = ids[0] + queue.position(ids[0]).claimableShares;
        bool whole = queue.position(ids[0]).pendingShares == 0;
        if (end == ids[0]) return;
        address owner = queue.ownerOf(ids[0]);
        vm.prank(owner);
        queue.settle(ids);
        if (!whole) tickets.push(end);
    }

    function takeOut(uint256 who, uint256 amount, bool byShares) external watched {
        (uint256 shares, uint256 assets) = queue.settled(user(who));
        if (byShares && shares > 0) {
            vm.prank(user(who));
            vault.redeem(bound(amount, 1, shares), user(who), user(who));
        } else if (assets > 0) {
            vm.prank(user(who));
            vault.withdraw(bound(amount, 1, assets), user(who), user(who));
        }
    }

    function transferTicket(uint256 which, uint256 to) external watched {
        if (tickets.length == 0) return;
        uint256 id = tickets[which % tickets.length];
        address owner = queue.position(id).owner;
        if (owner == address(0)) return;
        vm.prank(owner);
        queue.transferFrom(owner, user(to), id);
    }

    function redeemInstant(uint256 who, uint256 shares) external watched notPayingWhileUnknown {
        if (!paying() || stale()) return;
        uint256 has = vault.balanceOf(user(who));
        if (has == 0) return;
        shares = bound(shares, 1, has);
        try vault.previewRedeemInstant(shares) returns (uint256 expected) {
            uint256 owed = vault.convertToAssets(vault.snapshot().eligible);
            vm.prank(user(who));
            assertEq(vault.redeemInstant(shares, user(who), user(who)), expected, "LANE-2");
            if (vault.snapshot().eligible > 0) assertGe(vault.idle() + 1, owed, "LANE-4");
        } catch {}
    }

    function collectFees() external watched {
        vault.collectFees();
    }

    function donate(uint256 amount) external watched {
        amount = bound(amount, 0, 5 ether);
        vm.deal(address(this), amount);
        uint256 idle = vault.idle();
        (bool sent,) = address(vault).call{value: amount}("");
        assertTrue(sent, "ether is accepted");
        assertEq(vault.idle(), idle, "SOLV-6");
    }

    function wait(uint256 time) public watched {
        vm.warp(block.timestamp + bound(time, 1, time % 16 == 0 ? 3 days : 1 hours));
    }

    // -- The registry ------------------------------------------------------------------------------------------------

    function stake(uint256 amount) external watched notStakingWhatIsOwed {
        amount = bound(amount, 0, vault.stakeable());
        vm.prank(registry);
        vault.stake(amount);
        outside += amount;
    }

    modifier notStakingWhatIsOwed() {
        uint256 owed = vault.queued();
        uint256 idle = vault.idle();
        _;
        assertGe(vault.idle() + 1, idle < owed ? idle : owed, "EXIT-2");
    }

    function credit(uint256 who, uint256 amount) external watched {
        amount = bound(amount, 1 ether, 32 ether);
        if (stale() || vault.previewDeposit(amount) == 0) return;
        vm.prank(registry);
        vault.credit(user(who), amount);
        outside += amount;
    }

    function open(uint256 swept) public watched {
        swept = bound(swept, 0, outside / 4);
        outside -= swept;
        vm.deal(registry, swept);
        vm.prank(registry);
        execution = vault.open{value: swept}();
        assertEq(execution, address(vault).balance, "CKPT-1");
        (pinnedAt, pinnedOutside) = (block.timestamp, outside);
    }

    /// @dev Finds a gain of up to 0.05 %, or a loss of up to 0.5 %, on the beacon chain.
    function close(uint256 change, bool gained) public {
        if (!vault.snapshot().open) return;
        (uint256 assets, uint256 supply) = vault.rate();
        ILiquidVault.Snapshot memory before = vault.snapshot();
        change = bound(change, 0, gained ? pinnedOutside / 2000 : pinnedOutside / 200);
        uint256 found = gained ? pinnedOutside + change : pinnedOutside - change;
        outside = gained ? outside + change : outside - change;

        vm.prank(registry);
        int256 delta = vault.close(execution, found, pinnedAt);

        ILiquidVault.Snapshot memory s = vault.snapshot();
        assertEq(int256(s.backing), int256(before.backing) + delta, "CKPT-1");
        assertEq(s.outside, outside, "CKPT-3");
        (uint256 assetsAfter, uint256 supplyAfter) = vault.rate();
        if (delta >= 0) assertEq(assetsAfter * supply, assets * supplyAfter, "VEST-1");
        else assertLe(assetsAfter * supply, assets * supplyAfter, "LOSS-1");
        assertTrue(!s.open && !s.slashing, "reopened");
    }

    /// @dev Both at once, as mostly; and mostly it finds a gain.
    function checkpoint(uint256 swept, uint256 change, uint256 kind) public {
        open(swept);
        close(change, kind % 8 != 0);
    }

    /// @dev A whole way out, in up to four fills.
    function leave(uint256 who, uint256 shares, uint256 swept, uint256[4] calldata parts) external {
        requestRedeem(who, who, shares);
        checkpoint(swept, shares, 1);
        for (uint256 i; i < 4; ++i) {
            wait(parts[i] % 1 hours * 16 + 1);
            fill(parts[i]);
        }
    }

    function suspend() external watched {
        // Seldom.
        if (block.timestamp % 5 != 0) return;
        vm.prank(registry);
        vault.suspend();
    }

    function tip(uint256 who, uint256 part) external watched {
        vm.prank(registry);
        vault.tip(user(who), bound(part, 0, 10), 10);
    }
}
