// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {SignatureWithExpiry, Withdrawal} from "../../src/interfaces/restaking/IDelegationManager.sol";
import {Scene} from "./Scene.sol";

/// @dev Histories that nobody has thought of: whatever people, keepers, operators, services and csETH do, in any order.
contract LiquidHistoriesTest is Scene {
    uint256 private constant STEPS = 48;

    uint256 private random;
    bool private lost;

    function setUp() public override {
        super.setUp();
        _deposit(alice, 60 ether);
        _depositToken(bob, 30 ether);
        for (uint256 i; i < OPERATORS; ++i) {
            _join(i, set);
        }
    }

    function testFuzz_histories_keepEverySentence(uint256 seed) public {
        random = seed;
        for (uint256 i; i < STEPS; ++i) {
            uint256 before = _price();
            lost = false;
            _step();
            _pass(1);
            _assertSentences();
            if (!lost) assertGe(_price() + 1, before, "RATE-1");
        }
        _settle();
    }

    function _step() private {
        uint256 kind = _next(18);
        if (kind <= 1) _enterSome(kind == 0);
        else if (kind == 2) _routeSome();
        else if (kind == 3) _requestSome();
        else if (kind == 4) _syncSome();
        else if (kind == 5) _roundSome();
        else if (kind == 6) _fillSome();
        else if (kind == 7) _redeemSome();
        else if (kind == 8) _laySome();
        else if (kind == 9) _completeSome();
        else if (kind == 10) _unwindSome();
        else if (kind == 11) _slashSome();
        else if (kind == 12) _undelegateSome();
        else if (kind == 13) _podSome();
        else if (kind == 14) _csSome();
        else if (kind == 15) vault.earn{value: _amount(0.1 ether)}();
        else if (kind == 16) vm.warp(vm.getBlockTimestamp() + _next(6 hours));
        else _allocateSome();
    }

    // -- People ------------------------------------------------------------------------------------------------------

    /// @dev Closed while what is known is stale.
    function _enterSome(bool ether_) private {
        try this.enter(ether_, _user(), _amount(5 ether)) {} catch {}
    }

    function enter(bool ether_, address user, uint256 assets) external {
        if (ether_) _deposit(user, assets);
        else _depositToken(user, assets);
    }

    function _requestSome() private {
        address user = _user();
        uint256 has = vault.balanceOf(user);
        if (has < 0.02 ether) return;
        _request(user, 0.01 ether + _next(has - 0.01 ether));
    }

    function _redeemSome() private {
        try spread.check() {} catch {}
        address user = _user();
        uint256 shares = _next(vault.balanceOf(user) / 50 + 1);
        bool inKind = _next(2) == 0;
        vm.prank(user);
        if (inKind) {
            try vault.redeemInKind(CSETH, shares, user, user, 0, block.timestamp) {} catch {}
        } else {
            try vault.redeemInstant(shares, user, user) {} catch {}
        }
    }

    // -- Keepers -----------------------------------------------------------------------------------------------------

    function _routeSome() private {
        uint256 index = _next(OPERATORS);
        SignatureWithExpiry memory none;
        try spread.delegate(index, none, 0) {
            lost = true;
        } catch {}
        uint256 units = _next(spread.assetAt(CSETH).waiting + 1);
        // What is counted on the way may be a loss.
        lost = true;
        try spread.route(index, CSETH, units) {} catch {}
    }

    function _syncSome() private {
        lost = true;
        spread.sync(_next(OPERATORS));
    }

    function _roundSome() private {
        lost = true;
        _round();
    }

    function _fillSome() private {
        try spread.check() {} catch {}
        try vault.fill(type(uint256).max) {} catch {}
    }

    function _laySome() private {
        lost = true;
        (uint256 index, bool derisk) = (_next(OPERATORS), _next(3) == 0);
        if (derisk) try spread.derisk(index, CSETH) {} catch {} else try spread.lay(index, CSETH) {} catch {}
    }

    function _completeSome() private {
        lost = true;
        if (_next(2) == 0) _pass(DELAY);
        uint256 index = _next(OPERATORS);
        (Withdrawal[] memory withdrawals,) = delegation.getQueuedWithdrawals(_delegatorOf(index));
        for (uint256 i; i < withdrawals.length; ++i) {
            try spread.complete(index, withdrawals[i], _next(4) != 0) {} catch {}
        }
    }

    function _unwindSome() private {
        lost = true;
        try spread.unwind(CSETH) {} catch {}
        _csCheckpoint(0);
        try csETH.fill(type(uint256).max) {} catch {}
        uint256 count = spread.tickets().length;
        if (count != 0) try spread.claim(_next(count)) {} catch {}
    }

    // -- Below -------------------------------------------------------------------------------------------------------

    function _allocateSome() private {
        (uint256 index, bool beacon) = (_next(OPERATORS), _next(2) == 0);
        uint64 magnitude = uint64(_next(WAD / 2));
        try this.allocate(index, beacon ? BEACON_ETHER : csStrategy, magnitude) {} catch {}
        if (_next(2) == 0) _pass(ALLOCATION_DELAY);
    }

    function allocate(uint256 index, address strategy, uint64 magnitude) external {
        _allocate(index, set, strategy, magnitude);
    }

    function _slashSome() private {
        (uint256 index, bool beacon) = (_next(OPERATORS), _next(2) == 0);
        uint256 wad = 1 + _next(_next(4) == 0 ? WAD : WAD / 20);
        try this.slash(index, beacon ? BEACON_ETHER : csStrategy, wad) {} catch {}
    }

    function slash(uint256 index, address strategy, uint256 wad) external {
        _slash(index, set, strategy, wad);
    }

    function _undelegateSome() private {
        uint256 index = _next(OPERATORS);
        address delegator = _delegatorOf(index);
        if (!delegation.isDelegated(delegator)) return;
        vm.prank(operators[index]);
        delegation.undelegate(delegator);
    }

    function _podSome() private {
        uint256 index = _next(OPERATORS);
        address delegator = _delegatorOf(index);
        uint256 held = eigenPodManager.stakerDepositShares(delegator, BEACON_ETHER);
        bool loss = held != 0 && _next(3) == 0;
        uint256 amount = loss ? _next(held / 10 / 1e9 + 1) * 1e9 : _amount(2 ether) / 1e9 * 1e9;
        try this.report(index, held, loss ? -int256(amount) : int256(amount)) {} catch {}
    }

    function report(uint256 index, uint256 before, int256 delta) external {
        _podReports(index, before, delta);
    }

    function _csSome() private {
        _csCheckpoint(0);
        if (_next(2) == 0) _csStakeAll();
        bool loss = csOutside > 1 ether && _next(4) == 0;
        uint256 amount = _amount(0.05 ether);
        _csCheckpoint(loss ? -int256(amount) : int256(amount));
    }

    // -- What is true ------------------------------------------------------------------------------------------------

    function _assertSentences() private view {
        _assertBooked();
        for (uint256 a; a < 2; ++a) {
            uint256 sum;
            for (uint256 i; i < OPERATORS; ++i) {
                sum += spread.holdingOf(i, a).units;
            }
            assertEq(spread.assetAt(a).units, sum, "NAV-2");
        }
        assertGe(csETH.balanceOf(address(spread)), spread.assetAt(CSETH).waiting, "NAV-3");
        assertGe(address(vault).balance, vault.idle(), "what is idle is here");
        assertGe(vault.balanceOf(address(queue)), vault.snapshot().eligible, "who is eligible is in line");
    }

    /// @dev Counted whole, what is booked is what is there.
    function _settle() private {
        _round();
        uint256 worth = csETH.convertToAssets(spread.assetAt(CSETH).units + spread.assetAt(CSETH).waiting);
        assertEq(spread.assetAt(CSETH).booked, worth, "NAV-1");
        spread.check();
        _assertSentences();
    }

    // -- Chance ------------------------------------------------------------------------------------------------------

    function _next(uint256 below) private returns (uint256) {
        random = uint256(keccak256(abi.encode(random)));
        return below == 0 ? 0 : random % below;
    }

    function _amount(uint256 most) private returns (uint256) {
        return 0.01 ether + _next(most);
    }

    function _user() private returns (address) {
        uint256 which = _next(3);
        return which == 0 ? alice : which == 1 ? bob : carol;
    }
}
