// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {Layouts} from "../../src/beacon/Layouts.sol";
import {Layout} from "../../src/interfaces/IBeacon.sol";
import {AllocationManager} from "../../src/restaking/AllocationManager.sol";
import {DelegationManager} from "../../src/restaking/DelegationManager.sol";
import {EigenPod} from "../../src/restaking/EigenPod.sol";
import {EigenPodManager, EigenPodManagerParameters} from "../../src/restaking/EigenPodManager.sol";
import {PauserRegistry} from "../../src/restaking/PauserRegistry.sol";
import {PermissionController} from "../../src/restaking/PermissionController.sol";
import {EigenPodParameters} from "../../src/restaking/pod/PodBooks.sol";
import {RewardsCoordinator} from "../../src/restaking/RewardsCoordinator.sol";
import {RewardsCoordinatorParameters} from "../../src/restaking/rewards/Settings.sol";
import {StrategyBase} from "../../src/restaking/StrategyBase.sol";
import {StrategyFactory} from "../../src/restaking/StrategyFactory.sol";
import {StrategyManager} from "../../src/restaking/StrategyManager.sol";
import {DelegationManagerParameters} from "../../src/restaking/types/Parameters.sol";
import {SystemContracts} from "../beacon/SystemContracts.sol";
import {DepositContractCode} from "../staking/DepositContractCode.sol";
import {Test} from "../support/Test.sol";
import {Token} from "./Token.sol";

/// @dev The whole restaking layer as it is deployed, over the code that mainnet runs at EIP-4788's address and the deposit
/// contract's.
abstract contract World is Test {
    address internal constant BEACON_ETHER = 0xbeaC0eeEeeeeEEeEeEEEEeeEEeEeeeEeeEEBEaC0;
    address internal constant ROOTS = 0x000F3df6D732807Ef1319fB7B8bB8522d0Beac02;
    address internal constant DEPOSITS = 0x00000000219ab540356cBB839Cbe05303d7705Fa;

    uint64 internal constant GENESIS = 1_606_824_023;
    uint32 internal constant DELAY = 50; // blocks: withdrawals, and taking allocations back
    uint32 internal constant CONFIGURATION_DELAY = 75; // blocks

    address internal governor = account("governor");
    address internal pauser = account("pauser");
    address internal unpauser = account("unpauser");
    address internal rewardsUpdater = account("rewardsUpdater");

    Layouts internal layouts;
    PauserRegistry internal pauserRegistry;
    PermissionController internal permissionController;
    DelegationManager internal delegation;
    StrategyManager internal strategyManager;
    StrategyFactory internal factory;
    AllocationManager internal alm;
    EigenPodManager internal eigenPodManager;
    RewardsCoordinator internal rewardsCoordinator;

    function setUp() public virtual {
        vm.roll(1_000_000);
        vm.warp(GENESIS + 12 * 12_000_000);
        vm.etch(ROOTS, SystemContracts.BEACON_ROOTS);
        vm.etch(DEPOSITS, DepositContractCode.CODE);
        _deploy();
    }

    function _deploy() internal {
        uint256 nonce = vm.getNonce(address(this));
        address[8] memory at;
        for (uint256 i; i < at.length; ++i) {
            at[i] = vm.computeCreateAddress(address(this), nonce + i);
        }
        (address delegation_, address strategies_, address factory_, address allocations_, address pods_) =
            (at[2], at[3], at[5], at[6], at[7]);

        address[] memory pausers = new address[](1);
        pausers[0] = pauser;
        pauserRegistry = new PauserRegistry(pausers, unpauser);
        permissionController = new PermissionController();
        delegation = new DelegationManager(
            DelegationManagerParameters({
                strategyManager: strategies_,
                eigenPodManager: pods_,
                allocationManager: allocations_,
                permissionController: address(permissionController),
                pauserRegistry: address(pauserRegistry),
                minWithdrawalDelayBlocks: DELAY,
                version: "1.12.0"
            })
        );
        strategyManager = new StrategyManager(delegation_, address(pauserRegistry), factory_, governor, "1.12.0");
        address implementation = address(new StrategyBase(strategies_, address(pauserRegistry)));
        factory = new StrategyFactory(strategies_, implementation, address(pauserRegistry), governor);
        alm = new AllocationManager(
            delegation_,
            account("eigenStrategy"),
            address(pauserRegistry),
            address(permissionController),
            DELAY,
            CONFIGURATION_DELAY
        );
        eigenPodManager = new EigenPodManager(
            EigenPodManagerParameters({
                ethPOS: DEPOSITS,
                delegationManager: delegation_,
                podImplementation: vm.computeCreateAddress(address(this), nonce + 9),
                pauserRegistry: address(pauserRegistry),
                owner: governor,
                proofTimestampSetter: governor,
                pectraForkTimestamp: GENESIS + 12 * 11_000_000
            })
        );
        layouts = new Layouts(GENESIS, 50_000, governor, _layouts());
        new EigenPod(
            EigenPodParameters({
                ethPOS: DEPOSITS,
                eigenPodManager: pods_,
                layouts: address(layouts),
                genesisTime: GENESIS,
                forceAfter: 2 weeks
            })
        );
        rewardsCoordinator = new RewardsCoordinator(_rewardsParameters());
    }

    /// @dev Made by anyone.
    function _strategy(string memory name, uint8 decimals) internal returns (StrategyBase) {
        return StrategyBase(factory.deployNewStrategy(address(new Token(name, decimals))));
    }

    function _layouts() private pure returns (Layout[] memory rows) {
        rows = new Layout[](1);
        rows[0] = Layout(11_000_000, 0x06000000, 6, 3, 11, 12, 34, 41, 39, 28);
    }

    function _rewardsParameters() private view returns (RewardsCoordinatorParameters memory) {
        return RewardsCoordinatorParameters({
            delegationManager: address(delegation),
            strategyManager: address(strategyManager),
            allocationManager: address(alm),
            pauserRegistry: address(pauserRegistry),
            permissionController: address(permissionController),
            emissionsController: governor,
            owner: governor,
            rewardsUpdater: rewardsUpdater,
            feeRecipient: governor,
            activationDelay: 1 days,
            defaultSplitBips: 1000,
            calculationIntervalSeconds: 1 days,
            maxRewardsDuration: 70 days,
            maxRetroactiveLength: 84 days,
            maxFutureLength: 28 days,
            genesisRewardsTimestamp: uint32(GENESIS - GENESIS % 1 days)
        });
    }
}
