// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ILiquidVault} from "../../src/interfaces/ILiquidVault.sol";
import {VaultFixture} from "./VaultFixture.sol";

/// @dev Ways to take what is others'. The honest ones are in it from the start; nobody who comes and goes may take of them.
contract ProfitTest is VaultFixture {
    uint256 private constant HONEST = 10_000 ether;

    function setUp() public override {
        super.setUp();
        deposit(bob, HONEST - GENESIS);
        stakeAll();
        checkpoint();
    }

    function testFuzz_enteringBeforeAGainAndLeavingByTheQueueAfterIt(
        uint256 stakes,
        uint256 gained,
        uint256 proving,
        uint256 filling
    ) public {
        stakes = bound(stakes, 0.1 ether, 100_000 ether);
        gained = bound(gained, 0, 500 ether);
        proving = bound(proving, 0, 3 hours);
        filling = bound(filling, 0, 3 hours);

        // Comes with a request in the block before the checkpoint opens, so as to be eligible in it.
        uint256 shares = deposit(alice, stakes);
        uint256 id = request(alice, shares);
        outside += gained;
        uint256 execution = open();
        pass(proving);
        uint256 pinned = block.timestamp - proving;
        vm.prank(registry);
        vault.close(execution, outside, pinned);
        uint256 state = vm.snapshotState();
        fill();
        (uint256 paid,) = claim(alice, id);
        assertLe(paid, stakes, "VEST-5");
        vm.revertToState(state);

        // Waiting earns what vests meanwhile, at most the daily cap of what is theirs.
        pass(filling);
        fill();
        (paid,) = claim(alice, id);
        assertLe(paid, stakes + stakes * 20 * filling / (1e4 * 1 days) + 1, "VEST-5");
    }

    function testFuzz_enteringBeforeAGainAndLeavingByTheLaneAfterIt(uint256 stakes, uint256 gained) public {
        stakes = bound(stakes, 0.1 ether, 90 ether);
        uint256 shares = deposit(alice, stakes);
        earn(bound(gained, 0, 500 ether));
        assertLt(redeemInstant(alice, shares), stakes, "VEST-5");
    }

    /// @dev The least the lane takes, 0.05 %, is more than a quarter of a day of the fastest vesting gives.
    function testFuzz_enteringAndLeavingByTheLaneWithinSixHours(uint256 stakes, uint256 gained, uint256 time) public {
        stakes = bound(stakes, 0.1 ether, 90 ether);
        earn(bound(gained, 0, 500 ether));
        uint256 shares = deposit(alice, stakes);
        pass(bound(time, 0, 6 hours));
        assertLe(redeemInstant(alice, shares), stakes, "VEST-5");
    }

    /// @dev Whoever knows of a loss and asks to leave before it is proven waits for the checkpoint that proves it.
    function testFuzz_leavingByTheQueueAheadOfALoss(uint256 lost, uint256 wait) public {
        lost = bound(lost, 1 ether, 1000 ether);
        uint256 id = request(bob, 50 ether);
        pass(bound(wait, 0, 5 hours));
        vm.expectRevert(ILiquidVault.NothingEligible.selector);
        fill();
        suffer(lost);
        fill();
        (uint256 paid,) = claim(bob, id);
        assertLe(paid, 50 ether * (HONEST - lost) / HONEST, "FIFO-6");
    }

    function testFuzz_dustRequestsAndFillsTakeNothing(uint256 requests, uint256 dust) public {
        requests = bound(requests, 1, 20);
        uint256 shares = deposit(alice, 100 ether);
        uint256 had = worth(shares);
        uint256[] memory ids = new uint256[](requests);
        for (uint256 i; i < requests; ++i) {
            ids[i] = request(alice, 0.01 ether + i);
        }
        earn(1 ether);
        pass(3 hours);
        checkpoint();
        uint256 before = price();
        for (uint256 i; i < requests; ++i) {
            if (snapshot().eligible == 0) break;
            uint256 most = bound(dust, 0.01 ether + 2, 0.011 ether);
            if (vault.queued() <= most) most = type(uint256).max;
            fill(most);
            assertGe(price(), before, "RATE-1");
            before = price();
        }
        if (snapshot().eligible > 0) fill();
        uint256 sum;
        for (uint256 i; i < requests; ++i) {
            (uint256 paid,) = claim(alice, ids[i]);
            sum += paid;
        }
        uint256 grown = had * vault.totalAssets() / (vault.totalAssets() - 1 ether) + 2;
        assertLe(sum + worth(vault.balanceOf(alice)), grown, "RATE-1");
    }

    /// @dev A donor who holds shares gets back less than was given, however it is timed.
    function testFuzz_donatingToOneselfNeverPays(uint256 stakes, uint256 donated) public {
        stakes = bound(stakes, 1 ether, 50_000 ether);
        donated = bound(donated, 1, 500 ether);
        uint256 shares = deposit(alice, stakes);
        (bool sent,) = address(vault).call{value: donated}("");
        assertTrue(sent, "ether is accepted");
        checkpoint();
        pass(200 days);
        assertLe(worth(shares), stakes + donated, "SOLV-6");
    }

    /// @dev A prover that has stopped: nobody enters at an unproven price, nobody is paid one, and what was filled is paid.
    function test_aLapsedProverHarmsNobodyWhoIsIn() public {
        uint256 id = request(bob, 5 ether);
        checkpoint();
        fill();
        uint256 bobs = worth(vault.balanceOf(bob));
        pass(100 days);
        assertGe(worth(vault.balanceOf(bob)), bobs, "RATE-2");
        assertEq(vault.maxDeposit(alice), 0, "nobody enters");
        (uint256 paid,) = claim(bob, id);
        assertEq(paid, 5 ether, "FIFO-8");
        vm.prank(bob);
        vault.transfer(alice, 1 ether);
        request(bob, 1 ether);
        // Whoever comes by can bring it back.
        checkpoint();
        fill();
        deposit(carol, 1 ether);
    }

    /// @dev Bounded as DESIGN says: a known but unproven loss leaks through the lane by its bucket's size and no more.
    function testFuzz_whatAnUnprovenLossLeaksThroughTheLaneIsBoundedByItsBucket(uint256 lost) public {
        lost = bound(lost, 1 ether, 5000 ether);
        uint256 capacity = snapshot().laneCapacity;
        uint256 paid = redeemInstant(bob, capacity);
        suffer(lost);
        // What was paid above its worth after the loss.
        uint256 fair = capacity * (HONEST - lost) / HONEST;
        assertLe(paid - (paid < fair ? paid : fair), capacity * lost / HONEST + 1, "LANE-1");
    }
}
