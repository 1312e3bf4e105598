// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {BeaconState} from "../beacon/BeaconState.sol";
import {DepositData} from "../beacon/DepositData.sol";
import {IDepositSignature, StateProof, Validator} from "../interfaces/IBeacon.sol";
import {Roster} from "./Roster.sol";
import {Quad} from "./types/Quad.sol";
import {Four, Notes, Progress, Registration} from "./types/Words.sol";

/// @title A validator's life: registered, proven, retired
abstract contract Validators is Roster {
    using Quad for uint256;

    uint64 internal constant PREDEPOSIT = 1e9; // gwei

    function register(
        bytes calldata pubkey,
        bytes calldata signature,
        IDepositSignature.Points calldata points,
        uint16 operator
    ) external payable onlyOwner {
        if (msg.value != 1 ether) revert WrongPredeposit(msg.value, 1 ether);
        bytes32 credentials = withdrawalCredentials;
        bytes32 pubkeyRoot = DepositData.pubkeyRoot(pubkey);
        Registration storage registration = _registrations[pubkeyRoot];
        if (registration.depositor != address(0)) revert PubkeyTaken(pubkeyRoot);
        depositSignature.verify(pubkey, credentials, PREDEPOSIT, signature, points);

        registration.depositor = msg.sender;
        registration.operator = operator;

        emit Registered(pubkeyRoot, operator, msg.sender, pubkey);

        bytes32 root = DepositData.root(pubkey, credentials, PREDEPOSIT, signature);
        _deposit(pubkey, PREDEPOSIT, signature, root);
    }

    function proveCredentials(
        uint64 timestamp,
        StateProof calldata state,
        uint40 beaconIndex,
        Validator calldata validator,
        bytes32[] calldata siblings
    ) external returns (uint256 id) {
        bytes32 pubkeyRoot = validator.pubkeyRoot;
        Status status = statusOf(pubkeyRoot);
        if (status != Status.Registered) revert UnexpectedStatus(pubkeyRoot, status);
        _requireRecent(timestamp);

        BeaconState.verifyValidator(state, _anchorAt(timestamp, state), beaconIndex, validator, siblings);
        bytes32 credentials = validator.withdrawalCredentials;
        if (credentials != withdrawalCredentials) revert WrongCredentials(credentials);
        // One that has left may have been paid out already: nothing would stand behind the shares.
        _requireNotSlashed(validator.slashed, beaconIndex);
        _requireNotExiting(validator.exitEpoch != FAR_FUTURE_EPOCH, beaconIndex);

        id = _take(pubkeyRoot, beaconIndex, validator.effectiveBalance, _askableFrom(state, validator));
        uint256 shares = _stakedEther().credit(_registrations[pubkeyRoot].depositor, 1 ether);

        emit CredentialsProven(id, pubkeyRoot, beaconIndex, shares);
    }

    function retire(
        uint256 id,
        uint64 timestamp,
        StateProof calldata state,
        Validator calldata validator,
        bytes32[] calldata siblings
    ) external {
        _activeSeat(id);
        Notes memory notes = _notesOf(id);
        if (notes.flight != 0) revert DepositInFlight(id);

        _verifyValidator(id, timestamp, state, validator, siblings);

        // Found empty at a root from which on nothing of ours was on its way to it; and whatever a stranger adds to a
        // withdrawable validator is paid out to us, where it is counted as ether.
        uint256 balance = _balanceLane(id);
        bool empty = balance.balanceOf() == 0 && balance.checkpointOf() > notes.landedIn;
        if (!empty) revert NotWithdrawn(id);
        _requireWithdrawable(id, state, validator);

        _mark(id, Quad.RETIRED);
        ++_retired;

        emit Retired(id);

        // An open checkpoint that hasn't come to it needs it no more: it holds nothing.
        Progress memory progress = _progressNow();
        if (progress.open && id < progress.validators && balance.checkpointOf() != progress.number) {
            --progress.remaining;
            _save(progress);
        }
    }

    function _take(bytes32 pubkeyRoot, uint256 beaconIndex, uint256 balance, uint256 askableFrom)
        private
        returns (uint256 id)
    {
        Progress memory progress = _progressNow();
        Registration storage registration = _registrations[pubkeyRoot];

        id = _count++;
        registration.id = uint32(id);
        registration.proven = true;
        _pubkeyRoots[id] = pubkeyRoot;
        Four storage four = _fours[id / 4];
        four.seats = four.seats.withLane(id, Quad.packSeat(beaconIndex, registration.operator));
        // The open checkpoint doesn't ask for it: it has the tag of one that was proven there.
        uint256 tag = progress.open ? progress.number : 0;
        four.balances = four.balances.withLane(id, Quad.packBalance(balance, tag));
        // Only a later checkpoint can find it empty.
        Notes memory notes;
        notes.landedIn = progress.number;
        notes.askableFrom = askableFrom;
        _save(id, notes);
    }
}
