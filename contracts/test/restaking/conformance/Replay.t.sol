// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {WETH} from "solady/tokens/WETH.sol";

import {OperatorSet} from "../../../src/interfaces/restaking/IAllocationManager.sol";
import {IDelegationManager} from "../../../src/interfaces/restaking/IDelegationManager.sol";
import {RestakingLens} from "../../../src/lens/RestakingLens.sol";
import {AllocationManager} from "../../../src/restaking/AllocationManager.sol";
import {DelegationManager} from "../../../src/restaking/DelegationManager.sol";
import {EigenPod} from "../../../src/restaking/EigenPod.sol";
import {EigenPodManager, EigenPodManagerParameters} from "../../../src/restaking/EigenPodManager.sol";
import {PauserRegistry} from "../../../src/restaking/PauserRegistry.sol";
import {PermissionController} from "../../../src/restaking/PermissionController.sol";
import {EigenPodParameters} from "../../../src/restaking/pod/PodBooks.sol";
import {StrategyBase} from "../../../src/restaking/StrategyBase.sol";
import {StrategyFactory} from "../../../src/restaking/StrategyFactory.sol";
import {StrategyManager} from "../../../src/restaking/StrategyManager.sol";
import {DelegationManagerParameters} from "../../../src/restaking/types/Parameters.sol";
import {Cursor, Reader} from "../../conformance/Reader.sol";

interface Vm {
    struct Log {
        bytes32[] topics;
        bytes data;
        address emitter;
    }

    function computeCreateAddress(address deployer, uint256 nonce) external pure returns (address);
    function deal(address account, uint256 balance) external;
    function envOr(string calldata name, string calldata fallback_) external view returns (string memory);
    function etch(address target, bytes calldata code) external;
    function getRecordedLogs() external returns (Log[] memory);
    function pauseGasMetering() external;
    function prank(address sender) external;
    function readFileBinary(string calldata path) external view returns (bytes memory);
    function recordLogs() external;
    function revertToState(uint256 id) external returns (bool);
    function roll(uint256 blockNumber) external;
    function snapshotState() external returns (uint256);
    function warp(uint256 time) external;
}

/// @notice Plays histories of restaking that `conformance` wrote down, and compares everything that can be seen with what the
/// specification said: answers and reverts, logs, and the state after each step. The format is
/// `conformance/src/restaking/pack.ts`'s.
contract ReplayTest {
    using Reader for Cursor;

    Vm private constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    address private constant ROOTS = 0x000F3df6D732807Ef1319fB7B8bB8522d0Beac02;
    uint256 private constant PURSE = 2 ** 127;
    uint256 private constant BIRTH = 1_800_000_000; // seconds, of block 0

    /// @dev Answers 1 to everything: a service that takes whoever comes, and a beacon root for every time.
    bytes private constant YES = hex"60015f5260205ff3";

    WETH[3] private tokens;
    DelegationManager private delegation;
    StrategyManager private strategyManager;
    StrategyFactory private factory;
    AllocationManager private allocations;
    EigenPodManager private pods;
    RestakingLens private lens;

    address[] private accounts;
    uint256 private funded; // of `accounts`, the first
    address[] private strategies;
    OperatorSet[] private sets;
    mapping(address => bool) private emits;

    struct Step {
        uint256 at;
        address from;
        address to;
        bool ok;
        uint256 value;
        bytes data;
        bytes32 answer;
        bytes32 events;
        address[] stakers;
        address[] operators;
        bytes32 digest;
    }

    error Answered(uint256 trace, uint256 step, bool ok, bytes answer);
    error Emitted(uint256 trace, uint256 step, Vm.Log[] logs);
    error Became(uint256 trace, uint256 step, bytes state);

    function test_replay_contractsDoWhatTheSpecificationSays() external {
        vm.pauseGasMetering();
        string memory path = vm.envOr("CAIRN_TRACES", string("../conformance/traces/restaking/traces.bin"));
        Cursor memory cursor = Reader.at(vm.readFileBinary(path));
        _readTables(cursor);

        lens = new RestakingLens();
        vm.recordLogs();
        uint256 traces = cursor.number(4);
        for (uint256 i; i < traces; ++i) {
            uint256 before = vm.snapshotState();
            _play(cursor, i);
            vm.revertToState(before);
        }
        require(cursor.isAtEnd(), "the file goes on");
    }

    function _readTables(Cursor memory cursor) private {
        uint256 count = cursor.number(1);
        funded = cursor.number(1);
        for (uint256 i; i < count; ++i) {
            accounts.push(cursor.account());
        }
        count = cursor.number(1);
        for (uint256 i; i < count; ++i) {
            strategies.push(cursor.account());
        }
        count = cursor.number(1);
        for (uint256 i; i < count; ++i) {
            sets.push(OperatorSet(cursor.account(), uint32(cursor.number(4))));
        }
    }

    function _play(Cursor memory cursor, uint256 trace) private {
        _begin(cursor);
        uint256 steps = cursor.number(4);
        uint256 free;
        assembly ("memory-safe") {
            free := mload(0x40)
        }
        for (uint256 i; i < steps; ++i) {
            _check(_step(cursor), trace, i);
            // A step leaves nothing behind: memory would grow by what all of them took.
            assembly {
                mstore(0x40, free)
            }
        }
    }

    function _begin(Cursor memory cursor) private {
        _move(cursor.number(5));
        _deploy(uint32(cursor.number(4)), uint32(cursor.number(4)), uint32(cursor.number(4)));

        vm.etch(_named("avs"), YES);
        vm.etch(ROOTS, YES);
        for (uint256 i; i < funded; ++i) {
            _fund(accounts[i]);
        }
        address[4] memory emitters =
            [address(delegation), address(strategyManager), address(allocations), address(pods)];
        for (uint256 i; i < emitters.length; ++i) {
            emits[emitters[i]] = true;
        }
        for (uint256 i; i < strategies.length; ++i) {
            emits[strategies[i]] = true;
        }
        vm.getRecordedLogs();
    }

    function _move(uint256 blockNumber) private {
        vm.roll(blockNumber);
        vm.warp(BIRTH + 12 * blockNumber);
    }

    /// @dev The deployer's nonces are those that `conformance/src/restaking/names.ts` counts on.
    function _deploy(uint32 withdrawalDelay, uint32 deallocationDelay, uint32 configurationDelay) private {
        address deployer = _named("restaking deployer");
        for (uint256 i; i < tokens.length; ++i) {
            vm.prank(deployer);
            tokens[i] = new WETH();
        }
        address delegation_ = vm.computeCreateAddress(deployer, 5);
        address strategies_ = vm.computeCreateAddress(deployer, 6);
        address factory_ = vm.computeCreateAddress(deployer, 8);
        address pods_ = vm.computeCreateAddress(deployer, 10);
        address nobody = _named("nobody");

        vm.prank(deployer);
        address registry = address(new PauserRegistry(new address[](0), nobody));
        vm.prank(deployer);
        address permissions = address(new PermissionController());
        vm.prank(deployer);
        delegation = new DelegationManager(
            DelegationManagerParameters({
                strategyManager: strategies_,
                eigenPodManager: pods_,
                allocationManager: vm.computeCreateAddress(deployer, 9),
                permissionController: permissions,
                pauserRegistry: registry,
                minWithdrawalDelayBlocks: withdrawalDelay,
                version: "1.0.0"
            })
        );
        vm.prank(deployer);
        strategyManager = new StrategyManager(delegation_, registry, factory_, nobody, "1.0.0");
        vm.prank(deployer);
        address implementation = address(new StrategyBase(strategies_, registry));
        vm.prank(deployer);
        factory = new StrategyFactory(strategies_, implementation, registry, nobody);
        vm.prank(deployer);
        allocations =
            new AllocationManager(delegation_, nobody, registry, permissions, deallocationDelay, configurationDelay);
        vm.prank(deployer);
        pods = new EigenPodManager(
            EigenPodManagerParameters({
                ethPOS: nobody,
                delegationManager: delegation_,
                podImplementation: vm.computeCreateAddress(deployer, 11),
                pauserRegistry: registry,
                owner: nobody,
                proofTimestampSetter: nobody,
                pectraForkTimestamp: 1
            })
        );
        vm.prank(deployer);
        new EigenPod(
            EigenPodParameters({
                ethPOS: nobody, eigenPodManager: pods_, layouts: nobody, genesisTime: 1, forceAfter: 2 weeks
            })
        );
        for (uint256 i; i < tokens.length; ++i) {
            factory.deployNewStrategy(address(tokens[i]));
        }
    }

    function _fund(address account) private {
        vm.deal(account, (tokens.length + 1) * PURSE);
        for (uint256 i; i < tokens.length; ++i) {
            vm.prank(account);
            tokens[i].deposit{value: PURSE}();
            vm.prank(account);
            tokens[i].approve(address(strategyManager), type(uint256).max);
        }
    }

    function _step(Cursor memory cursor) private view returns (Step memory step) {
        step.at = cursor.number(5);
        step.from = accounts[cursor.number(1)];
        step.to = accounts[cursor.number(1)];
        step.ok = cursor.number(1) == 1;
        step.value = cursor.number(16);
        step.data = cursor.take(cursor.number(2));
        step.answer = cursor.word();
        step.events = cursor.word();
        step.stakers = _list(cursor);
        step.operators = _list(cursor);
        step.digest = cursor.word();
    }

    function _list(Cursor memory cursor) private view returns (address[] memory list) {
        list = new address[](cursor.number(1));
        for (uint256 i; i < list.length; ++i) {
            list[i] = accounts[cursor.number(1)];
        }
    }

    function _check(Step memory step, uint256 trace, uint256 index) private {
        if (step.at != block.number) _move(step.at);
        vm.prank(step.from);
        (bool ok, bytes memory answer) = step.to.call{value: step.value}(step.data);
        if (ok != step.ok || keccak256(answer) != step.answer) revert Answered(trace, index, ok, answer);

        Vm.Log[] memory logs = vm.getRecordedLogs();
        // Foundry records what a call logged before it reverted.
        if (ok && _hash(logs) != step.events) revert Emitted(trace, index, logs);
        // A call that reverts has no digest: it can't have changed anything.
        if (step.digest != 0 && _digest(step) != step.digest) revert Became(trace, index, _state(step));
    }

    function _hash(Vm.Log[] memory logs) private view returns (bytes32 chain) {
        for (uint256 i; i < logs.length; ++i) {
            if (!emits[logs[i].emitter]) continue;
            bytes32 topics = keccak256(abi.encodePacked(logs[i].topics));
            chain = keccak256(abi.encode(chain, logs[i].emitter, topics, keccak256(logs[i].data)));
        }
    }

    function _digest(Step memory step) private view returns (bytes32) {
        (uint256[] memory held, uint256[] memory owned) = _holdings(step.stakers);
        return keccak256(abi.encode(lens.digest(_scope(), step.stakers, step.operators), held, owned));
    }

    /// @dev What `_digest` hashes, to be read.
    function _state(Step memory step) private view returns (bytes memory) {
        (uint256[] memory held, uint256[] memory owned) = _holdings(step.stakers);
        return abi.encode(lens.read(_scope(), step.stakers, step.operators), held, owned);
    }

    function _scope() private view returns (RestakingLens.Scope memory) {
        return RestakingLens.Scope(IDelegationManager(address(delegation)), strategies, sets);
    }

    /// @return held ether. @return owned tokens: all of the first account's, then the next one's.
    function _holdings(address[] memory whose) private view returns (uint256[] memory held, uint256[] memory owned) {
        held = new uint256[](whose.length);
        owned = new uint256[](whose.length * tokens.length);
        for (uint256 i; i < whose.length; ++i) {
            held[i] = whose[i].balance;
            for (uint256 j; j < tokens.length; ++j) {
                owned[i * tokens.length + j] = IERC20(address(tokens[j])).balanceOf(whose[i]);
            }
        }
    }

    function _named(string memory name) private pure returns (address) {
        return address(uint160(uint256(keccak256(abi.encodePacked("cairn.", name)))));
    }
}
