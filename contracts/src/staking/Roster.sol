// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {BeaconRoots} from "../beacon/BeaconRoots.sol";
import {BeaconState} from "../beacon/BeaconState.sol";
import {DepositData} from "../beacon/DepositData.sol";
import {IDepositSignature, ILayouts, Layout, StateProof, Validator} from "../interfaces/IBeacon.sol";
import {IDepositContract} from "../interfaces/IExternal.sol";
import {IStakedEther} from "../interfaces/IStakedEther.sol";
import {IValidatorRegistry} from "../interfaces/IValidatorRegistry.sol";
import {RegistryParameters} from "./types/Parameters.sol";
import {Quad} from "./types/Quad.sol";
import {Finished, Found, Notes, Progress, Registration, Requests} from "./types/Words.sol";

/// @title What is known of the validators, and how more is learned
/// @dev The storage of the whole registry, its lookups, and the two ways to a proven state: the root of a timestamp, or the
/// open checkpoint's. The owner is the curator.
abstract contract Roster is IValidatorRegistry, Ownable2Step {
    using Quad for uint256;
    using Quad for uint64;

    uint64 internal constant SECONDS_PER_SLOT = 12;
    uint64 internal constant SLOTS_PER_EPOCH = 32;
    uint64 internal constant FAR_FUTURE_EPOCH = type(uint64).max;
    uint256 internal constant WEI_PER_GWEI = 1e9;

    /// @dev Proofs that something is *not yet* so (not slashed, not exiting) go stale; this is for how long they count.
    uint64 internal constant RECENT = 1 hours;

    address public immutable vault;
    ILayouts public immutable layouts;
    IDepositSignature public immutable depositSignature;
    IDepositContract public immutable depositContract;
    uint64 public immutable genesisTime;
    uint32 public immutable checkpointInterval;
    uint64 public immutable minTopUp;
    bytes32 public immutable withdrawalCredentials;

    Progress internal _progress;
    Found internal _found;
    bytes32 internal _root;
    Finished internal _finished;
    Requests internal _requests;

    uint32 internal _count;
    uint32 internal _retired;
    mapping(uint256 group => uint256) internal _balances;
    mapping(uint256 group => uint256) internal _seats;
    mapping(uint256 id => bytes32) internal _pubkeyRoots;
    mapping(uint256 id => Notes) internal _notes;
    mapping(bytes32 pubkeyRoot => Registration) internal _registrations;
    Flight[] internal _flights;

    constructor(RegistryParameters memory p) Ownable(p.curator) {
        p.check();

        vault = p.vault;
        layouts = ILayouts(p.layouts);
        depositSignature = IDepositSignature(p.depositSignature);
        depositContract = IDepositContract(p.depositContract);
        genesisTime = p.genesisTime;
        checkpointInterval = p.checkpointInterval;
        minTopUp = p.minTopUp;
        withdrawalCredentials = bytes32(uint256(0x02) << 248 | uint160(address(this)));
    }

    // -- Views -------------------------------------------------------------------------------------------------------

    function validatorCount() external view returns (uint256) {
        return _count;
    }

    function validatorOf(uint256 id) external view returns (Record memory record) {
        if (id >= _count) revert UnknownValidator(id);

        uint64 balance = _balanceLane(id);
        uint64 seat = _seat(id);
        uint8 flight = _notes[id].flight;

        record.status = seat & Quad.RETIRED == 0 ? Status.Proven : Status.Retired;
        record.operator = seat.operatorOf();
        record.slashed = seat & Quad.SLASHED != 0;
        record.exiting = seat & Quad.EXITING != 0;
        record.beaconIndex = seat.indexOf();
        record.balance = balance.balanceOf();
        record.inFlight = flight == 0 ? 0 : _flights[flight - 1].amount;
        record.checkpoint = balance.checkpointOf();
        record.pubkeyRoot = _pubkeyRoots[id];
    }

    function statusOf(bytes32 pubkeyRoot) public view returns (Status) {
        Registration memory registration = _registrations[pubkeyRoot];
        if (registration.depositor == address(0)) return Status.None;
        if (!registration.proven) return Status.Registered;
        return _seat(registration.id) & Quad.RETIRED == 0 ? Status.Proven : Status.Retired;
    }

    function flights() external view returns (Flight[] memory) {
        return _flights;
    }

    // -- Lookups -----------------------------------------------------------------------------------------------------

    function _balanceLane(uint256 id) internal view returns (uint64) {
        return _balances[id / 4].lane(id);
    }

    function _seat(uint256 id) internal view returns (uint64) {
        return _seats[id / 4].lane(id);
    }

    /// @dev The seat of a validator that is in the set.
    function _activeSeat(uint256 id) internal view returns (uint64 seat) {
        if (id >= _count) revert UnknownValidator(id);
        seat = _seat(id);
        if (seat & Quad.RETIRED != 0) revert UnexpectedStatus(_pubkeyRoots[id], Status.Retired);
    }

    function _mark(uint256 id, uint64 flag) internal {
        uint256 word = _seats[id / 4];
        _seats[id / 4] = word.withLane(id, word.lane(id) | flag);
    }

    function _requirePubkey(uint256 id, bytes calldata pubkey) internal view {
        if (DepositData.pubkeyRoot(pubkey) != _pubkeyRoots[id]) revert WrongPubkey(id);
    }

    function _slotNow() internal view returns (uint64) {
        return uint64(block.timestamp - genesisTime) / SECONDS_PER_SLOT;
    }

    function _timeOf(uint64 slot) internal view returns (uint64) {
        return genesisTime + SECONDS_PER_SLOT * slot;
    }

    function _deposit(bytes calldata pubkey, uint64 amount, bytes memory signature, bytes32 depositDataRoot) internal {
        bytes memory credentials = abi.encodePacked(withdrawalCredentials);
        depositContract.deposit{value: amount * WEI_PER_GWEI}(pubkey, credentials, signature, depositDataRoot);
    }

    // -- Proofs ------------------------------------------------------------------------------------------------------

    function _anchorAt(uint64 timestamp, StateProof calldata state) internal view returns (Layout memory) {
        return BeaconState.anchor(layouts, BeaconRoots.parentRoot(timestamp), state);
    }

    /// @dev Reverts unless the state of `timestamp` is from `since` on. The root kept for a timestamp is of the block
    /// before, so the first timestamp that can show the state of `since` is a slot later.
    function _requireSince(uint64 timestamp, StateProof calldata state, uint64 since) internal view {
        if (state.header.slot < since) {
            revert RootOutOfRange(timestamp, _timeOf(since + 1), uint64(block.timestamp));
        }
    }

    function _requireRecent(uint64 timestamp) internal view {
        if (timestamp + RECENT < block.timestamp || timestamp > block.timestamp) {
            revert RootOutOfRange(timestamp, uint64(block.timestamp) - RECENT, uint64(block.timestamp));
        }
    }

    /// @dev Proves `validator`, which is the one of `id`, in an anchored state.
    function _verifyValidator(
        uint256 id,
        StateProof calldata state,
        Layout memory layout,
        Validator calldata validator,
        bytes32[] calldata siblings
    ) internal view {
        if (validator.pubkeyRoot != _pubkeyRoots[id]) revert WrongPubkey(id);

        BeaconState.verifyValidator(state, layout, _seat(id).indexOf(), validator, siblings);
    }

    /// @dev Whoever proves the last thing that was missing, at the pinned root, finishes the checkpoint.
    function _finishIfDone(uint64 slot) internal virtual;

    function _stakedEther() internal view returns (IStakedEther) {
        return IStakedEther(vault);
    }
}
