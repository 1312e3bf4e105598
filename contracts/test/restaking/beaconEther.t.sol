// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IDelegationManager} from "../../src/interfaces/restaking/IDelegationManager.sol";
import {IStrategyManager} from "../../src/interfaces/restaking/IStrategyManager.sol";
import {Scene} from "./Scene.sol";

contract BeaconEtherTest is Scene {
    function setUp() public override {
        super.setUp();
        _makeSet(set, _one(BEACON_ETHER));
        _join(operator, set);
        _allocate(operator, set, BEACON_ETHER, WAD);
    }

    function testFuzz_aBeaconLossAndASlashMultiply(uint256 lost, uint256 wad, bool slashFirst) public {
        lost = bound(lost, 1, 32e9) * 1e9;
        wad = bound(wad, 1, WAD);
        _checkpoint(alice, 0, 32 ether);
        _delegate(alice, operator);

        if (slashFirst) _slash(operator, set, BEACON_ETHER, wad);
        _checkpoint(alice, 32 ether, -int256(lost));
        if (!slashFirst) _slash(operator, set, BEACON_ETHER, wad);

        uint256 l = 1e18 * (32 ether - lost) / 32 ether;
        assertEq(eigenPodManager.beaconChainSlashingFactor(alice), l, "BCSF-1");
        assertEq(_withdrawable(alice, BEACON_ETHER), 32 ether * ((WAD - wad) * l) / 1e36, "BCSF-4");
        assertEq(eigenPodManager.stakerDepositShares(alice, BEACON_ETHER), 32 ether, "BCSF-2");
        assertGe(delegation.operatorShares(operator, BEACON_ETHER), _withdrawable(alice, BEACON_ETHER), "STAKE-1");
    }

    function test_whatIsQueuedBearsItsPodsLosses() public {
        _checkpoint(alice, 0, 32 ether);
        _delegate(alice, operator);
        bytes32 root = _queue(alice, BEACON_ETHER, 8 ether);
        _pass(DELAY + 1);
        (, uint256[] memory before) = delegation.getQueuedWithdrawal(root);
        assertEq(before[0], 8 ether, "WQ-6");

        _checkpoint(alice, 32 ether, -16 ether);

        (, uint256[] memory shares) = delegation.getQueuedWithdrawal(root);
        assertEq(shares[0], 4 ether, "BCSF-6");
        _complete(root, false);
        assertLe(_withdrawable(alice, BEACON_ETHER), 16 ether, "BCSF-6");
        assertGe(_withdrawable(alice, BEACON_ETHER) + 32, 16 ether, "BCSF-6: dust");
        assertEq(delegation.operatorShares(operator, BEACON_ETHER), 16 ether, "STAKE-1");
    }

    function testFuzz_aGainForgivesNoLossBeforeIt(uint256 lost, uint256 gained) public {
        lost = bound(lost, 1, 31e9) * 1e9;
        gained = bound(gained, 1, 64e9) * 1e9;
        _checkpoint(alice, 0, 32 ether);
        _delegate(alice, operator);
        _checkpoint(alice, 32 ether, -int256(lost));
        uint256 before = _withdrawable(alice, BEACON_ETHER);

        _checkpoint(alice, 32 ether - lost, int256(gained));

        assertLe(_withdrawable(alice, BEACON_ETHER), before + gained, "BCSF-2");
        assertNear(_withdrawable(alice, BEACON_ETHER), before + gained, 200, "BCSF-2: dust");
        assertGe(delegation.operatorShares(operator, BEACON_ETHER), _withdrawable(alice, BEACON_ETHER), "STAKE-1");
    }

    function test_aPodThatLostEverythingTakesNothing() public {
        _checkpoint(alice, 0, 32 ether);
        _checkpoint(alice, 32 ether, -32 ether);
        vm.prank(address(eigenPodManager.getPod(alice)));
        vm.expectRevert(IDelegationManager.FullySlashed.selector);
        eigenPodManager.recordBeaconChainETHBalanceUpdate(alice, 0, 1 ether);
        assertEq(_withdrawable(alice, BEACON_ETHER), 0, "BCSF-5");
    }

    /// @dev 1e28 shares that are worth nothing, and a gwei: no factor of 18 digits is right for both.
    function test_noFactorIsNoDeposit() public {
        _checkpoint(alice, 0, 1e28);
        _delegate(alice, operator);
        _slash(operator, set, BEACON_ETHER, WAD - 1);
        _checkpoint(alice, 1e27, -int256(1e27 - 1e9));
        assertEq(eigenPodManager.beaconChainSlashingFactor(alice), 1, "BCSF-1");
        assertEq(alm.getMaxMagnitude(operator, BEACON_ETHER), 1, "MAG-6");

        vm.prank(address(eigenPodManager.getPod(alice)));
        vm.expectRevert(IDelegationManager.InvalidDepositScalingFactor.selector);
        eigenPodManager.recordBeaconChainETHBalanceUpdate(alice, 1e9, 1e9);

        _undelegate(alice);
        _checkpoint(alice, 1e9, 1e9);
        assertGt(_withdrawable(alice, BEACON_ETHER), 0, "STAKE-6: undelegating forgets it");
    }

    /// @dev Six stakers with losses and gains of their own, delegated one after the other: the sum is never more than the
    /// operator was counted.
    /// forge-config: default.fuzz.runs = 64
    function testFuzz_anOperatorHasWhatItsStakersCanWithdraw(uint256 seed) public {
        for (uint256 i; i < 24; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            address staker = address(uint160(0x57A4E0 + seed % 6));
            uint256 what = seed / 6 % 5;
            uint256 shares = eigenPodManager.stakerDepositShares(staker, BEACON_ETHER);
            uint256 amount = (1 + seed / 64 % 1e10) * 1e9;
            if (what == 0) _checkpoint(staker, 0, int256(amount));
            if (what == 1 && shares > 0) _checkpoint(staker, 10e10 * 1e9, -int256(amount));
            if (what == 2 && !delegation.isDelegated(staker)) _delegate(staker, operator);
            if (what == 3 && shares > 0) _queue(staker, BEACON_ETHER, 1 + seed / 64 % shares);
            if (what == 4) _slash(operator, set, BEACON_ETHER, 1 + seed / 64 % (WAD / 2));
            _pass(seed / 30 % 3);

            uint256 sum;
            for (uint256 j; j < 6; ++j) {
                staker = address(uint160(0x57A4E0 + j));
                if (delegation.isDelegated(staker)) sum += _withdrawable(staker, BEACON_ETHER);
            }
            assertGe(delegation.operatorShares(operator, BEACON_ETHER), sum, "STAKE-1");
        }
    }

    function test_noTokensStandForBeaconEther() public {
        vm.prank(alice);
        vm.expectRevert(IStrategyManager.StrategyNotWhitelisted.selector);
        strategyManager.depositIntoStrategy(BEACON_ETHER, address(token), 1);
        assertEq(delegation.beaconChainETHStrategy(), BEACON_ETHER, "LIST-1");
    }
}
