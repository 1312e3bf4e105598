// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IOperatorDelegator} from "../../src/interfaces/liquid/IOperatorDelegator.sol";
import {Scene} from "./Scene.sol";

/// @dev Makes an account cold again, as it is at the start of a transaction.
interface Cooler {
    function cool(address target) external;
}

/// @dev Finding 34: as wide as crETH can be, and as full: 32 delegators with a token and beacon ether, each with 16 withdrawals of our
/// asking and the two that its operator forced. What a transaction costs is bounded, and what people need doesn't grow.
contract LiquidWideTest is Scene {
    uint256 private constant WIDE = 32;
    uint256 private constant DEEP = 16;
    uint256 private constant TRANSACTION = 21_000; // gas
    uint256 private constant MOST = 16_777_216; // gas of a transaction, by EIP-7825

    uint256 private ticket;

    function setUp() public override {
        super.setUp();
        _deposit(alice, 300 ether);
        _depositToken(bob, 3200 ether);
        _routeAll();
        for (uint256 i; i < WIDE; ++i) {
            _podReports(i, 0, 32 ether);
            for (uint256 r; r < DEEP; ++r) {
                _queue(i, 1 ether);
            }
            // The last one is still delegated.
            if (i != WIDE - 1) _putOut(i);
        }
        ticket = _request(alice, 10 ether);
        _round();
    }

    function _operatorCount() internal pure override returns (uint256) {
        return WIDE;
    }

    /// @dev As many small ones as `lay` would in as many days.
    function _queue(uint256 index, uint256 shares) private {
        address delegator = _delegatorOf(index);
        vm.prank(address(spread));
        IOperatorDelegator(delegator).queue(csStrategy, shares);
    }

    function _putOut(uint256 index) private {
        address delegator = _delegatorOf(index);
        vm.prank(operators[index]);
        delegation.undelegate(delegator);
    }

    function test_incident34_theRateAndClaimsCostTheSameHoweverMuchIsQueued() public {
        assertEq(tally.rootCount(_delegatorOf(0)), DEEP + 2, "LADDER-1: sixteen of ours, two of theirs");
        assertLe(_cost(address(vault), abi.encodeCall(vault.rate, ())), 30_000, "RATE-3: a rate is two words");
        assertLe(_cost(address(spread), abi.encodeCall(spread.check, ())), 460_000, "NAV-9: a stamp, both assets");
        assertLe(_cost(address(vault), abi.encodeCall(vault.fill, (type(uint256).max))), 120_000, "LIVE-1: a fill");
        vm.prank(alice);
        (uint256 paid,) = queue.claim(ticket, alice);
        assertGe(paid, 10 ether, "LIVE-1: and a claim is paid");
    }

    function test_incident34_aSyncIsBoundedByItsRoots() public {
        uint256 bare = 170_000;
        assertLe(_cost(address(spread), abi.encodeCall(spread.sync, (0))), bare + 25_000 * (DEEP + 2), "NAV-2");
        assertLe(_cost(address(spread), abi.encodeCall(spread.sync, (1))), bare + 25_000 * (DEEP + 2), "NAV-2");
    }

    /// @dev More than any operator can bring about.
    function test_incident34_evenTheMostRootsFitIntoATransaction() public {
        uint256 last = WIDE - 1;
        for (uint256 r = DEEP; r < 68; ++r) {
            _queue(last, 0.5 ether);
        }
        uint256 gas_ = _cost(address(spread), abi.encodeCall(spread.sync, (last)));
        assertLe(gas_, 170_000 + 25_000 * 68, "LADDER-6: roots are bounded");
        assertLe(gas_, MOST / 8, "LADDER-6: and so is a sync");
        spread.check();
        _fill();
    }

    /// @return used gas that a transaction would: nothing is warm but the two ends.
    function _cost(address to, bytes memory call) private returns (uint256 used) {
        address[12] memory parts = [
            address(vault),
            address(queue),
            address(spread),
            address(tally),
            address(native),
            address(delegation),
            address(strategyManager),
            address(alm),
            address(eigenPodManager),
            csStrategy,
            address(csETH),
            queue.escrow()
        ];
        for (uint256 i; i < parts.length; ++i) {
            Cooler(address(vm)).cool(parts[i]);
        }
        uint256 before = gasleft();
        (bool ok,) = to.call(call);
        used = before - gasleft() + TRANSACTION;
        assertTrue(ok, "it goes through");
    }
}
