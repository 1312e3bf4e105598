// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ILiquidVault} from "../../src/interfaces/ILiquidVault.sol";
import {IRedeemQueue} from "../../src/interfaces/IRedeemQueue.sol";
import {StakedEther} from "../../src/staking/StakedEther.sol";
import {RedeemQueue} from "../../src/vault/RedeemQueue.sol";
import {VaultParameters} from "../../src/vault/types/Parameters.sol";
import {Test} from "../support/Test.sol";
import {WETH9} from "../support/WETH9.sol";

/// @dev A csETH of its own. An account stands where the registry will; `outside` is what it would prove.
abstract contract Scene is Test {
    address internal constant DEAD = 0x000000000000000000000000000000000000dEaD;
    uint256 internal constant GENESIS = 1 ether;
    uint256 internal constant ORIGIN = 1e18;
    uint256 internal constant START = 1_800_000_000;

    WETH9 internal weth;
    RedeemQueue internal queue;
    StakedEther internal vault;
    address internal escrow;

    address internal registry = account("registry");
    address internal treasury = account("treasury");
    address internal alice = account("alice");
    address internal bob = account("bob");
    address internal carol = account("carol");
    address internal keeper = account("keeper");

    /// @dev wei on the beacon chain.
    uint256 internal outside;

    function setUp() public virtual {
        vm.warp(START);
        vm.deal(address(this), type(uint128).max);
        weth = new WETH9();
        deployVault(defaults());
    }

    function defaults() internal view returns (VaultParameters memory) {
        return VaultParameters({
            weth: address(weth),
            queue: address(0),
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
    }

    function deployVault(VaultParameters memory p) internal {
        queue = new RedeemQueue(predicted(), address(weth));
        escrow = queue.escrow();
        p.queue = address(queue);
        vault = new StakedEther{value: GENESIS}(registry, p);
        vm.label(address(vault), "vault");
        vm.label(address(queue), "queue");
        vm.label(escrow, "escrow");
    }

    uint256 private created = 1;

    /// @dev The address of what this contract creates after the queue. Its first creation is WETH.
    function predicted() private returns (address) {
        created += 2;
        return createAddress(address(this), created);
    }

    function createAddress(address from, uint256 nonce) internal pure returns (address) {
        require(nonce < 0x80, "createAddress: one byte of nonce");
        return address(uint160(uint256(keccak256(abi.encodePacked(hex"d694", from, uint8(nonce))))));
    }

    // -- Verbs -------------------------------------------------------------------------------------------------------

    function deposit(address user, uint256 assets) internal returns (uint256 shares) {
        vm.deal(user, user.balance + assets);
        vm.prank(user);
        return vault.depositETH{value: assets}(user);
    }

    function request(address user, uint256 shares) internal returns (uint256 id) {
        vm.prank(user);
        return vault.requestRedeem(shares, user, user);
    }

    function fill() internal returns (uint256 shares, uint256 assets) {
        return fill(type(uint256).max);
    }

    function fill(uint256 maxAssets) internal returns (uint256 shares, uint256 assets) {
        vm.prank(keeper);
        return vault.fill(maxAssets);
    }

    function claim(address user, uint256 id) internal returns (uint256 assets, uint256 remainder) {
        vm.prank(user);
        return queue.claim(id, user);
    }

    function redeemInstant(address user, uint256 shares) internal returns (uint256 assets) {
        vm.prank(user);
        return vault.redeemInstant(shares, user, user);
    }

    function stake(uint256 assets) internal {
        vm.prank(registry);
        vault.stake(assets);
        outside += assets;
    }

    function stakeAll() internal {
        stake(vault.stakeable());
    }

    function open() internal returns (uint256 execution) {
        return open(0);
    }

    /// @param swept wei that the beacon chain paid out.
    function open(uint256 swept) internal returns (uint256 execution) {
        vm.deal(registry, registry.balance + swept);
        vm.prank(registry);
        return vault.open{value: swept}();
    }

    function close(uint256 execution) internal returns (int256 delta) {
        vm.prank(registry);
        return vault.close(execution, outside, block.timestamp);
    }

    function checkpoint() internal returns (int256 delta) {
        return close(open());
    }

    /// @dev A checkpoint that finds `gained` more on the beacon chain.
    function earn(uint256 gained) internal returns (int256 delta) {
        outside += gained;
        return checkpoint();
    }

    /// @dev A checkpoint that finds `lost` less on the beacon chain.
    function suffer(uint256 lost) internal returns (int256 delta) {
        outside -= lost;
        return checkpoint();
    }

    function pass(uint256 time) internal {
        vm.warp(block.timestamp + time);
    }

    /// @dev Brings the vault to some rate: nothing booked, or a gain that has vested in part, or a loss of up to nine tenths.
    function anyRate(uint256 seed) internal {
        deposit(bob, bound(seed, 1 ether, 10_000 ether));
        stakeAll();
        if (seed % 3 == 1) earn(bound(seed >> 8, 1, 5 ether));
        if (seed % 3 == 2) suffer(bound(seed >> 8, 1, outside * 9 / 10));
        pass(bound(seed >> 16, 0, 1 days));
    }

    // -- What is true ------------------------------------------------------------------------------------------------

    function worth(uint256 shares) internal view returns (uint256) {
        return vault.convertToAssets(shares);
    }

    /// @dev What a share is worth, to many digits.
    function price() internal view returns (uint256) {
        (uint256 assets, uint256 supply) = vault.rate();
        return assets * 1e27 / supply;
    }

    function snapshot() internal view returns (ILiquidVault.Snapshot memory) {
        return vault.snapshot();
    }

    function positionOf(uint256 id) internal view returns (IRedeemQueue.Position memory) {
        return queue.position(id);
    }

    receive() external payable {}
}
