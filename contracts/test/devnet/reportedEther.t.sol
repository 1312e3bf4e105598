// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ReportedEther} from "../../src/devnet/ReportedEther.sol";
import {RETHAdapter} from "../../src/liquid/adapters/RETHAdapter.sol";
import {WstETHAdapter} from "../../src/liquid/adapters/WstETHAdapter.sol";
import {Test} from "../support/Test.sol";

contract ReportedEtherTest is Test {
    address private constant NOBODY = 0x000000000000000000000000000000000000dEaD;

    address private reporter = account("reporter");
    address private alice = account("alice");
    ReportedEther private token;

    function setUp() public {
        vm.deal(address(this), 1 ether);
        vm.deal(alice, 1000 ether);
        vm.deal(reporter, 2000 ether);
        token = new ReportedEther{value: 1 ether}(reporter);
    }

    function testFuzz_report_movesEveryUnitsWorthAlike(uint256 staked, uint256 pooled) public {
        staked = bound(staked, 1, 900 ether);
        pooled = bound(pooled, 0, 1901 ether);
        _stake(staked);
        _report(pooled);
        uint256 units = token.balanceOf(alice);
        assertEq(
            token.getStETHByWstETH(units), units * pooled / (1 ether + staked), "worth is a part of what is pooled"
        );
        assertEq(address(token).balance, pooled, "what is reported is here");
    }

    function testFuzz_stake_roundTripCreatesNoAssets(uint256 pooled, uint256 staked) public {
        pooled = bound(pooled, 1, 1001 ether);
        staked = bound(staked, 1, 900 ether);
        _report(pooled);
        uint256 units = _stake(staked);
        vm.prank(alice);
        assertLe(token.unstake(units), staked, "no round trip pays");
        assertGe(address(token).balance, pooled, "nor takes from who is in");
    }

    function test_report_onlyTheReporterAndWithWhatWasGained() public {
        vm.expectRevert(abi.encodeWithSelector(ReportedEther.OnlyReporter.selector, alice));
        vm.prank(alice);
        token.report(0);
        vm.expectRevert(abi.encodeWithSelector(ReportedEther.GainNotPaid.selector, 1 ether, 1 ether - 1));
        vm.prank(reporter);
        token.report{value: 1 ether - 1}(2 ether);
        vm.expectRevert(abi.encodeWithSelector(ReportedEther.GainNotPaid.selector, 0, 1));
        vm.prank(reporter);
        token.report{value: 1}(0.5 ether);
    }

    function test_report_ofALossTheEtherIsGone() public {
        _report(0.4 ether);
        assertEq(NOBODY.balance, 0.6 ether, "a loss has left");
        _report(0);
        assertEq(token.getEthValue(1 ether), 0, "all is lost");
        vm.expectRevert(ReportedEther.NothingPooled.selector);
        vm.prank(alice);
        token.stake{value: 1 ether}();
    }

    function test_rate_bothAdaptersReadTheSame() public {
        _report(1.25 ether);
        WstETHAdapter asWrapped = new WstETHAdapter(address(token));
        RETHAdapter asRocket = new RETHAdapter(address(token));
        assertEq(asWrapped.toAssetsDown(4 ether), 5 ether, "DOOR-2");
        assertEq(asRocket.toAssetsDown(4 ether), 5 ether, "DOOR-2");
        assertEq(asWrapped.toUnitsDown(5 ether), 4 ether, "DOOR-2");
        assertEq(asRocket.toUnitsDown(5 ether), 4 ether, "DOOR-2");
    }

    function _stake(uint256 assets) private returns (uint256) {
        vm.prank(alice);
        return token.stake{value: assets}();
    }

    function _report(uint256 pooled) private {
        uint256 before = token.pooled();
        vm.prank(reporter);
        token.report{value: pooled > before ? pooled - before : 0}(pooled);
    }
}
