// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {WETH} from "solady/tokens/WETH.sol";

import {ILiquidVault} from "../../src/interfaces/ILiquidVault.sol";
import {VaultLens} from "../../src/lens/VaultLens.sol";
import {StakedEther} from "../../src/staking/StakedEther.sol";
import {RedeemQueue} from "../../src/vault/RedeemQueue.sol";
import {VaultParameters} from "../../src/vault/types/Parameters.sol";
import {Cursor, Reader} from "./Reader.sol";

interface Vm {
    struct Log {
        bytes32[] topics;
        bytes data;
        address emitter;
    }

    function deal(address account, uint256 balance) external;
    function envOr(string calldata name, string calldata fallback_) external view returns (string memory);
    function getRecordedLogs() external returns (Log[] memory);
    function pauseGasMetering() external;
    function prank(address sender) external;
    function readFileBinary(string calldata path) external view returns (bytes memory);
    function recordLogs() external;
    function revertToState(uint256 id) external returns (bool);
    function snapshotState() external returns (uint256);
    function warp(uint256 time) external;
}

/// @notice Plays histories that `conformance` wrote down, and compares everything that can be seen with what the
/// specification said: answers and reverts, logs, and the state after each step. The format is `conformance/src/pack.ts`'s.
contract ReplayTest {
    using Reader for Cursor;

    Vm private constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    address private constant DEAD = 0x000000000000000000000000000000000000dEaD;
    uint256 private constant PURSE = 2 ** 120;

    WETH private weth;
    RedeemQueue private queue;
    StakedEther private vault;
    VaultLens private lens;
    address[] private accounts;

    struct Step {
        uint256 at;
        address from;
        address to;
        bool ok;
        uint256 value;
        bytes data;
        bytes32 answer;
        bytes32 events;
        address[] accounts;
        uint256[] tickets;
        bytes32 digest;
    }

    error Answered(uint256 trace, uint256 step, bool ok, bytes answer);
    error Emitted(uint256 trace, uint256 step, Vm.Log[] logs);
    error Became(uint256 trace, uint256 step, bytes state);

    function test_replay_contractsDoWhatTheSpecificationSays() external {
        vm.pauseGasMetering();
        bytes memory packed = vm.readFileBinary(vm.envOr("CAIRN_TRACES", string("../conformance/traces/traces.bin")));
        Cursor memory cursor = Reader.at(packed);
        uint256 count = cursor.number(1);
        for (uint256 i; i < count; ++i) {
            accounts.push(cursor.account());
        }

        lens = new VaultLens();
        vm.recordLogs();
        uint256 traces = cursor.number(4);
        for (uint256 i; i < traces; ++i) {
            uint256 before = vm.snapshotState();
            _play(cursor, i);
            vm.revertToState(before);
        }
        require(cursor.isAtEnd(), "the file goes on");
    }

    function _play(Cursor memory cursor, uint256 trace) private {
        _begin(cursor.take(cursor.number(2)));
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

    function _begin(bytes memory genesis) private {
        (uint256 time, uint256 value, uint256[] memory p) = abi.decode(genesis, (uint256, uint256, uint256[]));
        vm.warp(time);
        address deployer = _named("deployer");
        vm.deal(deployer, value);
        vm.prank(deployer);
        weth = new WETH();
        vm.prank(deployer);
        queue = new RedeemQueue(_created(deployer, 2), address(weth));
        vm.prank(deployer);
        vault = new StakedEther{value: value}(
            _named("registry"),
            VaultParameters({
                weth: address(weth),
                queue: address(queue),
                treasury: _named("treasury"),
                vestingPeriod: p[0],
                staleAfter: p[1],
                freshFor: p[2],
                feeBps: p[3],
                maxDailyGrowthBps: p[4],
                laneBps: p[5],
                laneMinFeeBps: p[6],
                laneMaxFeeBps: p[7],
                minRequest: p[8],
                minFill: p[9],
                tipBps: p[10]
            })
        );

        for (uint256 i; i < accounts.length; ++i) {
            _fund(accounts[i]);
        }
        vm.getRecordedLogs();
    }

    function _fund(address account) private {
        if (account == DEAD || account == address(vault) || account == address(queue)) return;

        vm.deal(account, 2 * PURSE);
        vm.prank(account);
        weth.deposit{value: PURSE}();
        vm.prank(account);
        weth.approve(address(vault), type(uint256).max);
    }

    function _step(Cursor memory cursor) private view returns (Step memory step) {
        step.at = cursor.number(5);
        step.from = accounts[cursor.number(1)];
        step.to = [address(vault), address(queue), queue.escrow()][cursor.number(1)];
        step.ok = cursor.number(1) == 1;
        step.value = cursor.number(16);
        step.data = cursor.take(cursor.number(2));
        step.answer = cursor.word();
        step.events = cursor.word();
        step.accounts = new address[](cursor.number(1));
        for (uint256 i; i < step.accounts.length; ++i) {
            step.accounts[i] = accounts[cursor.number(1)];
        }
        step.tickets = new uint256[](cursor.number(2));
        for (uint256 i; i < step.tickets.length; ++i) {
            step.tickets[i] = uint256(cursor.word());
        }
        step.digest = cursor.word();
    }

    function _check(Step memory step, uint256 trace, uint256 index) private {
        if (step.at != block.timestamp) vm.warp(step.at);
        vm.prank(step.from);
        (bool ok, bytes memory answer) = step.to.call{value: step.value}(step.data);
        if (ok != step.ok || keccak256(answer) != step.answer) revert Answered(trace, index, ok, answer);

        Vm.Log[] memory logs = vm.getRecordedLogs();
        // Foundry records what a call logged before it reverted.
        if (ok && _hash(logs) != step.events) revert Emitted(trace, index, logs);
        // A call that reverts or only reads has no digest: it can't have changed anything.
        if (step.digest != 0 && _digest(step) != step.digest) revert Became(trace, index, _state(step));
    }

    function _hash(Vm.Log[] memory logs) private view returns (bytes32 chain) {
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].emitter != address(vault) && logs[i].emitter != address(queue)) continue;
            bytes32 topics = keccak256(abi.encodePacked(logs[i].topics));
            chain = keccak256(abi.encode(chain, logs[i].emitter, topics, keccak256(logs[i].data)));
        }
    }

    function _digest(Step memory step) private view returns (bytes32) {
        (uint256[] memory held, uint256[] memory wrapped) = _holdings(step.accounts);
        return keccak256(abi.encode(lens.digest(vault, step.accounts, step.tickets), held, wrapped));
    }

    function _holdings(address[] memory whose) private view returns (uint256[] memory held, uint256[] memory wrapped) {
        (held, wrapped) = (new uint256[](whose.length), new uint256[](whose.length));
        for (uint256 i; i < whose.length; ++i) {
            (held[i], wrapped[i]) = (whose[i].balance, weth.balanceOf(whose[i]));
        }
    }

    /// @dev What `_digest` hashes, to be read.
    function _state(Step memory step) private view returns (bytes memory) {
        (address[] memory whose, uint256[] memory ids) = (step.accounts, step.tickets);
        uint256[] memory balances = new uint256[](whose.length);
        for (uint256 i; i < whose.length; ++i) {
            balances[i] = vault.balanceOf(whose[i]);
        }
        VaultLens.Ticket[] memory tickets = new VaultLens.Ticket[](ids.length);
        for (uint256 i; i < ids.length; ++i) {
            tickets[i] = VaultLens.Ticket({size: queue.position(ids[i]).size, owner: queue.position(ids[i]).owner});
        }
        (uint256[] memory held, uint256[] memory wrapped) = _holdings(whose);
        return abi.encode(
            vault.snapshot(),
            vault.totalSupply(),
            balances,
            lens.readQueue(ILiquidVault(address(vault))),
            tickets,
            held,
            wrapped
        );
    }

    function _named(string memory name) private pure returns (address) {
        return address(uint160(uint256(keccak256(abi.encodePacked("cairn.", name)))));
    }

    /// @dev The address of what `creator` creates with a small nonce.
    function _created(address creator, uint8 nonce) private pure returns (address) {
        return address(uint160(uint256(keccak256(abi.encodePacked(hex"d694", creator, nonce)))));
    }
}
