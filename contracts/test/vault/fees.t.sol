// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {ILiquidVault} from "../../src/interfaces/ILiquidVault.sol";
import {VaultFixture} from "./VaultFixture.sol";

contract FeesTest is VaultFixture {
    uint256 private constant DEPOSITED = 10_000 ether;

    function setUp() public override {
        super.setUp();
        deposit(bob, DEPOSITED - GENESIS);
        stakeAll();
        checkpoint();
    }

    function feesWorth() private view returns (uint256) {
        return worth(vault.balanceOf(address(vault)));
    }

    function testFuzz_fee_isATenthOfWhatHasVested(uint256 gained, uint256 time) public {
        gained = bound(gained, 1 gwei, 100 ether);
        earn(gained);
        assertEq(vault.balanceOf(address(vault)), 0, "VEST-1");
        pass(bound(time, 0, 10 days));
        uint256 vested = vault.totalAssets() - DEPOSITED;
        assertLe(feesWorth(), vested / 10, "FEE-3");
        assertNear(feesWorth(), vested / 10, 2, "FEE-3");
    }

    function testFuzz_fee_holdersKeepTheRest(uint256 gained) public {
        gained = bound(gained, 1 gwei, 20 ether);
        uint256 before = worth(vault.balanceOf(bob));
        earn(gained);
        pass(1 days);
        uint256 bobs = gained * 9 / 10 * (DEPOSITED - GENESIS) / DEPOSITED;
        assertNear(worth(vault.balanceOf(bob)) - before, bobs, 2, "FEE-3");
    }

    function testFuzz_fee_isNotTakenOfARecovery(uint256 lost, uint256 regained) public {
        lost = bound(lost, 1 ether, 100 ether);
        regained = bound(regained, 1, 200 ether);
        suffer(lost);
        earn(regained);
        pass(400 days);
        uint256 above = regained > lost ? regained - lost : 0;
        assertLe(feesWorth(), above / 10, "FEE-2");
        assertNear(feesWorth(), above / 10, 1, "FEE-2");
        assertEq(snapshotAfterAccrual().deficit, regained > lost ? 0 : lost - regained, "FEE-2");
    }

    /// @dev The mark is a price: who enters or leaves below it neither moves it nor pays for its recovery.
    function testFuzz_fee_theMarkIsPerShare(uint256 lost, uint256 moved, bool leaving) public {
        lost = bound(lost, 1 ether, 500 ether);
        suffer(lost);
        uint256 mark = DEPOSITED * 1e27 / DEPOSITED;
        if (leaving) {
            uint256 id = request(bob, bound(moved, 0.01 ether, 90 ether));
            checkpoint();
            fill();
            claim(bob, id);
        } else {
            deposit(alice, bound(moved, 1 ether, 50_000 ether));
        }
        ILiquidVault.Snapshot memory s = snapshot();
        // The assets at the mark, per share, are what they were; up, by less than a wei and a share.
        uint256 atMark = (s.backing - s.unvested + s.deficit) * 1e27 / s.shares;
        assertGe(atMark + 1, mark, "FEE-2");
        assertNear(atMark, mark, 3e27 / s.shares + 1, "FEE-2");
    }

    function testFuzz_fee_laneFeesPayItToo(uint256 shares) public {
        deposit(alice, 100 ether);
        checkpoint();
        shares = bound(shares, 1 ether, 50 ether);
        uint256 gross = worth(shares);
        uint256 fee = gross - redeemInstant(alice, shares);
        pass(1 days);
        assertLe(feesWorth(), fee / 10, "FEE-3");
        assertNear(feesWorth(), fee / 10, 1, "FEE-3");
    }

    function test_fee_isAnnouncedWhenTheLedgerChanges() public {
        earn(10 ether);
        pass(1 days);
        uint256 accrued = vault.balanceOf(address(vault));
        uint256 supply = vault.totalSupply();
        vm.expectEmit(address(vault));
        emit IERC20.Transfer(address(0), address(vault), accrued);
        deposit(alice, 1 ether);
        assertEq(snapshot().fees, accrued, "FEE-1");
        assertEq(snapshot().shares, supply + vault.balanceOf(alice), "RATE-3");
    }

    function testFuzz_collectFees_movesAllToTheTreasuryAndNoPrice(uint256 gained, uint256 time) public {
        earn(bound(gained, 0, 100 ether));
        pass(bound(time, 0, 2 days));
        uint256 accrued = vault.balanceOf(address(vault));
        uint256 supply = vault.totalSupply();
        uint256 before = price();

        vm.prank(keeper);
        assertEq(vault.collectFees(), accrued, "FEE-1");
        assertEq(vault.balanceOf(treasury), accrued, "FEE-1");
        assertEq(vault.balanceOf(address(vault)), 0, "FEE-1");
        assertEq(vault.totalSupply(), supply, "SOLV-1");
        assertEq(price(), before, "RATE-3");
    }

    function testFuzz_tip_paysAPartOfTheSetAsideAndNeverMoreThanIt(uint256 gained, uint256 parts) public {
        earn(bound(gained, 0, 100 ether));
        pass(1 days);
        deposit(alice, 1 ether);
        uint256 fees = snapshot().fees;
        uint256 before = price();
        parts = bound(parts, 1, 20);

        uint256 paid;
        vm.startPrank(registry);
        for (uint256 i; i < parts; ++i) {
            paid += vault.tip(carol, 1, parts);
        }
        vm.stopPrank();

        assertLe(paid, fees * 500 / 1e4, "no more than the set-aside");
        assertEq(vault.balanceOf(carol), paid, "paid");
        assertEq(snapshot().fees, fees - paid, "FEE-1");
        assertEq(price(), before, "RATE-3");
    }

    function snapshotAfterAccrual() private returns (ILiquidVault.Snapshot memory) {
        vault.collectFees();
        return snapshot();
    }
}
