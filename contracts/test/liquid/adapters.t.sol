// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ReportedEther} from "../../src/devnet/ReportedEther.sol";
import {IRestakedEther} from "../../src/interfaces/liquid/IRestakedEther.sol";
import {AssetParameters, ISpread} from "../../src/interfaces/liquid/ISpread.sol";
import {RETHAdapter} from "../../src/liquid/adapters/RETHAdapter.sol";
import {StakedEtherAdapter} from "../../src/liquid/adapters/StakedEtherAdapter.sol";
import {WstETHAdapter} from "../../src/liquid/adapters/WstETHAdapter.sol";
import {Scene} from "./Scene.sol";

/// @dev Two tokens of other issuers' kind, each by its adapter: a wstETH and an rETH, as far as anyone can tell from their faces.
contract LiquidAdaptersTest is Scene {
    uint256 private constant WSTETH = 2;
    uint256 private constant RETH = 3;
    uint256 private constant CAP = 100 ether;

    address private reporter = account("reporter");
    mapping(uint256 asset => ReportedEther) private tokens;

    function setUp() public override {
        super.setUp();
        _deposit(alice, 60 ether);
        // A unit is worth 1.2 wei, so that nobody takes units for wei.
        for (uint256 asset = WSTETH; asset <= RETH; ++asset) {
            _report(asset, int256(tokens[asset].pooled() / 5));
        }
    }

    function _assets() internal override returns (AssetParameters[] memory assets) {
        for (uint256 asset = WSTETH; asset <= RETH; ++asset) {
            tokens[asset] = new ReportedEther{value: 1 ether}(account("reporter"));
        }
        address wstETH = address(tokens[WSTETH]);
        address rETH = address(tokens[RETH]);
        assets = new AssetParameters[](4);
        assets[ETHER] = AssetParameters(BEACON_ETHER, address(0), 0, 0, false);
        address own = address(new StakedEtherAdapter(address(csETH)));
        assets[CSETH] = AssetParameters(csStrategy, own, 10_000 ether, 10, true);
        address adapter = address(new WstETHAdapter(wstETH));
        assets[WSTETH] = AssetParameters(address(factory.deployNewStrategy(wstETH)), adapter, uint96(CAP), 25, false);
        adapter = address(new RETHAdapter(rETH));
        assets[RETH] = AssetParameters(address(factory.deployNewStrategy(rETH)), adapter, uint96(CAP), 100, false);
    }

    function testFuzz_deposit_isWorthItsIssuersRateLessTheHaircut(bool which, uint256 assets) public {
        uint256 asset = which ? WSTETH : RETH;
        assets = bound(assets, 0.01 ether, CAP - 1);
        uint256 units = _bring(asset, assets);
        uint256 worth = units * 12 / 10;
        uint256 price = _price();
        uint256 shares = _enter(asset, units);
        assertNear(_worth(shares), worth * (10_000 - _haircut(asset)) / 10_000, 2, "DOOR-2: at the issuer's rate");
        assertNear(_price(), price, 1e9, "DOOR-1: nobody's rate moves");
        spread.appraise(asset);
        assertNear(vault.snapshot().unvested, worth * _haircut(asset) / 10_000, 3, "DOOR-1: the haircut vests");
        assertEq(spread.assetAt(asset).waiting, units, "NAV-3: and the token waits");
        _assertBooked();
    }

    /// @dev The price never comes from a market: nothing but the token is asked.
    function testFuzz_adapters_roundTripsRoundDown(bool which, uint256 assets) public view {
        assets = bound(assets, 1, 1e26);
        (, address adapter) = _of(which ? WSTETH : RETH);
        uint256 units = WstETHAdapter(adapter).toUnitsDown(assets);
        uint256 back = WstETHAdapter(adapter).toAssetsDown(units);
        assertLe(back, assets, "RATE-1: against who asks");
        assertGe(back + 2, assets, "RATE-1: by a unit");
    }

    function test_deposit_theCapIsADoorAndOnlyThatTokens() public {
        uint256 units = _bring(WSTETH, CAP + 2 ether);
        vm.startPrank(carol);
        tokens[WSTETH].approve(address(spread), units);
        vm.expectPartialRevert(ISpread.DoorClosed.selector);
        spread.deposit(WSTETH, units, carol, 0, block.timestamp);
        vm.stopPrank();
        assertGt(_enter(RETH, _bring(RETH, 1 ether)), 0, "DOOR-2: its own door");
    }

    /// @dev Finding 15: what a token lost is in the rate as soon as its issuer says so, whole, and nobody is paid before.
    function test_incident15_aFallOfATokenIsBookedWholeAndStopsPaymentsUntilThen() public {
        for (uint256 asset = WSTETH; asset <= RETH; ++asset) {
            _enter(asset, _bring(asset, 30 ether));
            spread.appraise(asset);
            spread.check();
            uint256 before = spread.booked();
            uint256 lost = spread.assetAt(asset).booked / 10;
            _report(asset, -int256(tokens[asset].pooled() / 10));
            _pass(1);
            vm.expectRevert(abi.encodeWithSelector(ISpread.Depreciated.selector, asset));
            spread.check();
            vm.expectPartialRevert(IRestakedEther.NotStamped.selector);
            vm.prank(alice);
            vault.redeemInstant(0.1 ether, alice, alice);

            vm.prank(stranger);
            spread.appraise(asset);
            assertNear(before - spread.booked(), lost, 2, "NAV-9: a tenth of it");
            spread.check();
            _assertBooked();
        }
    }

    /// @dev Its worth is worth nothing: it stops no one. It counts 0 and waits for better days.
    function test_appraise_aTokenThatIsWorthNothingStopsNobody() public {
        _enter(WSTETH, _bring(WSTETH, 30 ether));
        _report(WSTETH, -int256(tokens[WSTETH].pooled()));
        spread.appraise(WSTETH);
        assertEq(spread.assetAt(WSTETH).booked, 0, "NAV-4: all of it");
        _round();
        spread.check();
        vm.prank(alice);
        assertGt(vault.redeemInstant(0.1 ether, alice, alice), 0, "LIVE-2: others are paid");
        _assertBooked();
    }

    function test_appraise_whatATokenEarnsVests() public {
        _enter(RETH, _bring(RETH, 30 ether));
        spread.appraise(RETH);
        (uint256 price, uint256 before) = (_price(), vault.snapshot().unvested);
        _report(RETH, int256(tokens[RETH].pooled() / 100));
        spread.appraise(RETH);
        assertEq(_price(), price, "VEST-1: worth nothing yet");
        assertNear(vault.snapshot().unvested - before, 0.3 ether, 0.002 ether, "VEST-1: it vests");
        _assertBooked();
    }

    /// @dev Restaked, slashed, taken back: by its strategy, like every other.
    function test_route_aTokenIsRestakedAndSlashedAndBack() public {
        _enter(WSTETH, _bring(WSTETH, 30 ether));
        for (uint256 i; i < OPERATORS; ++i) {
            spread.route(i, WSTETH, spread.roomFor(i, WSTETH));
        }
        address delegator = _delegatorOf(0);
        uint256 units = spread.holdingOf(0, WSTETH).units;
        assertGt(units, 8 ether, "ROUTE-2: its weight's part");
        vm.prank(operators[0]);
        delegation.undelegate(delegator);
        _pass(DELAY + 1);
        uint256 before = spread.booked();
        _completeAll(0);
        assertNear(spread.assetAt(WSTETH).waiting, units, 4, "LADDER-5: it comes back");
        assertNear(spread.booked(), before, 4, "NAV-6: and nothing else changes");
    }

    /// @dev It has no line for ether: it leaves by those who want it in kind.
    function test_redeemInKind_anyTokenThatWaitsAtTheLanesPrice() public {
        _enter(RETH, _bring(RETH, 3 ether));
        _round();
        spread.check();
        uint256 expected = vault.previewRedeemInstant(0.2 ether);
        vm.prank(alice);
        uint256 units = vault.redeemInKind(RETH, 0.2 ether, alice, alice, 0, block.timestamp);
        assertEq(units, tokens[RETH].getRethValue(expected), "KIND-1: the lane's price");
        assertEq(tokens[RETH].balanceOf(alice), units, "KIND-1: in the token");
        vm.expectRevert(abi.encodeWithSelector(ISpread.NoQueue.selector, RETH));
        spread.unwind(RETH);
        _assertBooked();
    }

    // -- The issuer --------------------------------------------------------------------------------------------------

    function _bring(uint256 asset, uint256 assets) private returns (uint256) {
        vm.deal(carol, assets);
        vm.prank(carol);
        return tokens[asset].stake{value: assets}();
    }

    function _enter(uint256 asset, uint256 units) private returns (uint256 shares) {
        vm.startPrank(carol);
        tokens[asset].approve(address(spread), units);
        shares = spread.deposit(asset, units, carol, 0, block.timestamp);
        vm.stopPrank();
    }

    function _report(uint256 asset, int256 change) private {
        uint256 pooled = tokens[asset].pooled();
        uint256 gain = change > 0 ? uint256(change) : 0;
        vm.deal(reporter, gain);
        vm.prank(reporter);
        tokens[asset].report{value: gain}(uint256(int256(pooled) + change));
    }

    function _of(uint256 asset) private view returns (address strategy, address adapter) {
        ISpread.Asset memory of_ = spread.assetAt(asset);
        return (of_.strategy, of_.adapter);
    }

    function _haircut(uint256 asset) private pure returns (uint256) {
        return asset == WSTETH ? 25 : 100;
    }
}
