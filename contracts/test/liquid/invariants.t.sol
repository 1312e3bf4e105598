// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ILiquidVault} from "../../src/interfaces/ILiquidVault.sol";
import {IRedeemQueue} from "../../src/interfaces/IRedeemQueue.sol";
import {OperatorSet} from "../../src/interfaces/restaking/IAllocationManager.sol";
import {Withdrawal} from "../../src/interfaces/restaking/IDelegationManager.sol";
import {IStrategy} from "../../src/interfaces/restaking/IStrategy.sol";
import {SpreadLens} from "../../src/lens/SpreadLens.sol";
import {Test} from "../support/Test.sol";
import {LiquidHandler} from "./Handler.sol";

/// @dev The handler, and what holds of all three layers after whatever it did.
contract Sentences is LiquidHandler {
    address private constant DEAD = 0x000000000000000000000000000000000000dEaD;

    SpreadLens private lens = new SpreadLens(12);

    // -- Of the books: cheap to ask ----------------------------------------------------------------------------------

    function checkBooks() external {
        assertEq(broken, "", broken);
        vm.warp(time);
        vm.roll(number);

        ILiquidVault.Snapshot memory s = vault.snapshot();
        assertEq(s.outside, spread.booked(), "NAV-1: what is outside is what is booked");
        for (uint256 a; a < ASSETS; ++a) {
            uint256 sum;
            for (uint256 i; i < OPERATORS; ++i) {
                sum += spread.holdingOf(i, a).units;
            }
            assertEq(spread.assetAt(a).units, sum, "NAV-2: a sum is its delegators'");
        }
        assertGe(csETH.balanceOf(address(spread)), spread.assetAt(CSETH).waiting, "NAV-3: what waits is there");
        assertLe(vault.idle(), address(vault).balance, "SOLV-3: idle ether is there");
        assertTrue(s.unvested < s.backing, "SOLV-4: a rate exists");
        assertLe(s.laneUsed, s.laneCapacity, "LANE-1: the bucket has a bottom");
        (uint256 tail, uint256 filled) = (queue.tail(), queue.filled());
        assertEq(vault.balanceOf(address(queue)), tail - filled, "FIFO-2: the queue holds what isn't filled");
        assertLe(s.eligible, tail - filled, "FIFO-3: only what is in the line is eligible");
        (uint256 lot,,) = auction.lotOf(address(reward));
        assertLe(lot, reward.balanceOf(address(auction)), "AUCT-1: a lot is there");
        assertLe(firstLoss.kept(), vault.balanceOf(address(firstLoss)), "RES-1: what bears losses first is there");
        assertLe(spread.tickets().length, 16, "LADDER-3: few tickets are in csETH's line");
    }

    // -- Of everybody: dear to ask -----------------------------------------------------------------------------------

    function checkAll() external view {
        _checkShares();
        _checkLine();
        _checkRestaking();
        _checkEstimates();
    }

    function _checkShares() private view {
        uint256 sum = vault.balanceOf(DEAD) + vault.balanceOf(address(vault)) + vault.balanceOf(address(queue));
        sum += vault.balanceOf(address(firstLoss)) + vault.balanceOf(beneficiary) + vault.balanceOf(address(tips));
        for (uint256 i; i < people.length; ++i) {
            sum += vault.balanceOf(people[i]);
        }
        for (uint256 i; i < OPERATORS; ++i) {
            sum += vault.balanceOf(operators[i]);
        }
        assertEq(sum, vault.totalSupply(), "SOLV-1: balances are the supply");
        assertLe(vault.balanceOf(address(vault)), vault.totalSupply(), "FEE-1: fees are shares");
    }

    function _checkLine() private view {
        (uint256 pending, uint256 owed) = (0, 0);
        for (uint256 i; i < ids.length; ++i) {
            IRedeemQueue.Position memory position = queue.position(ids[i]);
            assertEq(position.claimableShares + position.pendingShares, position.size, "FIFO-1: filled or not");
            if (ids[i] >= queue.filled()) assertEq(position.claimableShares, 0, "FIFO-4: paid behind what is filled");
            pending += position.pendingShares;
            owed += position.assets;
        }
        assertEq(pending, queue.tail() - queue.filled(), "FIFO-1: tickets cover the line");
        assertEq(escrow.balance, owed + donatedToEscrow, "SOLV-2: the escrow holds what is owed");
    }

    /// @dev What crETH counts on is what the restaking layer owes it, and has.
    function _checkRestaking() private view {
        address[] memory strategies = _strategies();
        uint256 claims;
        for (uint256 i; i < OPERATORS; ++i) {
            address delegator = _delegatorOf(i);
            (uint256[] memory free,) = delegation.getWithdrawableShares(delegator, strategies);
            (Withdrawal[] memory withdrawals, uint256[][] memory worth) = delegation.getQueuedWithdrawals(delegator);
            for (uint256 w; w < withdrawals.length; ++w) {
                if (withdrawals[w].strategies[0] == csStrategy) claims += worth[w][0];
                assertEq(withdrawals[w].strategies.length, 1, "LADDER-5: each can be completed alone");
            }
            assertLe(withdrawals.length, 68, "LADDER-6: roots are bounded");
            claims += free[CSETH];
            bool isDelegated = delegation.isDelegated(delegator);
            for (uint256 a; a < ASSETS; ++a) {
                uint256 shares = delegation.operatorShares(operators[i], strategies[a]);
                assertGe(shares, isDelegated ? free[a] : 0, "STAKE-1: operator shares cover what can be withdrawn");
                uint64 max = alm.getMaxMagnitude(operators[i], strategies[a]);
                assertLe(alm.getEncumberedMagnitude(operators[i], strategies[a]), max, "MAG-2: at most the maximum");
            }
        }
        // One wei for each withdrawal that was ever queued.
        assertLe(claims, IStrategy(csStrategy).totalShares() + DUST, "WQ-5: no more is owed than there is");
        assertLe(_toUnits(claims), csETH.balanceOf(csStrategy) + DUST, "WQ-5: and it is there");
    }

    function _checkEstimates() private view {
        SpreadLens.Exit memory short = lens.estimateExit(spread, 0);
        SpreadLens.Exit memory long = lens.estimateExit(spread, vault.balanceOf(alice));
        assertLe(short.seconds_, long.seconds_, "EXITT-1: never shorter for more");
        assertEq(short.ahead, vault.queued(), "EXITT-1: by what is in line");
        assertEq(short.idle, vault.idle(), "EXITT-1: and what is here");
    }
}

contract LiquidInvariantsTest is Test {
    Sentences private handler;

    event log_named_bytes32(string key, bytes32 val);

    event log_named_uint(string key, uint256 val);

    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    function setUp() public {
        handler = new Sentences();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// @dev What the handler calls on itself, so that it can fail, isn't a step.
    function targetSelectors() external view returns (FuzzSelector[] memory selectors) {
        selectors = new FuzzSelector[](1);
        selectors[0] = FuzzSelector(address(handler), _actions());
    }

    /// forge-config: default.invariant.runs = 64
    /// forge-config: default.invariant.depth = 256
    function invariant_liquid() external {
        handler.checkBooks();
        if (handler.steps() % 32 == 0) handler.checkAll();
    }

    /// @dev At the end of every run everyone leaves: whatever happened, all that is booked comes back, and the line is paid whole.
    function afterInvariant() external {
        handler.checkAll();
        handler.leave();
        handler.checkBooks();
        handler.checkAll();
    }

    /// @dev Random steps of a fixed seed: each kind of step succeeds, so the invariant is about something.
    function test_invariants_everyActionSucceedsSometimes() external {
        bytes4[] memory actions = _actions();
        uint256 seed = uint256(keccak256("cairn: liquid invariants"));
        for (uint256 i; i < 2500; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            bytes4 action = actions[seed % actions.length];
            (bool ok,) = address(handler).call(abi.encodePacked(action, seed >> 8, seed >> 24, seed >> 40));
            ok;
            handler.checkBooks();
            if (i % 50 == 0) handler.checkAll();
        }
        for (uint256 i; i < actions.length; ++i) {
            emit log_named_uint("n", handler.done(actions[i]));
        }
        for (uint256 i; i < actions.length; ++i) {
            if (handler.done(actions[i]) != 0) continue;
            emit log_named_bytes32("never succeeded", bytes32(actions[i]));
            vm.assertTrue(false, "an action never succeeds");
        }
        handler.leave();
        handler.checkBooks();
    }

    function _actions() private pure returns (bytes4[] memory actions) {
        actions = new bytes4[](49);
        actions[0] = LiquidHandler.depositEther.selector;
        actions[1] = LiquidHandler.depositToken.selector;
        actions[2] = LiquidHandler.transferShares.selector;
        actions[3] = LiquidHandler.request.selector;
        actions[4] = LiquidHandler.fill.selector;
        actions[5] = LiquidHandler.claim.selector;
        actions[6] = LiquidHandler.redeemInstant.selector;
        actions[7] = LiquidHandler.redeemInKind.selector;
        actions[8] = LiquidHandler.openRound.selector;
        actions[9] = LiquidHandler.sync.selector;
        actions[10] = LiquidHandler.round.selector;
        actions[11] = LiquidHandler.round.selector;
        actions[12] = LiquidHandler.check.selector;
        actions[13] = LiquidHandler.appraise.selector;
        actions[14] = LiquidHandler.delegate.selector;
        actions[15] = LiquidHandler.route.selector;
        actions[16] = LiquidHandler.lay.selector;
        actions[17] = LiquidHandler.derisk.selector;
        actions[18] = LiquidHandler.complete.selector;
        actions[19] = LiquidHandler.unwind.selector;
        actions[20] = LiquidHandler.claimTicket.selector;
        actions[21] = LiquidHandler.offer.selector;
        actions[22] = LiquidHandler.buy.selector;
        actions[23] = LiquidHandler.earn.selector;
        actions[24] = LiquidHandler.distribute.selector;
        actions[25] = LiquidHandler.allocate.selector;
        actions[26] = LiquidHandler.changeDelay.selector;
        actions[27] = LiquidHandler.slash.selector;
        actions[28] = LiquidHandler.putOut.selector;
        actions[29] = LiquidHandler.checkpoint.selector;
        actions[30] = LiquidHandler.beaconMoves.selector;
        actions[31] = LiquidHandler.csEarns.selector;
        actions[32] = LiquidHandler.csLoses.selector;
        actions[33] = LiquidHandler.csSuspends.selector;
        actions[34] = LiquidHandler.csPays.selector;
        actions[35] = LiquidHandler.donateEther.selector;
        actions[36] = LiquidHandler.donateToken.selector;
        actions[37] = LiquidHandler.tick.selector;
        actions[38] = LiquidHandler.wait.selector;
        actions[39] = LiquidHandler.fill.selector;
        actions[40] = LiquidHandler.complete.selector;
        actions[41] = LiquidHandler.route.selector;
        actions[42] = LiquidHandler.delegate.selector;
        actions[43] = LiquidHandler.stake.selector;
        actions[44] = LiquidHandler.land.selector;
        actions[45] = LiquidHandler.writeOff.selector;
        actions[46] = LiquidHandler.payOut.selector;
        actions[47] = LiquidHandler.stake.selector;
        actions[48] = LiquidHandler.leaveExhausted.selector;
    }
}
