// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {Header, PendingDeposit, Run, StateProof, Validator} from "./IBeacon.sol";
import {IDepositSignature} from "./IBeacon.sol";

/// @title The validators behind csETH, and their proofs
/// @notice The registry is the withdrawal address (`0x02` credentials) of every validator. It takes no one's word for
/// anything: that a validator is ours, what it holds, that a deposit is on its way or has arrived, that a validator was
/// slashed, all enter by proof against a beacon block root of EIP-4788.
///
/// A validator's life: *registered* (the curator pays 1 ETH of its own, with a BLS signature that is checked here) →
/// *proven* (its credentials are ours: the curator gets shares for its ETH; from now on users' ether may top it up, to
/// 2,048 ETH) → *retired* (withdrawn to zero). A pubkey is registered once, for ever.
///
/// Ids are dense and stable: 0, 1, 2, … in the order of proving.
interface IValidatorRegistry {
    enum Status {
        None,
        Registered,
        Proven,
        Retired
    }

    /// @dev Balances are gwei as the newest checkpoint that proved them found them.
    struct Record {
        Status status;
        uint16 operator;
        bool slashed;
        bool exiting; // a full exit was requested from here, or proven
        uint40 beaconIndex;
        uint64 balance;
        uint64 inFlight; // gwei of the top-up that is on its way, 0 if none
        uint32 checkpoint; // the newest checkpoint that its balance is proven in, 0 if none
        bytes32 pubkeyRoot;
    }

    /// @dev A top-up between the deposit contract and the validator's balance. At most one a validator, 64 in all.
    struct Flight {
        uint32 id; // validator
        uint64 amount; // gwei
        uint64 slot; // of the block that made it
        uint32 checkpoint; // the newest checkpoint in which it was shown to be waiting
        uint64 bar; // a head of a later slot shows that it has landed; the greatest uint64 if no marker was proven
    }

    /// @dev A pending deposit behind a flight's, of a validator that stays: see `proveBar`.
    struct Marker {
        uint256[] listIndices; // of the flight's deposit, of the one behind it
        PendingDeposit[] deposits; // those two
        bytes32[] depositSiblings; // of the multiproof of both
        uint40 beaconIndex; // of the validator that the second is for
        Validator validator; // that one
        bytes32[] siblings; // of its single proof
    }

    struct Checkpoint {
        uint32 number; // 1, 2, …
        bool open;
        uint64 openedAt; // seconds, and the timestamp to ask EIP-4788 for
        uint32 remaining; // validators still to be proven
        uint32 unsettled; // flights still to be shown waiting or arrived
        uint32 validators; // in the set at open
        bytes32 root; // the pinned beacon block root
        uint256 execution; // wei
        uint256 beacon; // gwei proven so far
        uint256 inFlight; // gwei shown so far
        uint64 finishedSlot; // the slot that the newest finished checkpoint pinned
    }

    // -- Events ------------------------------------------------------------------------------------------------------

    event Registered(bytes32 indexed pubkeyRoot, uint16 indexed operator, address depositor, bytes pubkey);
    event CredentialsProven(uint256 indexed id, bytes32 indexed pubkeyRoot, uint40 beaconIndex, uint256 shares);
    event ToppedUp(uint256 indexed id, uint64 amount, uint64 slot);
    event DepositArrived(uint256 indexed id, uint64 amount, uint64 slot);
    event DepositWaiting(uint256 indexed id, uint64 amount, uint64 slot);
    event BarProven(uint256 indexed id, uint64 bar);
    event CheckpointOpened(uint32 indexed number, bytes32 root, uint64 openedAt, uint32 validators, uint32 unsettled);
    event BalancesProven(uint32 indexed number, address indexed prover, uint256 count, uint32 remaining);
    event CheckpointFinished(
        uint32 indexed number, uint64 slot, uint256 execution, uint256 beacon, uint256 inFlight, int256 delta
    );
    event SlashingProven(uint256 indexed id, uint64 slot);
    event WithdrawalRequested(uint256 indexed id, uint64 amount, address indexed caller); // amount 0: full exit
    event ExitProven(uint256 indexed id, uint64 withdrawableEpoch);
    event Retired(uint256 indexed id);

    // -- Errors ------------------------------------------------------------------------------------------------------

    error WrongPredeposit(uint256 value, uint256 required);
    error PubkeyTaken(bytes32 pubkeyRoot);
    error UnexpectedStatus(bytes32 pubkeyRoot, Status status);
    error UnknownValidator(uint256 id);
    error WrongPubkey(uint256 id);
    error WrongCredentials(bytes32 withdrawalCredentials);
    error ValidatorExiting(uint40 beaconIndex);
    error ValidatorSlashed(uint40 beaconIndex);
    error NotSlashed(uint40 beaconIndex);
    error NotExiting(uint40 beaconIndex);
    error NotWithdrawn(uint256 id);

    /// @notice The root is of `timestamp`; this needs one between `oldest` and `newest`.
    error RootOutOfRange(uint64 timestamp, uint64 oldest, uint64 newest);

    /// @notice The next checkpoint may be opened at `dueAt`.
    error NotDue(uint256 dueAt);
    error NoCheckpointOpen();

    /// @notice Ids in a proof must rise with their beacon indices, strictly.
    error NotAscending(uint256 id);
    error AlreadyProven(uint256 id);
    error NotInSet(uint256 id);
    error WrongLength(uint256 length, uint256 expected);

    error DepositInFlight(uint256 id);
    error NoDepositInFlight(uint256 id);
    error TooManyFlights(uint256 maximum);
    error TopUpOutOfRange(uint64 amount, uint64 minimum, uint64 maximum);

    /// @notice The pending deposit shown isn't the flight's (pubkey, credentials, amount, slot).
    error WrongPendingDeposit(uint256 id);

    /// @notice The deposit behind the flight's, of `slot`, isn't one of the validator `beaconIndex` that says when it
    /// entered: its slot must not be 0.
    error WrongMarker(uint40 beaconIndex, uint64 slot);

    /// @notice The head of the pending deposits, of `headSlot`, doesn't show that the flight has landed: it must be later
    /// than `bar`. Use a later root.
    error NotArrived(uint256 id, uint64 headSlot, uint64 bar);

    error ExceedsShortfall(uint256 amount, uint256 shortfall);
    error PartialFirst(uint256 partialCapacity);
    error WithdrawalOutOfRange(uint64 amount, uint64 maximum);
    error FeeTooLow(uint256 value, uint256 fee);

    // -- Validators --------------------------------------------------------------------------------------------------

    /// @notice Registers a validator and makes its 1-ETH predeposit with the value sent. Curator only.
    /// The signature must be the pubkey's own over (pubkey, our credentials, 1 ETH).
    function register(
        bytes calldata pubkey,
        bytes calldata signature,
        IDepositSignature.Points calldata points,
        uint16 operator
    ) external payable;

    /// @notice Proves that a registered validator exists with our credentials; mints the depositor shares for its 1 ETH.
    /// @param timestamp seconds, of a block whose EIP-4788 root (its parent's) anchors the proof; at most 1 h old.
    function proveCredentials(
        uint64 timestamp,
        StateProof calldata state,
        uint40 beaconIndex,
        Validator calldata validator,
        bytes32[] calldata siblings
    ) external returns (uint256 id);

    /// @notice Stakes idle ether on a proven validator. The proof (root at most 1 h old) shows that it is neither slashed nor
    /// exiting. Anyone may call it.
    /// @param amount gwei
    function topUp(
        uint256 id,
        bytes calldata pubkey,
        uint64 amount,
        uint64 timestamp,
        StateProof calldata state,
        Validator calldata validator,
        bytes32[] calldata siblings
    ) external;

    /// @notice Requests an EIP-7002 withdrawal: `amount` gwei, or a full exit if 0. Anyone may, up to what the vault falls short
    /// of; a full exit only when partial withdrawals can't do it. The curator may request a full exit at any time.
    /// The value sent pays the system contract's fee; the rest is returned.
    function requestWithdrawal(uint256 id, bytes calldata pubkey, uint64 amount) external payable;

    /// @notice Takes a validator that is withdrawn to zero out of the set.
    function retire(
        uint256 id,
        uint64 timestamp,
        StateProof calldata state,
        Validator calldata validator,
        bytes32[] calldata siblings
    ) external;

    // -- Deposits in flight ------------------------------------------------------------------------------------------

    /// @notice Shows that flights have landed: at the root, the head of the pending deposits is of a later slot than the flight
    /// (for a validator that exits, than its withdrawable epoch or the bar proven by `proveBar`, the earlier of the two),
    /// or there is no pending deposit at all. While a checkpoint is open, the root may not be newer than its pin.
    /// @param ids validators with a flight, ascending by beacon index.
    /// @param head the first pending deposit; ignored if the list is empty.
    /// @param headSiblings its single proof; empty if the list is empty.
    function proveArrived(
        uint64 timestamp,
        StateProof calldata state,
        uint256[] calldata ids,
        Validator[] calldata validators,
        bytes32[] calldata siblings,
        PendingDeposit calldata head,
        bytes32[] calldata headSiblings
    ) external;

    /// @notice Lowers the bar of a flight to a validator that exits, from the withdrawable epoch to the slot of a deposit behind
    /// it. Without it the flight, once processed, is neither waiting nor arrived until the list's head passes the withdrawable epoch:
    /// with a long list, for weeks in which no checkpoint finishes. Anyone can prove it in the epoch at whose end the deposit
    /// is processed, at the latest, and for as long after as EIP-4788 keeps roots of that epoch. Prove the bar when the validator is
    /// withdrawable and its deposit still waits; if none of a staying validator waits behind it, make one.
    ///
    /// At the root, whose epoch is the validator's withdrawable epoch or later, the flight's deposit is in the list, and behind
    /// it another, of a slot other than 0, of a validator without an exit epoch.
    function proveBar(
        uint256 id,
        uint64 timestamp,
        StateProof calldata state,
        Validator calldata validator,
        bytes32[] calldata siblings,
        Marker calldata marker
    ) external;

    /// @notice Shows, at the open checkpoint's root, that flights are still in `pending_deposits`.
    /// @param ids validators with a flight, in the order of `listIndices`, which ascend.
    function proveWaiting(
        StateProof calldata state,
        uint256[] calldata ids,
        uint256[] calldata listIndices,
        PendingDeposit[] calldata deposits,
        bytes32[] calldata siblings
    ) external;

    // -- Checkpoints -------------------------------------------------------------------------------------------------

    /// @notice Opens a checkpoint when due (or at once after a proven slashing), or replaces one that is unfinished
    /// after an hour. Pins the root that EIP-4788 gives for this block. Anyone may call it.
    function open() external returns (uint32 number);

    /// @notice Proves balances of a part of the set at the pinned root, in as many calls as gas asks. The call that leaves
    /// nothing to prove books the result.
    /// What others have proven in the meantime isn't counted again, and does no harm.
    /// @param runs ids; over all runs their beacon indices ascend strictly.
    /// @param chunks leaves of `balances` (four to a leaf, as SSZ packs them), ascending, each that holds one of the ids.
    function prove(
        StateProof calldata state,
        Run[] calldata runs,
        bytes32[] calldata chunks,
        bytes32[] calldata siblings
    ) external;

    /// @notice Proves that a validator of ours was slashed, at a root newer than the newest finished checkpoint's. Payments
    /// stop and a checkpoint is due at once; if that one has booked the slashing already, it is only noted: the
    /// validator is asked for nothing more, and what it holds, which comes after 36 days, isn't waited for.
    function proveSlashing(
        uint256 id,
        uint64 timestamp,
        StateProof calldata state,
        Validator calldata validator,
        bytes32[] calldata siblings
    ) external;

    /// @notice Notes that a validator leaves that wasn't asked to from here, at any root: it gets no stake, and what it
    /// holds counts as on its way back. One that was slashed is shown by `proveSlashing`.
    function proveExit(
        uint256 id,
        uint64 timestamp,
        StateProof calldata state,
        Validator calldata validator,
        bytes32[] calldata siblings
    ) external;

    // -- Views -------------------------------------------------------------------------------------------------------

    function vault() external view returns (address);
    function withdrawalCredentials() external view returns (bytes32);

    /// @return Ids handed out so far, retired ones included.
    function validatorCount() external view returns (uint256);
    function validatorOf(uint256 id) external view returns (Record memory);
    function statusOf(bytes32 pubkeyRoot) external view returns (Status);
    function flights() external view returns (Flight[] memory);
    function checkpoint() external view returns (Checkpoint memory);

    /// @return When the next checkpoint may be opened, in seconds.
    function dueAt() external view returns (uint256);

    /// @return gwei of withdrawals requested and not yet seen to arrive (nor expired).
    function withdrawing() external view returns (uint256);
}
