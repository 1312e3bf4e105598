// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

// The consensus layer as the contracts see it. Values are as SSZ serialises them, but integers are ordinary
// big-endian `uint64`; amounts are gwei. Containers: consensus-specs, phase0 to Fulu.
//
// Every multiproof in this repository has one form. Leaves are given in ascending order of their index at the tree's
// bottom level. The root is rebuilt level by level from the bottom; within a level from left to right; a node whose
// partner is not itself being rebuilt takes the next element of `siblings`. Each sibling is used exactly once, and none
// may be left over.

/// @dev `BeaconBlockHeader`. Its hash tree root is the beacon block root that EIP-4788 serves.
struct Header {
    uint64 slot;
    uint64 proposerIndex;
    bytes32 parentRoot;
    bytes32 stateRoot;
    bytes32 bodyRoot;
}

/// @dev The four fields of a `BeaconState` that are read, proven together under `header.stateRoot`:
/// `fork` (as its three members), `validators`, `balances`, `pending_deposits`, in the order of their field numbers.
/// `fork.current_version` is what binds a layout: after a fork that the table doesn't know, no proof is accepted.
struct StateProof {
    Header header;
    bytes4 previousVersion;
    bytes4 currentVersion;
    uint64 forkEpoch;
    bytes32 validatorsRoot;
    bytes32 balancesRoot;
    bytes32 pendingDepositsRoot;
    bytes32[] siblings;
}

/// @dev `Validator`. `pubkeyRoot` is `sha256(pubkey ‖ 16 zero bytes)`.
struct Validator {
    bytes32 pubkeyRoot;
    bytes32 withdrawalCredentials;
    uint64 effectiveBalance; // gwei
    bool slashed;
    uint64 activationEligibilityEpoch;
    uint64 activationEpoch;
    uint64 exitEpoch;
    uint64 withdrawableEpoch;
}

/// @dev `PendingDeposit`. `signatureRoot` is the hash tree root of its 96 signature bytes.
struct PendingDeposit {
    bytes32 pubkeyRoot;
    bytes32 withdrawalCredentials;
    uint64 amount; // gwei
    bytes32 signatureRoot;
    uint64 slot;
}

/// @dev Consecutive validator ids `first .. first + count - 1`.
struct Run {
    uint32 first;
    uint32 count;
}

/// @dev Where things are in the states of one fork: field numbers in the state, depths of trees. List depths include
/// the level at which the length is mixed in.
struct Layout {
    uint64 fromSlot;
    bytes4 forkVersion;
    uint8 stateDepth; // 6: Electra, Fulu
    uint8 forkField; // 3
    uint8 validatorsField; // 11
    uint8 balancesField; // 12
    uint8 pendingDepositsField; // 34
    uint8 validatorsDepth; // 41
    uint8 balancesDepth; // 39
    uint8 pendingDepositsDepth; // 28
}

/// @title The table of state layouts, by fork
/// @notice Append-only. A row can only be announced for a slot that is at least `notice` slots away, so that everyone who
/// disagrees with it can leave first. Announcing is the one trusted power over the rate: the steward's.
interface ILayouts {
    event LayoutAnnounced(uint256 indexed row, Layout layout);

    /// @notice No row covers `slot`, so nothing about it can be proven.
    error UnknownLayout(uint64 slot);

    /// @notice Rows start later than the one before and at least `notice` slots ahead: not before `earliest`.
    error LayoutTooEarly(uint64 fromSlot, uint64 earliest);

    /// @notice The table is full: it holds at most `maximum` rows.
    error TooManyLayouts(uint256 maximum);

    function announce(Layout calldata layout) external;

    /// @return The row with the greatest `fromSlot` that is not after `slot`.
    function at(uint64 slot) external view returns (Layout memory);

    function count() external view returns (uint256);

    function row(uint256 index) external view returns (Layout memory);
}

/// @title On-chain check of a deposit's BLS signature
/// @notice Verifies the signature of a `DepositMessage` (consensus-specs, `is_valid_deposit_signature`) with the EIP-2537
/// precompiles. The chain has no decompression, so the caller supplies the y coordinates; each is checked against
/// the compressed bytes (x equal, sign bit right).
interface IDepositSignature {
    /// @dev Field elements as EIP-2537 encodes them: 64 bytes, big-endian, the first 16 zero.
    /// `pubkeyY` is the y of the pubkey (G1), `signatureY` the y of the signature (G2, c0 then c1).
    struct Points {
        bytes pubkeyY; // 64 bytes
        bytes signatureY; // 128 bytes
    }

    /// @notice The coordinates don't belong to the compressed bytes, or a length is wrong.
    error MalformedPoint();

    /// @notice The signature isn't the pubkey's over this deposit message.
    error InvalidDepositSignature();

    /// @param pubkey 48 bytes, compressed.
    /// @param withdrawalCredentials 32 bytes.
    /// @param amount gwei.
    /// @param signature 96 bytes, compressed.
    function verify(
        bytes calldata pubkey,
        bytes32 withdrawalCredentials,
        uint64 amount,
        bytes calldata signature,
        Points calldata points
    ) external view;
}
