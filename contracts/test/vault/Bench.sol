// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {StakedEther} from "../../src/staking/StakedEther.sol";
import {RedeemQueue} from "../../src/vault/RedeemQueue.sol";
import {VaultParameters} from "../../src/vault/types/Parameters.sol";
import {Support, Vm} from "../beacon/Support.sol";
import {WETH9} from "../support/WETH9.sol";

interface Cheats is Vm {
    function assume(bool condition) external pure;
    function computeCreateAddress(address deployer, uint256 nonce) external pure returns (address);
    function getNonce(address account) external view returns (uint64);
    function revertToState(uint256 id) external returns (bool);
    function sign(uint256 key, bytes32 digest) external pure returns (uint8 v, bytes32 r, bytes32 s);
    function snapshotState() external returns (uint256);
    function startPrank(address sender) external;
    function stopPrank() external;
}

/// @dev The vault and its queue as they are deployed. The registry is an actor here: it finds what the test says.
abstract contract Bench is Support {
    Cheats internal constant cheats = Cheats(address(uint160(uint256(keccak256("hevm cheat code")))));

    address internal constant DEAD = 0x000000000000000000000000000000000000dEaD;
    uint256 internal constant BPS = 1e4;
    uint256 internal constant GENESIS = 0.1 ether;
    uint256 internal constant START = 1_800_000_000;
    uint256 internal constant ALL = type(uint256).max;

    address internal constant alice = address(0xA11CE);
    address internal constant bob = address(0xB0B);
    address internal constant mallory = address(0x3A110);
    address internal constant prover = address(0x9407E4);
    address internal constant registry = address(0x4E615);
    address internal constant treasury = address(0x7EA5);

    WETH9 internal weth;
    RedeemQueue internal queue;
    StakedEther internal vault;
    VaultParameters internal p;

    function setUp() public virtual {
        vm.warp(START);
        _deploy(GENESIS);
    }

    function _deploy(uint256 genesis) internal {
        weth = new WETH9();
        address predicted = cheats.computeCreateAddress(address(this), cheats.getNonce(address(this)) + 1);
        queue = new RedeemQueue(predicted, address(weth));
        p = VaultParameters({
            weth: address(weth),
            queue: address(queue),
            treasury: treasury,
            vestingPeriod: 1 days,
            staleAfter: 2 days,
            freshFor: 6 hours,
            feeBps: 1000,
            maxDailyGrowthBps: 20,
            laneBps: 100,
            laneMinFeeBps: 5,
            laneMaxFeeBps: 200,
            minRequest: 0.01 ether,
            minFill: 0.01 ether,
            tipBps: 500
        });
        vm.deal(address(this), genesis);
        vault = new StakedEther{value: genesis}(registry, p);
    }

    // -- Verbs -------------------------------------------------------------------------------------------------------

    function _deposit(address who, uint256 assets) internal returns (uint256 shares) {
        vm.deal(who, who.balance + assets);
        vm.prank(who);
        shares = vault.depositETH{value: assets}(who);
    }

    function _giveWeth(address who, uint256 assets) internal {
        vm.deal(who, who.balance + assets);
        cheats.startPrank(who);
        weth.deposit{value: assets}();
        weth.approve(address(vault), ALL);
        cheats.stopPrank();
    }

    function _request(address who, uint256 shares) internal returns (uint256 id) {
        vm.prank(who);
        id = vault.requestRedeem(shares, who, who);
    }

    function _claim(address who, uint256 id) internal returns (uint256 assets, uint256 remainder) {
        vm.prank(who);
        return queue.claim(id, who);
    }

    function _instant(address who, uint256 shares) internal returns (uint256 assets) {
        vm.prank(who);
        assets = vault.redeemInstant(shares, who, who);
    }

    function _donate(address to, uint256 assets) internal {
        vm.deal(address(this), assets);
        (bool ok,) = to.call{value: assets}("");
        require(ok, "donation");
    }

    function _settle(address who, uint256 id) internal {
        uint256[] memory ids = new uint256[](1);
        ids[0] = id;
        vm.prank(who);
        queue.settle(ids);
    }

    // -- The registry ------------------------------------------------------------------------------------------------

    /// @dev Moves what may be staked, so that there is something outside that can be lost.
    function _stakeAll() internal {
        uint256 assets = vault.stakeable();
        if (assets == 0) return;
        vm.prank(registry);
        vault.stake(assets);
    }

    function _open() internal returns (uint256 execution) {
        vm.prank(registry);
        execution = vault.open();
    }

    function _close(uint256 execution, int256 delta) internal {
        uint256 outside = uint256(int256(vault.snapshot().outside) + delta);
        vm.prank(registry);
        vault.close(execution, outside, block.timestamp);
    }

    /// @dev A checkpoint, opened and finished now, that finds `delta` more (or less) outside than was known.
    function _checkpoint(int256 delta) internal {
        _close(_open(), delta);
    }

    function _suspend() internal {
        vm.prank(registry);
        vault.suspend();
    }

    // -- Looking -----------------------------------------------------------------------------------------------------

    function _skip(uint256 time) internal {
        vm.warp(block.timestamp + time);
    }

    function _assets() internal view returns (uint256) {
        return vault.totalAssets();
    }

    /// @dev The rate with 36 digits, for comparing; contracts don't compute with it.
    function _rate() internal view returns (uint256) {
        (uint256 assets, uint256 supply) = vault.rate();
        return assets * 1e36 / supply;
    }

    function _bound(uint256 value, uint256 least, uint256 most) internal pure returns (uint256) {
        return value >= least && value <= most ? value : least + value % (most - least + 1);
    }

    function _ceilDiv(uint256 a, uint256 b) internal pure returns (uint256) {
        return (a + b - 1) / b;
    }

    function assertLe(uint256 actual, uint256 most, string memory claim) internal pure {
        if (actual > most) revert Unequal(bytes32(actual), bytes32(most), claim);
    }

    function assertGe(uint256 actual, uint256 least, string memory claim) internal pure {
        if (actual < least) revert Unequal(bytes32(actual), bytes32(least), claim);
    }

    function assertNear(uint256 actual, uint256 expected, uint256 tolerance, string memory claim) internal pure {
        uint256 distance = actual > expected ? actual - expected : expected - actual;
        if (distance > tolerance) revert Unequal(bytes32(actual), bytes32(expected), claim);
    }

    function _refuses(bytes4 selector) internal {
        vm.expectPartialRevert(selector);
    }
}
