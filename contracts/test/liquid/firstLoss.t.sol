// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {Scene} from "./Scene.sol";

contract FirstLossTest is Scene {
    function setUp() public override {
        super.setUp();
        _deposit(alice, 60 ether);
        _depositToken(bob, 30 ether);
        _routeAll();
        _serve(0, WAD / 2);
        // Fees of a year's gains.
        for (uint256 i; i < 10; ++i) {
            vault.earn{value: 0.2 ether}();
            vm.warp(vm.getBlockTimestamp() + 1 days);
            csWarm();
        }
        _round();
    }

    function csWarm() internal {
        _csCheckpoint(0);
        _round();
    }

    function test_distribute_keepsItsPartUpToTheCap() public {
        uint256 paid = firstLoss.distribute();
        uint256 kept = firstLoss.kept();
        assertGt(kept, 0, "RES-3");
        assertNear(paid, kept, 1, "RES-3");
        assertEq(vault.balanceOf(beneficiary), paid, "RES-3");
        assertEq(vault.balanceOf(address(firstLoss)), kept, "RES-3");
        assertEq(firstLoss.distribute(), 0, "RES-3");
        assertEq(firstLoss.kept(), kept, "RES-3");
    }

    /// @dev What the first-loss shares are worth is taken before anyone else loses a wei.
    function test_sync_aSmallSlashCostsHoldersNothing() public {
        firstLoss.distribute();
        uint256 kept = firstLoss.kept();
        uint256 worth = _worth(kept);
        uint256 before = _price();
        uint256 unvested = vault.snapshot().unvested;
        // 10 csETH here: a part of them that is worth half of the reserve.
        _slash(0, set, csStrategy, worth * WAD / 10 ether);
        spread.sync(0);
        assertGe(_price(), before, "RES-1");
        assertEq(vault.snapshot().unvested, unvested, "RES-1");
        assertNear(firstLoss.kept(), kept / 2, kept / 100, "RES-1");
        _assertBooked();
    }

    function test_sync_aGreatSlashTakesTheReserveThenTheRest() public {
        firstLoss.distribute();
        uint256 worth = _worth(firstLoss.kept());
        (uint256 assets,) = vault.rate();
        uint256 unvested = vault.snapshot().unvested;
        uint256 held = spread.booked();
        _slash(0, set, csStrategy, WAD);
        spread.sync(0);
        uint256 loss = held - spread.booked();
        (uint256 left,) = vault.rate();
        assertEq(firstLoss.kept(), 0, "RES-2");
        assertGt(loss, worth, "RES-2");
        assertNear(assets + unvested - left - vault.snapshot().unvested, loss, 4, "RES-2");
        _assertBooked();
    }
}
