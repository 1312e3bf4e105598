// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {
    CreateSetParamsV2,
    IAllocationManager,
    OperatorSet,
    SlashingParams
} from "../../src/interfaces/restaking/IAllocationManager.sol";
import {IPausable} from "../../src/interfaces/restaking/IPausable.sol";
import {IStrategyManager} from "../../src/interfaces/restaking/IStrategyManager.sol";
import {StrategyBase} from "../../src/restaking/StrategyBase.sol";
import {Scene} from "./Scene.sol";
import {Token} from "./Token.sol";

contract BurnTest is Scene {
    address private constant BURNT = 0x00000000000000000000000000000000000E16E4;

    address private immutable recipient = account("recipient");

    StrategyBase private second;
    OperatorSet private redistributing;

    function setUp() public override {
        super.setUp();
        second = _strategy("second", 18);
        _deposit(alice, 100 ether);
        _deposit(alice, second, 100 ether);
        _delegate(alice, operator);
        redistributing = OperatorSet(avs, 2);
        address[] memory both = _sorted(address(strategy), address(second));
        _makeSet(set, both);
        CreateSetParamsV2[] memory params = new CreateSetParamsV2[](1);
        params[0] = CreateSetParamsV2(2, both, avs);
        vm.prank(avs);
        alm.createRedistributingOperatorSets(avs, params, _one(recipient));
        _join(operator, set);
        _join(operator, redistributing);
        for (uint256 i; i < 2; ++i) {
            _allocate(operator, set, both[i], WAD / 2);
            _allocate(operator, redistributing, both[i], WAD / 2);
        }
    }

    function testFuzz_whatASlashTookIsSentOnOnce(uint256 wad) public {
        wad = bound(wad, 1, WAD);

        (uint256 burnId, uint256 burnt) = _slash(operator, set, address(strategy), wad);
        (uint256 giveId, uint256 given) = _slash(operator, redistributing, address(strategy), wad);
        assertEq(strategyManager.getBurnOrRedistributableShares(set, burnId, address(strategy)), burnt, "MAG-8");
        assertEq(strategyManager.getPendingOperatorSets().length, 2, "BURN-1");

        strategyManager.clearBurnOrRedistributableShares(set, burnId);
        strategyManager.clearBurnOrRedistributableSharesByStrategy(redistributing, giveId, address(strategy));

        assertEq(token.balanceOf(BURNT), burnt, "BURN-1");
        assertEq(token.balanceOf(recipient), given, "BURN-1");
        assertEq(strategyManager.getPendingOperatorSets().length, 0, "BURN-1");
        assertEq(strategyManager.getPendingSlashIds(set).length, 0, "BURN-1");
        assertEq(strategyManager.getBurnOrRedistributableShares(set, burnId, address(strategy)), 0, "BURN-1");

        // Again, and of what never was, it does nothing.
        uint256[] memory amounts = strategyManager.clearBurnOrRedistributableShares(set, burnId);
        assertEq(amounts.length, 0, "BURN-1");
        assertEq(
            strategyManager.clearBurnOrRedistributableSharesByStrategy(redistributing, giveId, address(strategy)),
            0,
            "BURN-1"
        );
        assertEq(strategyManager.clearBurnOrRedistributableSharesByStrategy(set, 99, address(second)), 0, "BURN-1");
        assertEq(token.balanceOf(BURNT) + token.balanceOf(recipient), burnt + given, "BURN-1");
        assertEq(strategy.totalShares(), 100 ether - burnt - given, "BURN-1");
    }

    function test_tellsWhatItTookAndWhatItSent() public {
        vm.expectEmit(address(strategyManager));
        emit IStrategyManager.BurnOrRedistributableSharesIncreased(set, 1, address(strategy), 50 ether);
        (uint256 slashId,) = _slash(operator, set, address(strategy), WAD);

        vm.expectEmit(address(strategyManager));
        emit IStrategyManager.BurnOrRedistributableSharesDecreased(set, slashId, address(strategy), 50 ether);
        assertEq(
            strategyManager.clearBurnOrRedistributableSharesByStrategy(set, slashId, address(strategy)),
            50 ether,
            "BURN-1: tokens"
        );
    }

    function test_slashesWaitApart() public {
        address[] memory both = _sorted(address(strategy), address(second));
        uint256[] memory wads = new uint256[](2);
        (wads[0], wads[1]) = (WAD / 2, WAD / 4);
        vm.startPrank(avs);
        alm.slashOperator(avs, SlashingParams(operator, 1, both, wads, ""));
        alm.slashOperator(avs, SlashingParams(operator, 1, both, wads, ""));
        vm.stopPrank();

        uint256[] memory ids = strategyManager.getPendingSlashIds(set);
        assertEq(ids.length, 2, "BURN-1");
        assertEq(strategyManager.getBurnOrRedistributableCount(set, ids[0]), 2, "BURN-1");
        (address[] memory of_, uint256[] memory shares) = strategyManager.getBurnOrRedistributableShares(set, ids[0]);
        assertEq(of_[0], both[0], "BURN-1");
        assertEq(of_[1], both[1], "BURN-1");
        assertEq(shares[0], 25 ether, "MAG-8");
        assertEq(shares[1], 12.5 ether, "MAG-8");

        // Paused, one of them waits; the other doesn't wait for it.
        vm.prank(pauser);
        StrategyBase(both[0]).pause(1 << 1);
        vm.expectRevert(IPausable.CurrentlyPaused.selector);
        strategyManager.clearBurnOrRedistributableShares(set, ids[0]);
        strategyManager.clearBurnOrRedistributableSharesByStrategy(set, ids[0], both[1]);
        assertEq(Token(StrategyBase(both[1]).underlyingToken()).balanceOf(BURNT), 12.5 ether, "BURN-1");
        assertEq(strategyManager.getBurnOrRedistributableCount(set, ids[0]), 1, "BURN-1");
        assertEq(strategyManager.getPendingSlashIds(set).length, 2, "BURN-1");

        vm.prank(unpauser);
        StrategyBase(both[0]).unpause(0);
        uint256[] memory amounts = strategyManager.clearBurnOrRedistributableShares(set, ids[0]);
        assertEq(amounts.length, 1, "BURN-1");
        assertEq(amounts[0], 25 ether, "BURN-1");
        assertEq(strategyManager.getPendingSlashIds(set).length, 1, "BURN-1");
        assertEq(strategyManager.getPendingOperatorSets().length, 1, "BURN-1");
        assertEq(strategyManager.getPendingOperatorSets()[0].id, 1, "BURN-1");
    }

    function test_theOldBurnsAreEmpty() public {
        _slash(operator, set, address(strategy), WAD);
        strategyManager.burnShares(address(strategy));

        assertEq(strategyManager.getBurnableShares(address(strategy)), 0, "BURN-1");
        (address[] memory of_,) = strategyManager.getStrategiesWithBurnableShares();
        assertEq(of_.length, 0, "BURN-1");
        assertEq(token.balanceOf(BURNT), 0, "BURN-1");
    }

    /// @dev Beacon ether isn't moved: it is counted, and stays in the pods.
    function test_beaconEtherIsOnlyCounted() public {
        _checkpoint(alice, 0, 64 ether);
        OperatorSet memory native = OperatorSet(avs, 3);
        CreateSetParamsV2[] memory params = new CreateSetParamsV2[](1);
        params[0] = CreateSetParamsV2(3, _one(BEACON_ETHER), avs);
        vm.prank(avs);
        alm.createOperatorSets(avs, params);
        _join(operator, native);
        _allocate(operator, native, BEACON_ETHER, WAD / 2);

        (uint256 slashId, uint256 shares) = _slash(operator, native, BEACON_ETHER, WAD / 2);

        assertEq(shares, 16 ether, "MAG-8");
        assertEq(eigenPodManager.burnableETHShares(), 16 ether, "MAG-8");
        assertEq(strategyManager.getBurnOrRedistributableCount(native, slashId), 0, "BURN-1");
    }

    function _sorted(address a, address b) private pure returns (address[] memory both) {
        both = new address[](2);
        (both[0], both[1]) = a < b ? (a, b) : (b, a);
    }
}
