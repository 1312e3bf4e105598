// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {Layouts} from "../../src/beacon/Layouts.sol";
import {IDepositSignature, Layout, PendingDeposit, Run, StateProof, Validator} from "../../src/interfaces/IBeacon.sol";
import {IValidatorRegistry} from "../../src/interfaces/IValidatorRegistry.sol";
import {StakedEther} from "../../src/staking/StakedEther.sol";
import {RegistryParameters} from "../../src/staking/types/Parameters.sol";
import {RedeemQueue} from "../../src/vault/RedeemQueue.sol";
import {VaultParameters} from "../../src/vault/types/Parameters.sol";
import {Support, Vm} from "../beacon/Support.sol";
import {SystemContracts} from "../beacon/SystemContracts.sol";
import {WETH9} from "../support/WETH9.sol";
import {BeaconChain} from "./BeaconChain.sol";
import {DepositContractCode} from "./DepositContractCode.sol";
import {Trees} from "./Trees.sol";

interface Cheats is Vm {
    struct Log {
        bytes32[] topics;
        bytes data;
        address emitter;
    }

    function recordLogs() external;
    function getCode(string calldata artifact) external view returns (bytes memory);
    function getRecordedLogs() external returns (Log[] memory);
    function getNonce(address account) external view returns (uint64);
    function computeCreateAddress(address deployer, uint256 nonce) external pure returns (address);
    function startPrank(address sender) external;
    function stopPrank() external;
    function expectEmit(bool, bool, bool, bool, address emitter) external;
    function mockCall(address callee, bytes calldata data, bytes calldata answer) external;
    function clearMockedCalls() external;
    function toString(uint256 value) external pure returns (string memory);
    function snapshotState() external returns (uint256);
    function revertToState(uint256 id) external returns (bool);
}

/// @dev Says yes unless told otherwise: signatures need keys, and keys an address that they sign. The real one is tested in
/// `test/beacon` and runs on the devnet.
contract SignatureSwitch is IDepositSignature {
    bool public refuses;

    function set(bool refuses_) external {
        refuses = refuses_;
    }

    function verify(bytes calldata, bytes32, uint64, bytes calldata, Points calldata) external view {
        if (refuses) revert InvalidDepositSignature();
    }
}

/// @dev csETH whole, on the code that mainnet runs at the deposit contract and at the addresses of EIP-4788 and EIP-7002, over a
/// `BeaconChain` that follows it block by block.
abstract contract World is Support {
    Cheats internal constant cheats = Cheats(address(uint160(uint256(keccak256("hevm cheat code")))));

    address internal constant ROOTS = 0x000F3df6D732807Ef1319fB7B8bB8522d0Beac02;
    address internal constant REQUESTS = 0x00000961Ef480Eb55e80D19ad83579A64c007002;
    address internal constant DEPOSITS = 0x00000000219ab540356cBB839Cbe05303d7705Fa;
    bytes32 private constant DEPOSIT_EVENT = keccak256("DepositEvent(bytes,bytes,bytes,bytes,bytes)");

    uint64 internal constant GENESIS = 1_606_824_023;
    uint64 internal constant FAR = type(uint64).max;
    uint256 internal constant GENESIS_SHARES = 1 ether;

    address internal curator = address(0xC0A7);
    address internal alice = address(0xA11CE);
    address internal bob = address(0xB0B);
    address internal prover = address(0x9407E4);

    BeaconChain internal chain;
    Layouts internal layouts;
    SignatureSwitch internal signatures;
    RedeemQueue internal queue;
    StakedEther internal vault;
    IValidatorRegistry internal registry;

    /// @dev Of the block that is being made; and of the one before it, whose state can be proven.
    uint64 internal slot = 12_000_003;
    uint64 internal parent;
    uint64 internal pinned;

    /// @dev The time of the block after the one of a slot: under which EIP-4788 keeps its root.
    mapping(uint64 slot => uint64) internal timeAfter;

    // What the payload of the block that is being made pays the registry, gwei.
    uint64 private _payout;

    function setUp() public virtual {
        chain = new BeaconChain();
        vm.etch(ROOTS, SystemContracts.BEACON_ROOTS);
        vm.etch(REQUESTS, SystemContracts.WITHDRAWAL_REQUESTS);
        vm.etch(DEPOSITS, DepositContractCode.CODE);
        bytes32 zero;
        for (uint256 height = 1; height < 32; ++height) {
            zero = Trees.pair(zero, zero);
            vm.store(DEPOSITS, bytes32(33 + height), zero);
        }
        vm.warp(GENESIS + 12 * slot);
        _deploy();
        cheats.recordLogs();
        _mine(1);
    }

    function _deploy() internal {
        Layout[] memory rows = new Layout[](1);
        rows[0] = Layout(chain.FORK_EPOCH() * 32, chain.VERSION(), 6, 3, 11, 12, 34, 41, 39, 28);
        layouts = new Layouts(GENESIS, 50_000, address(this), rows);
        signatures = new SignatureSwitch();
        address weth = address(new WETH9());
        uint64 nonce = cheats.getNonce(address(this));
        address vaultAddress = cheats.computeCreateAddress(address(this), nonce + 1);
        queue = new RedeemQueue(vaultAddress, weth);
        vm.deal(address(this), GENESIS_SHARES);
        vault = new StakedEther{value: GENESIS_SHARES}(
            cheats.computeCreateAddress(address(this), nonce + 2), _vaultParameters(weth)
        );
        registry = IValidatorRegistry(_create(_registryCode(_parameters())));
    }

    function _vaultParameters(address weth) private view returns (VaultParameters memory) {
        return VaultParameters({
            weth: weth,
            queue: address(queue),
            treasury: address(0x7EA5),
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

    /// @dev As built: the newer pipeline, which makes it fit, takes its time and isn't for tests.
    function _registryCode(RegistryParameters memory p) internal view returns (bytes memory) {
        return abi.encodePacked(cheats.getCode("ValidatorRegistry.sol:ValidatorRegistry"), abi.encode(p));
    }

    function _create(bytes memory code) internal returns (address created) {
        assembly ("memory-safe") {
            created := create(0, add(code, 0x20), mload(code))
            if iszero(created) {
                returndatacopy(0, 0, returndatasize())
                revert(0, returndatasize())
            }
        }
    }

    function _parameters() internal view returns (RegistryParameters memory) {
        return RegistryParameters({
            vault: address(vault),
            layouts: address(layouts),
            depositSignature: address(signatures),
            depositContract: DEPOSITS,
            curator: curator,
            genesisTime: GENESIS,
            checkpointInterval: 6 hours,
            minTopUp: 1e9
        });
    }

    // -- Blocks ------------------------------------------------------------------------------------------------------

    /// @dev Ends this block and begins the one `slots` later; those in between are missed.
    function _mine(uint64 slots) internal {
        _collectDeposits();
        bytes32 root = chain.seal(slot);
        // Withdrawals are credited when the block's transactions are done.
        if (_payout != 0) vm.deal(address(registry), address(registry).balance + uint256(_payout) * 1e9);
        _payout = 0;

        parent = slot;
        slot += slots;
        for (uint64 epoch = parent / 32; epoch < slot / 32; ++epoch) {
            chain.processDeposits(epoch, (epoch - 1) * 32);
            chain.updateEffectiveBalances();
        }
        vm.warp(GENESIS + 12 * slot);
        timeAfter[parent] = uint64(block.timestamp);
        vm.prank(SystemContracts.SYSTEM);
        (bool ok,) = ROOTS.call(abi.encode(root));
        require(ok, "EIP-4788");
    }

    function _mineEpochs(uint64 epochs) internal {
        _mine(32 * epochs);
    }

    function _sleep(uint64 seconds_) internal {
        _mine(seconds_ / 12);
    }

    /// @dev The payload of this block takes `amount` gwei from a validator of ours to the registry.
    function _payOut(uint256 id, uint64 amount) internal {
        chain.withdraw(_index(id), amount);
        _payout += amount;
    }

    function _collectDeposits() private {
        Cheats.Log[] memory logs = cheats.getRecordedLogs();
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].emitter != DEPOSITS || logs[i].topics[0] != DEPOSIT_EVENT) continue;
            (bytes memory pubkey, bytes memory credentials, bytes memory amount, bytes memory signature,) =
                abi.decode(logs[i].data, (bytes, bytes, bytes, bytes, bytes));
            chain.deposit(
                PendingDeposit({
                    pubkeyRoot: sha256(abi.encodePacked(pubkey, bytes16(0))),
                    withdrawalCredentials: bytes32(credentials),
                    amount: Trees.fromLittleEndian(amount),
                    signatureRoot: keccak256(signature),
                    slot: slot
                })
            );
        }
    }

    // -- Verbs -------------------------------------------------------------------------------------------------------

    function _stake(address who, uint256 assets) internal returns (uint256 shares) {
        vm.deal(who, who.balance + assets);
        vm.prank(who);
        shares = vault.depositETH{value: assets}(who);
    }

    function _register(uint256 key) internal {
        IDepositSignature.Points memory points;
        bytes memory pubkey = _pubkey(key);
        vm.deal(curator, curator.balance + 1 ether);
        vm.prank(curator);
        registry.register{value: 1 ether}(pubkey, new bytes(96), points, uint16(key));
    }

    /// @dev Registers the validator of `key` and waits until the beacon chain knows it.
    function _enter(uint256 key) internal {
        _register(key);
        _mineEpochs(3);
        _mine(1);
    }

    /// @dev From nothing to proven.
    function _add(uint256 key) internal returns (uint256 id) {
        _enter(key);
        return _proveCredentials(key);
    }

    /// @dev From nothing to proven and active with `amount` gwei in all.
    function _addWith(uint256 key, uint64 amount) internal returns (uint256 id) {
        id = _add(key);
        _topUp(id, amount - 1e9);
        _mineEpochs(3 + amount / 256e9);
        _mine(1);
        _proveArrived(id, parent);
        chain.activate(_index(id), slot / 32);
    }

    function _proveCredentials(uint256 key) internal returns (uint256 id) {
        uint256 index = chain.memberBy(_pubkeyRoot(key)).index;
        StateProof memory state = chain.proveState(parent);
        (Validator memory validator, bytes32[] memory siblings) = _proofOf(index, parent);
        return registry.proveCredentials(timeAfter[parent], state, uint40(index), validator, siblings);
    }

    function _topUp(uint256 id, uint64 amount) internal {
        StateProof memory state = chain.proveState(parent);
        (Validator memory validator, bytes32[] memory siblings) = _proofOf(_index(id), parent);
        registry.topUp(id, _pubkeyOf(id), amount, timeAfter[parent], state, validator, siblings);
    }

    function _retire(uint256 id) internal {
        StateProof memory state = chain.proveState(parent);
        (Validator memory validator, bytes32[] memory siblings) = _proofOf(_index(id), parent);
        registry.retire(id, timeAfter[parent], state, validator, siblings);
    }

    function _proveSlashing(uint256 id, uint64 at) internal {
        StateProof memory state = chain.proveState(at);
        (Validator memory validator, bytes32[] memory siblings) = _proofOf(_index(id), at);
        registry.proveSlashing(id, timeAfter[at], state, validator, siblings);
    }

    function _request(address who, uint256 id, uint64 amount) internal {
        vm.deal(who, who.balance + 1 ether);
        bytes memory pubkey = _pubkeyOf(id);
        vm.prank(who);
        registry.requestWithdrawal{value: 1 gwei}(id, pubkey, amount);
    }

    // -- Flights -----------------------------------------------------------------------------------------------------

    struct Arrival {
        uint64 timestamp;
        StateProof state;
        uint256[] ids;
        Validator[] validators;
        bytes32[] siblings;
        PendingDeposit head;
        bytes32[] headSiblings;
    }

    struct Waiting {
        StateProof state;
        uint256[] ids;
        uint256[] listIndices;
        PendingDeposit[] deposits;
        bytes32[] siblings;
    }

    function _arrival(uint256[] memory ids, uint64 at) internal view returns (Arrival memory it) {
        it.timestamp = timeAfter[at];
        it.state = chain.proveState(at);
        it.ids = ids;
        uint256[] memory indices = new uint256[](ids.length);
        for (uint256 i; i < ids.length; ++i) {
            indices[i] = _index(ids[i]);
        }
        (it.validators, it.siblings) = chain.proveValidators(at, indices);
        if (chain.stateAt(at).pending.length != 0) {
            PendingDeposit[] memory heads;
            (heads, it.headSiblings) = chain.provePending(at, _one(0));
            it.head = heads[0];
        }
    }

    function _submit(Arrival memory it) internal {
        registry.proveArrived(it.timestamp, it.state, it.ids, it.validators, it.siblings, it.head, it.headSiblings);
    }

    function _proveArrived(uint256 id, uint64 at) internal {
        _submit(_arrival(_one(id), at));
    }

    /// @param listIndices where the flights of `ids` are pending in the pinned state.
    function _waiting(uint256[] memory ids, uint256[] memory listIndices) internal view returns (Waiting memory it) {
        it.state = chain.proveState(pinned);
        it.ids = ids;
        it.listIndices = listIndices;
        (it.deposits, it.siblings) = chain.provePending(pinned, listIndices);
    }

    function _submit(Waiting memory it) internal {
        registry.proveWaiting(it.state, it.ids, it.listIndices, it.deposits, it.siblings);
    }

    function _proveWaiting(uint256 id) internal {
        _submit(_waiting(_one(id), _one(_placeOf(id, pinned))));
    }

    /// @dev Where the flight of `id` is pending in the state of `at`.
    function _placeOf(uint256 id, uint64 at) internal view returns (uint256 place) {
        IValidatorRegistry.Flight memory flight = _flightOf(id);
        PendingDeposit[] memory pending = chain.stateAt(at).pending;
        bytes32 pubkeyRoot = registry.validatorOf(id).pubkeyRoot;
        for (; place < pending.length; ++place) {
            PendingDeposit memory it = pending[place];
            if (it.pubkeyRoot == pubkeyRoot && it.slot == flight.slot && it.amount == flight.amount) return place;
        }
        return type(uint256).max;
    }

    function _flightOf(uint256 id) internal view returns (IValidatorRegistry.Flight memory) {
        IValidatorRegistry.Flight[] memory flights = registry.flights();
        for (uint256 i; i < flights.length; ++i) {
            if (flights[i].id == id) return flights[i];
        }
        revert("no flight");
    }

    // -- Checkpoints -------------------------------------------------------------------------------------------------

    struct BalanceProof {
        StateProof state;
        Run[] runs;
        bytes32[] chunks;
        bytes32[] siblings;
    }

    function _open() internal {
        registry.open();
        pinned = parent;
    }

    function _openWhenDue() internal {
        uint256 due = registry.dueAt();
        if (block.timestamp < due) _mine(uint64((due - block.timestamp + 11) / 12));
        _open();
    }

    function _balances(uint32 first, uint32 count) internal view returns (BalanceProof memory it) {
        it.state = chain.proveState(pinned);
        it.runs = new Run[](1);
        it.runs[0] = Run(first, count);
        uint256[] memory indices = new uint256[](count);
        for (uint256 i; i < count; ++i) {
            indices[i] = _index(first + i);
        }
        (it.chunks, it.siblings) = chain.proveBalances(pinned, indices);
    }

    function _submit(BalanceProof memory it) internal {
        vm.prank(prover);
        registry.prove(it.state, it.runs, it.chunks, it.siblings);
    }

    function _prove(uint32 first, uint32 count) internal {
        _submit(_balances(first, count));
    }

    function _proveAll() internal {
        _prove(0, uint32(registry.validatorCount()));
    }

    function _proveNothing() internal {
        BalanceProof memory it;
        it.state = chain.proveState(pinned);
        _submit(it);
    }

    /// @dev A whole checkpoint of validators without flights, none retired.
    function _checkpoint() internal {
        _openWhenDue();
        if (registry.validatorCount() == 0) _proveNothing();
        else _proveAll();
    }

    // -- Lookups -----------------------------------------------------------------------------------------------------

    function _pubkey(uint256 key) internal pure returns (bytes memory) {
        return abi.encodePacked(keccak256(abi.encode("pubkey", key)), bytes16(keccak256(abi.encode("more", key))));
    }

    function _pubkeyRoot(uint256 key) internal pure returns (bytes32) {
        return sha256(abi.encodePacked(_pubkey(key), bytes16(0)));
    }

    /// @dev The operator of a validator is its key, here.
    function _pubkeyOf(uint256 id) internal view returns (bytes memory) {
        return _pubkey(registry.validatorOf(id).operator);
    }

    function _index(uint256 id) internal view returns (uint40) {
        return registry.validatorOf(id).beaconIndex;
    }

    function _proofOf(uint256 index, uint64 at)
        internal
        view
        returns (Validator memory validator, bytes32[] memory siblings)
    {
        Validator[] memory validators;
        (validators, siblings) = chain.proveValidators(at, _one(index));
        validator = validators[0];
    }

    function _one(uint256 it) internal pure returns (uint256[] memory list) {
        list = new uint256[](1);
        list[0] = it;
    }

    function _two(uint256 a, uint256 b) internal pure returns (uint256[] memory list) {
        list = new uint256[](2);
        (list[0], list[1]) = (a, b);
    }

    /// @dev gwei, of all that the registry holds proven, in the state of `at`.
    function _beaconSum(uint64 at) internal view returns (uint256 sum) {
        BeaconChain.State memory state = chain.stateAt(at);
        for (uint256 i; i < state.members.length; ++i) {
            sum += state.members[i].balance;
        }
    }
}
