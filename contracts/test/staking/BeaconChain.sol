// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {Header, PendingDeposit, StateProof, Validator} from "../../src/interfaces/IBeacon.sol";
import {Trees} from "./Trees.sol";

/// @dev The part of a consensus layer (Electra, Fulu) that decides what stands behind csETH, small enough to be read: who
/// validates, balances, pending deposits and their order, exits, slashings, withdrawals. States are kept and proven
/// from, with trees of the real depths. The rules follow consensus-specs; the chain in `beacon/` runs the real ones.
contract BeaconChain {
    uint64 public constant FAR = type(uint64).max;
    bytes4 public constant VERSION = 0x06000000;
    uint64 public constant FORK_EPOCH = 300_000;

    struct Member {
        uint40 index;
        uint64 balance; // gwei
        Validator validator;
    }

    struct State {
        Header header;
        bytes32 root;
        bytes32[3] lists; // roots of validators, balances, pending deposits
        Member[] members;
        PendingDeposit[] pending;
    }

    /// @dev Marks a deposit to one of our validators that isn't ours.
    bytes32 public constant GIFT = keccak256("gift");
    uint256 public given; // gwei of those that have landed

    bytes4 public version = VERSION;
    uint64 public churn = 256e9; // gwei of deposits an epoch
    uint64 public carry; // gwei of churn that the next epoch inherits

    Member[] private _members;
    PendingDeposit[] private _pending;
    mapping(uint64 slot => State) private _states;
    bytes32 private _lastRoot;

    // -- Blocks ------------------------------------------------------------------------------------------------------

    /// @dev The block of `slot` ends: its state is what has been done so far.
    function seal(uint64 slot) external returns (bytes32 root) {
        State storage state = _states[slot];
        for (uint256 i; i < _members.length; ++i) {
            state.members.push(_members[i]);
        }
        for (uint256 i; i < _pending.length; ++i) {
            state.pending.push(_pending[i]);
        }

        state.lists = _listRoots(state);
        State memory sealed_ = state;
        (uint256[] memory fields, bytes32[] memory leaves) = _fieldsOf(sealed_);
        state.header = Header({
            slot: slot,
            proposerIndex: slot % 1000,
            parentRoot: _lastRoot,
            stateRoot: Trees.vectorRoot(6, fields, leaves),
            bodyRoot: keccak256(abi.encode("body", slot))
        });
        root = headerRoot(state.header);
        state.root = root;
        _lastRoot = root;
    }

    /// @dev `process_pending_deposits` at the end of `epoch`.
    function processDeposits(uint64 epoch, uint64 finalizedSlot) external {
        PendingDeposit[] memory pending = _pending;
        delete _pending;
        uint256 next;
        uint64 available = carry + churn;
        carry = 0;
        PendingDeposit[] memory postponed = new PendingDeposit[](pending.length);
        uint256 postponedCount;
        for (; next < pending.length && next < 16; ++next) {
            PendingDeposit memory it = pending[next];
            if (it.slot > finalizedSlot) break;
            (bool known, uint256 place) = _find(it.pubkeyRoot);
            Validator memory validator;
            if (known) validator = _members[place].validator;
            bool withdrawn = known && validator.withdrawableEpoch < epoch + 1;
            if (!withdrawn && known && validator.exitEpoch < FAR) {
                postponed[postponedCount++] = it;
                continue;
            }
            if (!withdrawn) {
                if (it.amount > available) {
                    carry = available;
                    break;
                }
                available -= it.amount;
            }
            if (known) _members[place].balance += it.amount;
            else _enter(it);
            if (it.signatureRoot == GIFT) given += it.amount;
        }
        for (; next < pending.length; ++next) {
            _pending.push(pending[next]);
        }
        for (uint256 i; i < postponedCount; ++i) {
            _pending.push(postponed[i]);
        }
    }

    /// @dev `process_effective_balance_updates`.
    function updateEffectiveBalances() external {
        for (uint256 i; i < _members.length; ++i) {
            uint64 balance = _members[i].balance;
            Validator storage validator = _members[i].validator;
            if (balance + 0.25e9 < validator.effectiveBalance || validator.effectiveBalance + 1.25e9 < balance) {
                uint64 effective = balance - balance % 1e9;
                validator.effectiveBalance = effective > 2048e9 ? 2048e9 : effective;
            }
        }
    }

    // -- Events of a validator's life --------------------------------------------------------------------------------

    /// @dev Index where the next new validator will be; gaps are validators that nobody asks about.
    uint40 public nextIndex = 1_000_001;

    function setNextIndex(uint40 index) external {
        nextIndex = index;
    }

    function deposit(PendingDeposit memory it) external {
        _pending.push(it);
    }

    function activate(uint40 index, uint64 epoch) external {
        _memberAt(index).validator.activationEligibilityEpoch = epoch;
        _memberAt(index).validator.activationEpoch = epoch;
    }

    function addBalance(uint40 index, int64 change) external {
        Member storage member = _memberAt(index);
        int64 balance = int64(member.balance) + change;
        member.balance = balance < 0 ? 0 : uint64(balance);
    }

    function exit(uint40 index, uint64 exitEpoch) external {
        Validator storage validator = _memberAt(index).validator;
        if (validator.exitEpoch != FAR) return;
        validator.exitEpoch = exitEpoch;
        validator.withdrawableEpoch = exitEpoch + 256;
    }

    function slash(uint40 index, uint64 epoch) external {
        Member storage member = _memberAt(index);
        Validator storage validator = member.validator;
        if (validator.exitEpoch == FAR) {
            validator.exitEpoch = epoch + 5;
            validator.withdrawableEpoch = epoch + 5 + 256;
        }
        validator.slashed = true;
        if (validator.withdrawableEpoch < epoch + 8192) validator.withdrawableEpoch = epoch + 8192;
        member.balance -= validator.effectiveBalance / 4096;
    }

    /// @dev Takes `amount` off the balance, for the payload to pay out.
    function withdraw(uint40 index, uint64 amount) external {
        _memberAt(index).balance -= amount;
    }

    function setValidator(uint40 index, Validator memory validator) external {
        _memberAt(index).validator = validator;
    }

    function setVersion(bytes4 version_) external {
        version = version_;
    }

    function setChurn(uint64 churn_) external {
        churn = churn_;
    }

    /// @dev Puts the head at the tail, as other validators' exits do to their deposits.
    function postponeHead() external {
        PendingDeposit memory head = _pending[0];
        for (uint256 i = 1; i < _pending.length; ++i) {
            _pending[i - 1] = _pending[i];
        }
        _pending[_pending.length - 1] = head;
    }

    // -- Views -------------------------------------------------------------------------------------------------------

    function memberCount() external view returns (uint256) {
        return _members.length;
    }

    function memberBy(bytes32 pubkeyRoot) external view returns (Member memory) {
        (bool known, uint256 place) = _find(pubkeyRoot);
        require(known, "no such validator");
        return _members[place];
    }

    function isKnown(bytes32 pubkeyRoot) external view returns (bool known) {
        (known,) = _find(pubkeyRoot);
    }

    function pendingDeposits() external view returns (PendingDeposit[] memory) {
        return _pending;
    }

    function stateAt(uint64 slot) external view returns (State memory) {
        return _states[slot];
    }

    function rootAt(uint64 slot) external view returns (bytes32) {
        return _states[slot].root;
    }

    // -- Proofs ------------------------------------------------------------------------------------------------------

    function proveState(uint64 slot) external view returns (StateProof memory proof) {
        State memory state = _states[slot];
        (uint256[] memory fields, bytes32[] memory leaves) = _fieldsOf(state);
        uint256[] memory asked = new uint256[](4);
        (asked[0], asked[1], asked[2], asked[3]) = (3, 11, 12, 34);

        proof.header = state.header;
        proof.previousVersion = 0x05000000;
        proof.currentVersion = version;
        proof.forkEpoch = FORK_EPOCH;
        proof.validatorsRoot = leaves[11];
        proof.balancesRoot = leaves[12];
        proof.pendingDepositsRoot = leaves[34];
        proof.siblings = Trees.vectorSiblings(6, fields, leaves, asked);
    }

    /// @dev The branch from one field of the state to the state's root.
    function fieldBranch(uint64 slot, uint256 field) external view returns (bytes32[] memory) {
        (uint256[] memory fields, bytes32[] memory leaves) = _fieldsOf(_states[slot]);
        uint256[] memory asked = new uint256[](1);
        asked[0] = field;
        return Trees.vectorSiblings(6, fields, leaves, asked);
    }

    /// @dev The branch from the state's root to the block's.
    function headerBranch(uint64 slot) external view returns (bytes32[] memory) {
        uint256[] memory asked = new uint256[](1);
        asked[0] = 3;
        return Trees.vectorSiblings(3, _upTo(5), _headerLeaves(_states[slot].header), asked);
    }

    function proveValidators(uint64 slot, uint256[] memory indices)
        external
        view
        returns (Validator[] memory validators, bytes32[] memory siblings)
    {
        State memory state = _states[slot];
        (uint256[] memory positions, bytes32[] memory leaves) = _validatorLeaves(state);
        validators = new Validator[](indices.length);
        for (uint256 i; i < indices.length; ++i) {
            validators[i] = _in(state, indices[i]).validator;
        }
        siblings = Trees.listSiblings(41, positions, leaves, _length(state), indices);
    }

    /// @param indices of validators, ascending.
    function proveBalances(uint64 slot, uint256[] memory indices)
        external
        view
        returns (bytes32[] memory chunks, bytes32[] memory siblings)
    {
        State memory state = _states[slot];
        (uint256[] memory positions, bytes32[] memory leaves) = _balanceLeaves(state);
        uint256[] memory asked = new uint256[](indices.length);
        uint256 count;
        for (uint256 i; i < indices.length; ++i) {
            uint256 position = indices[i] / 4;
            if (count == 0 || asked[count - 1] != position) asked[count++] = position;
        }
        assembly ("memory-safe") {
            mstore(asked, count)
        }
        chunks = new bytes32[](count);
        for (uint256 i; i < count; ++i) {
            for (uint256 j; j < positions.length; ++j) {
                if (positions[j] == asked[i]) chunks[i] = leaves[j];
            }
        }
        if (count != 0) siblings = Trees.listSiblings(39, positions, leaves, _length(state), asked);
    }

    function provePending(uint64 slot, uint256[] memory listIndices)
        external
        view
        returns (PendingDeposit[] memory deposits, bytes32[] memory siblings)
    {
        State memory state = _states[slot];
        (uint256[] memory positions, bytes32[] memory leaves) = _pendingLeaves(state);
        deposits = new PendingDeposit[](listIndices.length);
        for (uint256 i; i < listIndices.length; ++i) {
            deposits[i] = state.pending[listIndices[i]];
        }
        siblings = Trees.listSiblings(28, positions, leaves, state.pending.length, listIndices);
    }

    // -- Roots -------------------------------------------------------------------------------------------------------

    function headerRoot(Header memory it) public pure returns (bytes32) {
        return _container(3, _headerLeaves(it));
    }

    function validatorRoot(Validator memory it) public pure returns (bytes32) {
        bytes32[] memory leaves = new bytes32[](8);
        leaves[0] = it.pubkeyRoot;
        leaves[1] = it.withdrawalCredentials;
        leaves[2] = Trees.chunk(it.effectiveBalance);
        leaves[3] = Trees.chunk(it.slashed ? 1 : 0);
        leaves[4] = Trees.chunk(it.activationEligibilityEpoch);
        leaves[5] = Trees.chunk(it.activationEpoch);
        leaves[6] = Trees.chunk(it.exitEpoch);
        leaves[7] = Trees.chunk(it.withdrawableEpoch);
        return _container(3, leaves);
    }

    function pendingRoot(PendingDeposit memory it) public pure returns (bytes32) {
        bytes32[] memory leaves = new bytes32[](5);
        leaves[0] = it.pubkeyRoot;
        leaves[1] = it.withdrawalCredentials;
        leaves[2] = Trees.chunk(it.amount);
        leaves[3] = it.signatureRoot;
        leaves[4] = Trees.chunk(it.slot);
        return _container(3, leaves);
    }

    function _headerLeaves(Header memory it) private pure returns (bytes32[] memory leaves) {
        leaves = new bytes32[](5);
        leaves[0] = Trees.chunk(it.slot);
        leaves[1] = Trees.chunk(it.proposerIndex);
        leaves[2] = it.parentRoot;
        leaves[3] = it.stateRoot;
        leaves[4] = it.bodyRoot;
    }

    function _container(uint256 depth, bytes32[] memory leaves) private pure returns (bytes32) {
        return Trees.vectorRoot(depth, _upTo(leaves.length), leaves);
    }

    // -- Leaves ------------------------------------------------------------------------------------------------------

    function _fieldsOf(State memory state) private view returns (uint256[] memory fields, bytes32[] memory leaves) {
        fields = _upTo(38);
        leaves = new bytes32[](38);
        for (uint256 i; i < 38; ++i) {
            leaves[i] = keccak256(abi.encode("field", i));
        }
        bytes32[] memory fork = new bytes32[](3);
        (fork[0], fork[1], fork[2]) = (bytes32(bytes4(0x05000000)), bytes32(version), Trees.chunk(FORK_EPOCH));
        leaves[3] = _container(2, fork);
        (leaves[11], leaves[12], leaves[34]) = (state.lists[0], state.lists[1], state.lists[2]);
    }

    function _listRoots(State memory state) private pure returns (bytes32[3] memory roots) {
        (uint256[] memory positions, bytes32[] memory elements) = _validatorLeaves(state);
        roots[0] = Trees.listRoot(41, positions, elements, _length(state));
        (positions, elements) = _balanceLeaves(state);
        roots[1] = Trees.listRoot(39, positions, elements, _length(state));
        (positions, elements) = _pendingLeaves(state);
        roots[2] = Trees.listRoot(28, positions, elements, state.pending.length);
    }

    function _validatorLeaves(State memory state)
        private
        pure
        returns (uint256[] memory positions, bytes32[] memory leaves)
    {
        positions = new uint256[](state.members.length);
        leaves = new bytes32[](positions.length);
        for (uint256 i; i < positions.length; ++i) {
            positions[i] = state.members[i].index;
            leaves[i] = validatorRoot(state.members[i].validator);
        }
    }

    function _balanceLeaves(State memory state)
        private
        pure
        returns (uint256[] memory positions, bytes32[] memory leaves)
    {
        positions = new uint256[](state.members.length);
        leaves = new bytes32[](positions.length);
        uint256 count;
        for (uint256 i; i < state.members.length; ++i) {
            uint256 index = state.members[i].index;
            if (count == 0 || positions[count - 1] != index / 4) positions[count++] = index / 4;
            leaves[count - 1] |= bytes32(Trees.littleEndian(state.members[i].balance)) >> (64 * (index % 4));
        }
        assembly ("memory-safe") {
            mstore(positions, count)
            mstore(leaves, count)
        }
    }

    function _pendingLeaves(State memory state)
        private
        pure
        returns (uint256[] memory positions, bytes32[] memory leaves)
    {
        positions = _upTo(state.pending.length);
        leaves = new bytes32[](positions.length);
        for (uint256 i; i < positions.length; ++i) {
            leaves[i] = pendingRoot(state.pending[i]);
        }
    }

    function _length(State memory state) private pure returns (uint256) {
        return state.members.length == 0 ? 0 : state.members[state.members.length - 1].index + 1;
    }

    function _upTo(uint256 count) private pure returns (uint256[] memory list) {
        list = new uint256[](count);
        for (uint256 i; i < count; ++i) {
            list[i] = i;
        }
    }

    // -- Members -----------------------------------------------------------------------------------------------------

    function _enter(PendingDeposit memory it) private {
        Member storage member = _members.push();
        member.index = nextIndex++;
        member.balance = it.amount;
        member.validator = Validator({
            pubkeyRoot: it.pubkeyRoot,
            withdrawalCredentials: it.withdrawalCredentials,
            effectiveBalance: it.amount - it.amount % 1e9,
            slashed: false,
            activationEligibilityEpoch: FAR,
            activationEpoch: FAR,
            exitEpoch: FAR,
            withdrawableEpoch: FAR
        });
    }

    function _find(bytes32 pubkeyRoot) private view returns (bool known, uint256 place) {
        for (; place < _members.length; ++place) {
            if (_members[place].validator.pubkeyRoot == pubkeyRoot) return (true, place);
        }
    }

    function _memberAt(uint40 index) private view returns (Member storage) {
        for (uint256 i; i < _members.length; ++i) {
            if (_members[i].index == index) return _members[i];
        }
        revert("no such validator");
    }

    function _in(State memory state, uint256 index) private pure returns (Member memory) {
        for (uint256 i; i < state.members.length; ++i) {
            if (state.members[i].index == index) return state.members[i];
        }
        revert("no such validator");
    }
}
