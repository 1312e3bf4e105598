// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ILiquidVault} from "../../src/interfaces/ILiquidVault.sol";
import {IRedeemQueue} from "../../src/interfaces/IRedeemQueue.sol";
import {StakedEther} from "../../src/staking/StakedEther.sol";
import {RedeemQueue} from "../../src/vault/RedeemQueue.sol";
import {VaultParameters} from "../../src/vault/types/Parameters.sol";
import {WETH9} from "../support/WETH9.sol";
import {Cheats} from "./Bench.sol";

/// @dev Everything that can happen to a vault, by anyone, at any time. What must hold of a single step is checked in it; a rule
/// that is broken is written down in `broken`, because a step that reverts would be forgotten.
contract Handler {
    Cheats private constant vm = Cheats(address(uint160(uint256(keccak256("hevm cheat code")))));
    bytes32 private constant PERMIT =
        keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
    uint256 private constant ACTORS = 4;

    StakedEther private immutable vault;
    RedeemQueue private immutable queue;
    WETH9 private immutable weth;
    address private immutable registry;
    address private immutable escrow;
    VaultParameters private p;

    address[] public actors;
    uint256[] public ids;
    string public broken;
    uint256 public time;
    uint256 public donatedToEscrow;
    mapping(bytes4 action => uint256) public done;

    /// @dev Where the line ended when the newest finished checkpoint opened.
    uint256 public eligibleTail;

    // Of the open checkpoint.
    uint256 private execution;
    uint256 private outsideAtOpen;
    uint256 private backingAtOpen;
    uint256 private tailAtOpen;
    uint256 private openedAt;
    // wei that came back from outside and that no checkpoint has booked.
    uint256 private returned;

    bool private losing;

    constructor(StakedEther vault_, RedeemQueue queue_, WETH9 weth_, address registry_, VaultParameters memory p_) {
        (vault, queue, weth, registry, p) = (vault_, queue_, weth_, registry_, p_);
        escrow = queue_.escrow();
        time = block.timestamp;
        eligibleTail = queue_.tail();
        for (uint256 key = 1; key <= ACTORS; ++key) {
            actors.push(vm.addr(key));
        }
    }

    /// @dev Nothing but a loss lowers the rate, and nothing moves the curve but forwards.
    modifier step() {
        vm.warp(time);
        (uint256 assets, uint256 supply) = vault.rate();
        uint256 filled = queue.filled();
        losing = false;
        _;
        (uint256 assetsAfter, uint256 supplyAfter) = vault.rate();
        _must(losing || assetsAfter * supply >= assets * supplyAfter, "RATE-1: the rate fell without a loss");
        _must(queue.filled() >= filled, "FIFO-4: the line went backwards");
    }

    // -- Entering ----------------------------------------------------------------------------------------------------

    function depositEther(uint256 who, uint256 seed) external step {
        address actor = _actor(who);
        uint256 assets = _amount(seed);
        uint256 expected = vault.previewDeposit(assets);
        _give(actor, assets);
        vm.prank(actor);
        try vault.depositETH{value: assets}(actor) returns (uint256 shares) {
            _must(shares == expected, "ERC-4626: a deposit mints what was previewed");
            _entered();
        } catch {
            _must(_stale() || expected == 0, "ERC-4626: a deposit was refused within maxDeposit");
        }
    }

    function depositWrapped(uint256 who, uint256 seed) external step {
        address actor = _actor(who);
        uint256 assets = _amount(seed);
        uint256 expected = vault.previewDeposit(assets);
        _giveWrapped(actor, assets);
        vm.prank(actor);
        try vault.deposit(assets, actor) returns (uint256 shares) {
            _must(shares == expected, "ERC-4626: a deposit mints what was previewed");
            _entered();
        } catch {
            _must(_stale() || expected == 0, "ERC-4626: a deposit was refused within maxDeposit");
        }
    }

    function mintShares(uint256 who, uint256 seed) external step {
        address actor = _actor(who);
        uint256 shares = _amount(seed);
        uint256 expected = vault.previewMint(shares);
        _giveWrapped(actor, expected);
        vm.prank(actor);
        try vault.mint(shares, actor) returns (uint256 assets) {
            _must(assets == expected, "ERC-4626: a mint costs what was previewed");
            _entered();
        } catch {
            _must(_stale(), "ERC-4626: a mint was refused within maxMint");
        }
    }

    function credit(uint256 who, uint256 seed) external step {
        vm.prank(registry);
        try vault.credit(_actor(who), _amount(seed)) {
            _entered();
        } catch {}
    }

    // -- Moving ------------------------------------------------------------------------------------------------------

    function transferShares(uint256 from, uint256 to, uint256 seed) external step {
        address sender = _actor(from);
        uint256 shares = _part(vault.balanceOf(sender), seed);
        vm.prank(sender);
        try vault.transfer(_actor(to), shares) {
            _count();
        } catch {
            _must(false, "a transfer of one's own shares was refused");
        }
    }

    function permitAndTransfer(uint256 from, uint256 by, uint256 seed) external step {
        uint256 key = from % ACTORS + 1;
        (address owner, address spender) = (vm.addr(key), _actor(by));
        uint256 shares = _part(vault.balanceOf(owner), seed);
        bytes32 content = keccak256(abi.encode(PERMIT, owner, spender, shares, vault.nonces(owner), time));
        bytes32 digest = keccak256(abi.encodePacked("\x19\x01", vault.DOMAIN_SEPARATOR(), content));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);

        vault.permit(owner, spender, shares, time, v, r, s);
        _must(vault.allowance(owner, spender) == shares, "a permit sets the allowance");
        vm.prank(spender);
        vault.transferFrom(owner, spender, shares);
        _count();
    }

    function transferTicket(uint256 which, uint256 to) external step {
        if (ids.length == 0) return;
        uint256 id = ids[which % ids.length];
        address owner = queue.ownerOf(id);
        vm.prank(owner);
        queue.transferFrom(owner, _actor(to), id);
        _must(queue.ownerOf(id) == _actor(to), "a ticket goes where it is sent");
        _count();
    }

    // -- Leaving -----------------------------------------------------------------------------------------------------

    function request(uint256 who, uint256 controller, uint256 seed) external step {
        address actor = _actor(who);
        uint256 shares = _part(vault.balanceOf(actor), seed);
        uint256 tail = queue.tail();
        vm.prank(actor);
        try vault.requestRedeem(shares, _actor(controller), actor) returns (uint256 id) {
            _must(id == tail, "FIFO-1: a request begins where the line ended");
            ids.push(id);
            _count();
        } catch {
            _must(shares < p.minRequest, "a request was refused");
        }
    }

    function fill(uint256 seed) external step {
        ILiquidVault.Snapshot memory s = vault.snapshot();
        uint256 most = seed % 3 == 0 ? _amount(seed / 3) : type(uint256).max;
        (uint256 paidBefore, uint256 worth) = (escrow.balance, vault.convertToAssets(s.eligible));
        try vault.fill(most) returns (uint256 shares, uint256 assets) {
            _must(!s.open && !s.slashing, "CKPT-2: a fill was paid");
            _must(time <= s.provenAt + p.freshFor, "a fill was paid at an old rate");
            _must(escrow.balance == paidBefore + assets, "SOLV-2: a fill goes whole to the escrow");
            _must(assets <= worth && shares <= s.eligible, "FIFO-3: more than was eligible was paid");
            _count();
        } catch {}
    }

    function redeemInstant(uint256 who, uint256 seed) external step {
        address actor = _actor(who);
        uint256 shares = _part(vault.balanceOf(actor), seed);
        ILiquidVault.Snapshot memory s = vault.snapshot();
        try vault.previewRedeemInstant(shares) returns (uint256 expected) {
            uint256 before = actor.balance;
            vm.prank(actor);
            uint256 assets = vault.redeemInstant(shares, actor, actor);
            _must(assets == expected && actor.balance == before + assets, "LANE-2: a preview isn't what was paid");
            _must(!s.open && !s.slashing && !_stale(), "CKPT-2: the lane paid");
            _must(vault.idle() >= vault.convertToAssets(s.eligible), "LANE-4: the lane took what tickets are owed");
            _count();
        } catch {}
    }

    function claim(uint256 which) external step {
        if (ids.length == 0) return;
        which %= ids.length;
        uint256 id = ids[which];
        IRedeemQueue.Position memory position = queue.position(id);
        uint256 before = position.owner.balance;
        vm.prank(position.owner);
        try queue.claim(id, position.owner) returns (uint256 assets, uint256 remainder) {
            _must(assets == position.assets, "a claim pays what the position says");
            _must(position.owner.balance == before + assets, "a claim pays its receiver");
            _replace(which, remainder, position);
            _count();
        } catch {
            _must(position.claimableShares == 0, "LIVE-1: a claim was refused");
        }
    }

    function settle(uint256 which) external step {
        if (ids.length == 0) return;
        which %= ids.length;
        uint256[] memory one = new uint256[](1);
        one[0] = ids[which];
        IRedeemQueue.Position memory position = queue.position(one[0]);
        vm.prank(position.owner);
        try queue.settle(one) {
            uint256 remainder = position.pendingShares == 0 ? 0 : one[0] + position.claimableShares;
            _replace(which, remainder, position);
            _count();
        } catch {
            _must(position.claimableShares == 0, "LIVE-1: settling was refused");
        }
    }

    function redeem(uint256 who, uint256 seed) external step {
        address actor = _actor(who);
        uint256 most = vault.maxRedeem(actor);
        if (most == 0) return;
        uint256 before = weth.balanceOf(actor);
        vm.prank(actor);
        try vault.redeem(_part(most - 1, seed) + 1, actor, actor) returns (uint256 assets) {
            _must(weth.balanceOf(actor) == before + assets, "redeem pays WETH");
            _count();
        } catch {
            _must(false, "LIVE-1: redeem was refused within maxRedeem");
        }
    }

    function withdraw(uint256 who, uint256 seed) external step {
        address actor = _actor(who);
        uint256 most = vault.maxWithdraw(actor);
        if (most == 0) return;
        uint256 before = weth.balanceOf(actor);
        uint256 assets = _part(most - 1, seed) + 1;
        vm.prank(actor);
        try vault.withdraw(assets, actor, actor) {
            _must(weth.balanceOf(actor) == before + assets, "withdraw pays WETH");
            _count();
        } catch {
            _must(false, "LIVE-1: withdraw was refused within maxWithdraw");
        }
    }

    // -- The registry ------------------------------------------------------------------------------------------------

    function open(uint256 seed) external step {
        _open(seed);
        _count();
    }

    function closeEven(uint256 age) external step {
        _close(0, 0, age);
    }

    function closeWithGain(uint256 seed, uint256 age) external step {
        _close(_gain(seed), 0, age);
    }

    function closeWithLoss(uint256 seed, uint256 age) external step {
        _close(0, _loss(seed), age);
    }

    /// @dev Opens and finishes in one second, as small vaults do. Most of what pays needs a fresh one.
    function checkpoint(uint256 seed, bool gains) external step {
        _open(seed);
        if (gains) _close(_gain(seed >> 8), 0, 0);
        else _close(0, seed % 4 == 0 ? _loss(seed >> 8) : 0, 0);
    }

    function stake(uint256 seed) external step {
        uint256 most = vault.stakeable();
        ILiquidVault.Snapshot memory s = vault.snapshot();
        if (most == 0 || s.slashing || block.timestamp > s.provenAt + vault.parameters().staleAfter) return;
        uint256 queued = vault.queued();
        vm.prank(registry);
        try vault.stake(_part(most - 1, seed) + 1) {
            _must(vault.idle() >= queued, "EXIT-2: ether that the queue is owed was staked");
            _count();
        } catch {
            _must(false, "staking within stakeable was refused");
        }
    }

    function stakeTooMuch() external step {
        uint256 most = vault.stakeable();
        vm.prank(registry);
        try vault.stake(most + 1) {
            _must(false, "EXIT-2: more than stakeable was staked");
        } catch {
            _count();
        }
    }

    function suspend() external step {
        vm.prank(registry);
        vault.suspend();
        _count();
    }

    function tip(uint256 who, uint256 part) external step {
        (uint256 before, uint256 had) = (vault.balanceOf(_actor(who)), vault.snapshot().fees);
        vm.prank(registry);
        uint256 shares = vault.tip(_actor(who), part % 101, 100);
        _must(vault.balanceOf(_actor(who)) == before + shares, "a tip is shares");
        _must(shares * 1e4 <= had * p.tipBps, "a tip is at most its part of the fees");
        if (shares != 0) _count();
    }

    function collectFees() external step {
        uint256 had = vault.balanceOf(address(vault));
        uint256 shares = vault.collectFees();
        _must(vault.balanceOf(address(vault)) == had - shares, "FEE-1: collecting moves what was accrued");
        if (shares != 0) _count();
    }

    // -- What nobody asked for ---------------------------------------------------------------------------------------

    function donateToVault(uint256 seed) external step {
        _send(address(vault), _amount(seed));
        _count();
    }

    function donateToEscrow(uint256 seed) external step {
        uint256 assets = _amount(seed);
        donatedToEscrow += assets;
        _send(escrow, assets);
        _count();
    }

    function donateWrapped(uint256 seed) external step {
        uint256 assets = _amount(seed);
        _giveWrapped(address(this), assets);
        weth.transfer(address(vault), assets);
        _count();
    }

    /// @dev To a second before, at or after what some rule calls a limit; or for a while.
    function wait(uint256 seed) external step {
        ILiquidVault.Snapshot memory s = vault.snapshot();
        uint256 kind = seed % 8;
        uint256 target = time + (seed >> 16) % 6 hours;
        if (kind == 0) target = s.provenAt + p.staleAfter + (seed >> 8) % 3 - 1;
        else if (kind == 1) target = s.provenAt + p.freshFor + (seed >> 8) % 3 - 1;
        else if (kind == 2) target = s.until + (seed >> 8) % 3 - 1;
        else if (kind == 3) target = time + 1;
        // A gift to a small vault vests for years, which no run has time for.
        if (target <= time || target > time + 3 days) return;
        time = target;
        vm.warp(time);
        _count();
    }

    // -- Inside ------------------------------------------------------------------------------------------------------

    function actorCount() external pure returns (uint256) {
        return ACTORS;
    }

    function idCount() external view returns (uint256) {
        return ids.length;
    }

    function _open(uint256 seed) private {
        uint256 outside = vault.snapshot().outside - returned;
        uint256 back = seed % 2 == 0 ? _part(registry.balance < outside ? registry.balance : outside, seed >> 8) : 0;
        returned += back;
        vm.prank(registry);
        execution = vault.open{value: back}();
        _must(execution == address(vault).balance, "opening reads the vault's whole balance");

        ILiquidVault.Snapshot memory s = vault.snapshot();
        (outsideAtOpen, backingAtOpen, tailAtOpen, openedAt) = (s.outside, s.backing, queue.tail(), time);
    }

    function _close(uint256 gain, uint256 loss, uint256 age) private {
        ILiquidVault.Snapshot memory s = vault.snapshot();
        if (!s.open) return;
        uint256 outside = outsideAtOpen - returned;
        outside = outside + gain - (loss < outside ? loss : outside);
        uint256 pinnedAt = openedAt - age % 13;
        (uint256 assets, uint256 supply) = vault.rate();
        losing = execution + outside < backingAtOpen;

        vm.prank(registry);
        try vault.close(execution, outside, pinnedAt < s.provenAt ? s.provenAt : pinnedAt) returns (int256 delta) {
            _must(delta == int256(execution + outside) - int256(backingAtOpen), "CKPT-1: the delta is the finding");
            _checkBooked(s.backing, delta, assets, supply);
            (eligibleTail, returned) = (tailAtOpen, 0);
            _count();
        } catch {
            _must(false, "LIVE-2: a checkpoint couldn't be finished");
        }
    }

    function _checkBooked(uint256 before, int256 delta, uint256 assets, uint256 supply) private {
        ILiquidVault.Snapshot memory s = vault.snapshot();
        (uint256 assetsAfter, uint256 supplyAfter) = vault.rate();
        _must(!s.open && !s.slashing, "a finished checkpoint ends what it answers");
        _must(s.laneUsed == 0, "a finished checkpoint refills the lane");
        _must(supply == supplyAfter, "booking mints nothing that hadn't accrued");
        if (delta >= 0) {
            _must(s.backing == before + uint256(delta), "CKPT-1: backing is what was found");
            _must(assets == assetsAfter, "VEST-1: a gain was worth something when it was booked");
        } else {
            uint256 loss = uint256(-delta);
            uint256 unvested = before - assets;
            uint256 rest = loss > unvested ? loss - unvested : 0;
            _must(assetsAfter == (assets > rest ? assets - rest : 1), "LOSS-1: a loss is in the rate at once, whole");
            _must(s.unvested == (unvested > loss ? unvested - loss : 0), "LOSS-1: what hasn't vested pays first");
        }
    }

    function _replace(uint256 which, uint256 remainder, IRedeemQueue.Position memory was) private {
        _must((remainder == 0) == (was.pendingShares == 0), "FIFO-7: what is left goes on");
        _must(queue.position(ids[which]).owner == address(0), "FIFO-7: a claimed id lived on");
        if (remainder != 0) {
            ids[which] = remainder;
            return;
        }
        ids[which] = ids[ids.length - 1];
        ids.pop();
    }

    function _entered() private {
        _must(!_stale(), "a deposit was taken at a stale rate");
        _count();
    }

    function _stale() private view returns (bool) {
        return time > vault.snapshot().provenAt + p.staleAfter;
    }

    function _count() private {
        ++done[msg.sig];
    }

    function _must(bool holds, string memory rule) private {
        if (!holds && bytes(broken).length == 0) broken = rule;
    }

    function _actor(uint256 seed) private view returns (address) {
        return actors[seed % ACTORS];
    }

    /// @dev A wei, something near the least that a rule allows, or much.
    function _amount(uint256 seed) private view returns (uint256) {
        uint256 kind = seed % 8;
        seed >>= 8;
        if (kind == 0) return 1 + seed % 3;
        if (kind == 1) return p.minRequest - 1 + seed % 3;
        if (kind == 2) return p.minFill - 1 + seed % 3;
        if (kind == 3) return 1 + seed % 1000 ether;
        return 1 + seed % 32 ether;
    }

    /// @dev Nothing, a wei, all, all but one, or anything between.
    function _part(uint256 whole, uint256 seed) private pure returns (uint256) {
        uint256 kind = seed % 8;
        seed >>= 8;
        if (kind == 0) return whole;
        if (kind == 1) return whole == 0 ? 0 : whole - 1;
        if (kind == 2) return whole == 0 ? 0 : 1;
        if (kind == 3) return whole / 200;
        return seed % (whole + 1);
    }

    function _gain(uint256 seed) private view returns (uint256) {
        uint256 assets = vault.totalAssets();
        return seed % 4 == 0 ? _amount(seed >> 8) : _part(assets / 500, seed >> 8);
    }

    function _loss(uint256 seed) private view returns (uint256) {
        uint256 outside = vault.snapshot().outside;
        return seed % 16 == 0 ? _part(outside, seed >> 8) : _part(outside / 20, seed >> 8);
    }

    function _give(address to, uint256 assets) private {
        vm.deal(to, to.balance + assets);
    }

    function _giveWrapped(address to, uint256 assets) private {
        _give(to, assets);
        vm.prank(to);
        weth.deposit{value: assets}();
        vm.prank(to);
        weth.approve(address(vault), type(uint256).max);
    }

    function _send(address to, uint256 assets) private {
        vm.deal(address(this), assets);
        (bool sent,) = to.call{value: assets}("");
        require(sent, "donation");
    }
}
