// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";

import {ILiquidVault} from "../../src/interfaces/ILiquidVault.sol";
import {IStakedEther} from "../../src/interfaces/IStakedEther.sol";
import {StakedEther} from "../../src/staking/StakedEther.sol";
import {RedeemQueue} from "../../src/vault/RedeemQueue.sol";
import {ParameterOutOfBounds, VaultParameters} from "../../src/vault/types/Parameters.sol";
import {Scene} from "./Scene.sol";

/// @dev The functions whose selectors make an interface's id.
interface Operators {
    function setOperator(address operator, bool approved) external returns (bool);
    function isOperator(address controller, address operator) external view returns (bool);
}

interface AsyncRedeem {
    function requestRedeem(uint256 shares, address controller, address owner) external returns (uint256);
    function pendingRedeemRequest(uint256 requestId, address controller) external view returns (uint256);
    function claimableRedeemRequest(uint256 requestId, address controller) external view returns (uint256);
}

interface Vault7575 {
    function asset() external view returns (address);
    function share() external view returns (address);
    function convertToShares(uint256 assets) external view returns (uint256);
    function convertToAssets(uint256 shares) external view returns (uint256);
    function totalAssets() external view returns (uint256);
    function maxDeposit(address receiver) external view returns (uint256);
    function previewDeposit(uint256 assets) external view returns (uint256);
    function deposit(uint256 assets, address receiver) external returns (uint256);
    function maxMint(address receiver) external view returns (uint256);
    function previewMint(uint256 shares) external view returns (uint256);
    function mint(uint256 shares, address receiver) external returns (uint256);
    function maxWithdraw(address owner) external view returns (uint256);
    function previewWithdraw(uint256 assets) external view returns (uint256);
    function withdraw(uint256 assets, address receiver, address owner) external returns (uint256);
    function maxRedeem(address owner) external view returns (uint256);
    function previewRedeem(uint256 shares) external view returns (uint256);
    function redeem(uint256 shares, address receiver, address owner) external returns (uint256);
}

contract InterfaceTest is Scene {
    function test_supportsInterface_whatItSpeaksAndNothingElse() public view {
        assertTrue(vault.supportsInterface(type(IERC165).interfaceId), "ERC-165");
        assertTrue(vault.supportsInterface(type(Operators).interfaceId), "ERC-7540 operators");
        assertTrue(vault.supportsInterface(type(AsyncRedeem).interfaceId), "ERC-7540 redemptions");
        assertTrue(vault.supportsInterface(type(Vault7575).interfaceId), "ERC-7575");
        assertTrue(!vault.supportsInterface(0xffffffff), "ERC-165");
        assertTrue(!vault.supportsInterface(0xce3bbe50), "deposits aren't asynchronous");
        assertTrue(type(Operators).interfaceId == 0xe3bc4e65, "as ERC-7540 says");
        assertTrue(type(AsyncRedeem).interfaceId == 0x620ee8e4, "as ERC-7540 says");
        assertTrue(type(Vault7575).interfaceId == 0x2f0a18c5, "as ERC-7575 says");
    }

    function test_previews_ofAsynchronousRedemptionsAreRefused() public {
        vm.expectRevert(ILiquidVault.PreviewUnavailable.selector);
        vault.previewRedeem(1 ether);
        vm.expectRevert(ILiquidVault.PreviewUnavailable.selector);
        vault.previewWithdraw(1 ether);
    }

    function testFuzz_views_neverRevertWhateverTheState(uint256 seed, uint256 time) public {
        anyRate(seed);
        if (seed % 5 == 0) open();
        if (seed % 7 == 0) {
            vm.prank(registry);
            vault.suspend();
        }
        pass(bound(time, 0, 1000 days));
        (uint256 assets, uint256 supply) = vault.rate();
        assertGt(assets, 0, "SOLV-4");
        assertGt(supply, 0, "SOLV-1");
        assertEq(vault.totalAssets(), assets, "RATE-3");
        assertEq(vault.totalSupply(), supply, "RATE-3");
        (uint256 sameAssets, uint256 sameSupply, uint256 provenAt) = vault.rateAndAge();
        assertEq(sameAssets, assets, "RATE-3");
        assertEq(sameSupply, supply, "RATE-3");
        assertEq(provenAt, snapshot().provenAt, "the proven time");
        vault.idle();
        vault.queued();
        vault.shortfall();
        vault.stakeable();
        vault.maxDeposit(alice);
        vault.maxMint(alice);
        vault.maxRedeem(alice);
        vault.maxWithdraw(alice);
        vault.pendingRedeemRequest(1, alice);
        vault.claimableRedeemRequest(1, alice);
        vault.snapshot();
    }

    function test_rate_readsTwoWords() public {
        anyRate(1);
        vm.record();
        vault.rateAndAge();
        (bytes32[] memory reads,) = vm.accesses(address(vault));
        assertEq(reads.length, 2, "two storage words");
    }

    function test_registrySide_isTheRegistrysAlone() public {
        bytes memory refused = abi.encodeWithSelector(IStakedEther.OnlyRegistry.selector, address(this));
        vm.expectRevert(refused);
        vault.open();
        vm.expectRevert(refused);
        vault.close(0, 0, 0);
        vm.expectRevert(refused);
        vault.credit(alice, 1);
        vm.expectRevert(refused);
        vault.stake(0);
        vm.expectRevert(refused);
        vault.suspend();
        vm.expectRevert(refused);
        vault.tip(alice, 1, 1);
    }

    function testFuzz_credit_isADepositWhoseEtherIsElsewhere(uint256 seed, uint256 assets) public {
        anyRate(seed);
        assets = bound(assets, 1 gwei, 32 ether);
        uint256 expected = vault.previewDeposit(assets);
        uint256 idle = vault.idle();
        uint256 before = price();
        vm.prank(registry);
        assertEq(vault.credit(alice, assets), expected, "RATE-3");
        assertEq(vault.balanceOf(alice), expected, "credited");
        assertEq(vault.idle(), idle, "SOLV-3");
        assertGe(price(), before, "RATE-1");
        outside += assets;
        assertEq(checkpoint(), 0, "CKPT-3");

        pass(2 days + 1);
        vm.expectRevert(
            abi.encodeWithSelector(ILiquidVault.Stale.selector, snapshot().provenAt, snapshot().provenAt + 2 days)
        );
        vm.prank(registry);
        vault.credit(alice, assets);
    }

    // -- Deployment --------------------------------------------------------------------------------------------------

    function test_constructor_leavesDeadSharesOneToOne() public view {
        assertEq(vault.balanceOf(DEAD), GENESIS, "dead shares");
        assertEq(vault.totalSupply(), GENESIS, "SOLV-1");
        assertEq(vault.totalAssets(), GENESIS, "one to one");
        assertEq(vault.asset(), address(weth), "WETH");
        assertEq(vault.share(), address(vault), "ERC-7575");
        assertEq(vault.queue(), address(queue), "wired");
        assertEq(queue.vault(), address(vault), "wired");
        assertEq(vault.registry(), registry, "wired");
        assertEq(vault.treasury(), treasury, "wired");
    }

    function test_parameters_areWhatWasDeployed() public view {
        VaultParameters memory p = defaults();
        p.queue = address(queue);
        assertTrue(keccak256(abi.encode(vault.parameters())) == keccak256(abi.encode(p)), "as deployed");
    }

    function test_constructor_aQueueThatWasToldOfAnotherVaultIsRefused() public {
        VaultParameters memory p = defaults();
        p.queue = address(queue);
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.InvalidReceiver.selector, address(queue)));
        new StakedEther{value: GENESIS}(registry, p);
    }

    function test_constructor_everyParameterHasItsBounds() public {
        VaultParameters memory p = defaults();
        string[11] memory names = [
            "vestingPeriod",
            "staleAfter",
            "freshFor",
            "feeBps",
            "maxDailyGrowthBps",
            "laneBps",
            "laneMinFeeBps",
            "laneMaxFeeBps",
            "minRequest",
            "minFill",
            "tipBps"
        ];
        uint256[2][11] memory bounds = [
            [uint256(1 hours), 30 days],
            [uint256(6 hours), 30 days],
            [uint256(10 minutes), 1 days],
            [uint256(0), 2000],
            [uint256(1), 100],
            [uint256(0), 1000],
            [uint256(1), 100],
            [uint256(5), 1000],
            [uint256(1e12), 1e18],
            [uint256(1e12), 1 ether],
            [uint256(0), 2000]
        ];
        for (uint256 i; i < 11; ++i) {
            for (uint256 side; side < 2; ++side) {
                if (side == 0 && bounds[i][0] == 0) continue;
                uint256 beyond = side == 0 ? bounds[i][0] - 1 : bounds[i][1] + 1;
                // At its bound a parameter is fine, beside it not; the highest least fee needs a greatest one above it.
                uint256 state = vm.snapshotState();
                _set(p, i, bounds[i][side]);
                deployVault(p);
                vm.revertToState(state);
                state = vm.snapshotState();

                _set(p, i, beyond);
                p.queue = address(queue);
                vm.expectRevert(
                    abi.encodeWithSelector(ParameterOutOfBounds.selector, names[i], beyond, bounds[i][0], bounds[i][1])
                );
                new StakedEther{value: GENESIS}(registry, p);
                vm.revertToState(state);
                p = defaults();
            }
        }
    }

    /// @dev The three addresses come first; then one word each.
    function _set(VaultParameters memory p, uint256 index, uint256 value) private pure {
        assembly {
            mstore(add(p, mul(0x20, add(3, index))), value)
        }
    }

    function test_constructor_genesisHasItsBoundsAndTheTreasuryItsSense() public {
        VaultParameters memory p = defaults();
        p.queue = address(queue);
        vm.expectRevert(
            abi.encodeWithSelector(
                ParameterOutOfBounds.selector, "genesis", 0.001 ether - 1, 0.001 ether, type(uint80).max
            )
        );
        new StakedEther{value: 0.001 ether - 1}(registry, p);
        vm.expectRevert(
            abi.encodeWithSelector(
                ParameterOutOfBounds.selector, "genesis", uint256(type(uint80).max) + 1, 0.001 ether, type(uint80).max
            )
        );
        new StakedEther{value: uint256(type(uint80).max) + 1}(registry, p);
    }

    function test_sizes_areWithinEip170() public view {
        assertLe(address(vault).code.length, 24_576, "EIP-170");
        assertLe(address(queue).code.length, 24_576, "EIP-170");
    }
}
