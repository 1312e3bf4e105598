// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {Withdrawal} from "../../src/interfaces/restaking/IDelegationManager.sol";
import {ValidatorInfo, ValidatorStatus} from "../../src/interfaces/restaking/IEigenPod.sol";
import {EigenPod} from "../../src/restaking/EigenPod.sol";
import {BeaconChain} from "../staking/BeaconChain.sol";
import {PodScene} from "./PodScene.sol";

/// @dev Alice's pod and what can happen to it: on the beacon chain, by provers who show all of it or a part, by her, her
/// operator and a service's slasher. Blocks are made as they come; every proof is a real one.
contract PodHandler is PodScene {
    uint256 private constant MOST = 12;

    uint256 public keys; // validators so far: 1 to `keys`
    bytes32[] public roots;
    string public broken;
    mapping(bytes4 action => uint256) public done;

    /// @dev wei that were ever put into validators and the pod; and that deposit shares were ever given for.
    uint256 public entered;
    uint256 public credited;
    uint256 public number; // of the block that is being made
    uint64[] private slots; // whose states can be proven

    // Of the newest checkpoint.
    uint64 private pinnedSlot; // of the state that it is about
    uint64 private pinnedPod; // gwei of the pod's ether then
    uint64 private paidSince; // gwei
    mapping(bytes32 pubkeyHash => uint64 checkpoint) private verifiedDuring;
    mapping(uint256 key => uint64 slot) private before; // of the last state in which it had not been paid out

    constructor() {
        setUp();
        _makeSet(set, _one(BEACON_ETHER));
        _join(operator, set);
        _allocate(operator, set, BEACON_ETHER, WAD / 2);
        number = vm.getBlockNumber();
        slots.push(parent);
    }

    modifier step(bytes4 action) {
        vm.warp(GENESIS + 12 * slot);
        vm.roll(number);
        uint256 held = _shares(alice);
        bool wasOpen = pod.currentCheckpointTimestamp() != 0;
        _;
        number = vm.getBlockNumber();
        if (slots[slots.length - 1] != parent) slots.push(parent);
        ++done[action];
        if (action != this.comeBack.selector && _shares(alice) > held) credited += _shares(alice) - held;
        if (wasOpen && pod.currentCheckpointTimestamp() == 0) _checkFinished();
    }

    // -- The beacon chain --------------------------------------------------------------------------------------------

    function mine(uint256 seed) external step(this.mine.selector) {
        _mine(uint64(seed % 16 == 0 ? 64 : 1));
    }

    function enter(uint256 seed) external step(this.enter.selector) {
        if (keys == MOST) return;
        uint64 amount = seed % 4 == 0 ? 2048e9 : 32e9;
        _enter(++keys, amount, seed % 2 == 0 ? COMPOUNDING : bytes1(0x01), address(pod));
        entered += uint256(amount) * 1e9;
        // Before anyone could prove it.
        _mine(1);
    }

    function reward(uint256 which, uint256 seed) external step(this.reward.selector) {
        uint256 key = _key(which);
        if (key == 0 || _balance(key) == 0) return;
        uint64 gwei_ = uint64(1 + seed % 1e9);
        chain.addBalance(_index(key), int64(gwei_));
        entered += uint256(gwei_) * 1e9;
    }

    function penalise(uint256 which, uint256 seed) external step(this.penalise.selector) {
        uint256 key = _key(which);
        if (key == 0) return;
        uint64 balance = _balance(key);
        uint64 most = seed % 8 == 0 ? balance : balance / 64;
        if (most != 0) chain.addBalance(_index(key), -int64(uint64((seed >> 8) % (most + 1))));
    }

    function slashValidator(uint256 which) external step(this.slashValidator.selector) {
        uint256 key = _key(which);
        if (key == 0 || _balance(key) < 1e9 || _validator(key).slashed) return;
        chain.slash(_index(key), slot / 32);
    }

    /// @dev Everything after an exit, what is above the effective balance, or what the pod asked for.
    function payOut(uint256 which, uint256 seed) external step(this.payOut.selector) {
        uint256 key = _key(which);
        if (key == 0) return;
        if (seed % 4 == 0) {
            _payOutAll(key);
            before[key] = parent;
        } else {
            bool isAsked = seed % 2 == 0 && pod.validatorStatus(_hash(key)) == ValidatorStatus.ACTIVE;
            uint64 stays = isAsked ? 32e9 : _validator(key).effectiveBalance;
            if (_balance(key) <= stays) return;
            _payOut(key, uint64(1 + (seed >> 8) % (_balance(key) - stays)));
        }
        _mine(1);
    }

    function donate(uint256 seed) external step(this.donate.selector) {
        uint256 amount = 1 + seed % 1 ether;
        vm.deal(address(pod), address(pod).balance + amount);
        entered += amount;
    }

    // -- Provers -----------------------------------------------------------------------------------------------------

    /// @dev A validator by its credentials, in either form, at the newest state or an older one.
    function verify(uint256 which, uint256 seed) external step(this.verify.selector) {
        uint256 key = _key(which);
        if (key == 0) return;
        bool isKnown = pod.validatorStatus(_hash(key)) != ValidatorStatus.INACTIVE;
        // Mostly the newest state; at times one in which a validator that was paid out is there still.
        uint64 at = seed % 4 == 0 ? slots[(seed >> 8) % slots.length] : parent;
        if (seed % 4 < 2 && before[key] != 0) at = before[key];
        try this.submitCredentials(key, at, seed % 3 == 0) {
            ++done[this.submitCredentials.selector];
            verifiedDuring[_hash(key)] = pod.currentCheckpointTimestamp();
            _must(!isKnown, "POD-1: credited once");
            bool isCounted = before[key] != 0 && at <= before[key] && before[key] < pinnedSlot;
            _must(!isCounted, "POD-3: what was paid out and counted isn't credited as staked");
        } catch {}
    }

    function startCheckpoint() external step(this.startCheckpoint.selector) {
        uint64 newest = parent;
        uint64 has = uint64(address(pod).balance / 1e9);
        vm.prank(alice);
        try pod.startCheckpoint(false) {
            (pinnedSlot, pinnedPod, paidSince) = (newest, has, 0);
            if (pod.currentCheckpointTimestamp() == 0) _checkFinished();
        } catch {}
    }

    function startForSlashed(uint256 which) external step(this.startForSlashed.selector) {
        uint256 key = _key(which);
        if (key == 0) return;
        uint64 newest = parent;
        uint64 has = uint64(address(pod).balance / 1e9);
        try this.submitStale(key) {
            ++done[this.submitStale.selector];
            (pinnedSlot, pinnedPod, paidSince) = (newest, has, 0);
        } catch {}
    }

    /// @dev Balances of some validators, from `which` on, in either form: proven before or not, known to the pod or not.
    function prove(uint256 which, uint256 count, uint256 seed) external step(this.prove.selector) {
        if (pod.currentCheckpointTimestamp() == 0 || keys == 0) return;
        uint256 from = _key(which);
        uint256[] memory list = _keys(from, 1 + count % (keys - from + 1));
        try this.submitBalances(list, seed % 2 == 0) {
            ++done[this.submitBalances.selector];
        } catch {}
    }

    function submitCredentials(uint256 key, uint64 at, bool many) external {
        if (many) _submit(_credentialsMulti(_one(key), at));
        else _submit(_credentials(_one(key), at));
    }

    function submitStale(uint256 key) external {
        _proveStale(key, parent);
    }

    function submitBalances(uint256[] memory list, bool many) external {
        if (many) _submit(_balancesMulti(list, pinnedSlot));
        else _submit(_balances(list, pinnedSlot));
    }

    // -- People ------------------------------------------------------------------------------------------------------

    function delegate() external step(this.delegate.selector) {
        try this.delegateAlice() {} catch {}
    }

    function delegateAlice() external {
        _delegate(alice, operator);
    }

    function throwOut() external step(this.throwOut.selector) {
        vm.prank(operator);
        try delegation.undelegate(alice) returns (bytes32[] memory queued) {
            for (uint256 i; i < queued.length; ++i) {
                roots.push(queued[i]);
            }
        } catch {}
    }

    function leave(uint256 seed) external step(this.leave.selector) {
        uint256 all = _shares(alice);
        if (all != 0) roots.push(_queue(alice, BEACON_ETHER, 1 + seed % all));
    }

    function bePaid(uint256 which) external step(this.bePaid.selector) {
        _complete(which, true);
    }

    function comeBack(uint256 which) external step(this.comeBack.selector) {
        _complete(which, false);
    }

    function slash(uint256 seed) external step(this.slash.selector) {
        _slash(operator, set, BEACON_ETHER, seed % 16 == 0 ? WAD : 1 + seed % (WAD / 8));
    }

    function completeOne(bytes32 root, bool asTokens) external {
        _complete(root, asTokens);
    }

    function _complete(uint256 which, bool asTokens) private {
        if (roots.length == 0) return;
        bytes32 root = roots[which % roots.length];
        if (!delegation.pendingWithdrawals(root)) return;
        (Withdrawal memory it, uint256[] memory shares) = delegation.getQueuedWithdrawal(root);
        if (number <= it.startBlock + DELAY) {
            vm.roll(it.startBlock + DELAY + 1);
        }
        (uint256 had, uint256 counted) = (alice.balance, pod.withdrawableRestakedExecutionLayerGwei());
        try this.completeOne(root, asTokens) {
            ++done[this.completeOne.selector];
            uint256 paid = alice.balance - had;
            _must(paid == (asTokens ? shares[0] / 1e9 * 1e9 : 0), "WQ-6: it pays what the view says, in gwei");
            uint256 left = pod.withdrawableRestakedExecutionLayerGwei();
            _must(counted - left == paid / 1e9, "POD-10: for shares that were withdrawn");
            paidSince += uint64(paid / 1e9);
        } catch {
            _must(!asTokens || shares[0] / 1e9 > counted, "POD-10: what is counted is paid");
        }
    }

    // -- What must hold ----------------------------------------------------------------------------------------------

    /// @dev Of the pod as it is in the block that is being made.
    function check() external {
        vm.warp(GENESIS + 12 * slot);
        vm.roll(number);
        assertEq(broken, "", broken);
        uint256 active;
        for (uint256 key = 1; key <= keys; ++key) {
            ValidatorInfo memory info = pod.validatorPubkeyHashToInfo(_hash(key));
            if (info.status == ValidatorStatus.ACTIVE) ++active;
            else assertEq(info.restakedBalanceGwei, 0, "POD-5: nothing is counted of who isn't active");
        }
        assertEq(pod.activeValidatorCount(), active, "POD-7: who is counted is awaited");
        assertLe(credited, entered, "POD-6: no more is credited than ever came");
        uint256 counted = uint256(pod.withdrawableRestakedExecutionLayerGwei()) * 1e9;
        assertLe(counted, address(pod).balance, "POD-10: what is counted is there");

        uint256 worth = _withdrawable(alice, BEACON_ETHER);
        bool isDelegated = delegation.delegatedTo(alice) == operator;
        uint256 shares = delegation.operatorShares(operator, BEACON_ETHER);
        assertGe(shares, isDelegated ? worth : 0, "STAKE-1: operator shares cover what stakers can withdraw");
    }

    /// @dev What the books have is what was there at the pin: each validator's balance, and the pod's ether.
    function _checkFinished() private {
        BeaconChain.State memory state = chain.stateAt(pinnedSlot);
        uint64 checkpoint = pod.lastCheckpointTimestamp();
        for (uint256 i; i < state.members.length; ++i) {
            bytes32 hash = state.members[i].validator.pubkeyRoot;
            ValidatorInfo memory info = pod.validatorPubkeyHashToInfo(hash);
            if (info.status != ValidatorStatus.ACTIVE || verifiedDuring[hash] == checkpoint) continue;
            _must(info.lastCheckpointedAt == checkpoint, "POD-6: all that were active are shown");
            _must(info.restakedBalanceGwei == state.members[i].balance, "POD-6: each with its balance at the root");
        }
        uint64 counted = pod.withdrawableRestakedExecutionLayerGwei();
        _must(counted + paidSince == pinnedPod, "POD-6: and what the pod held at the pin");
    }

    function _must(bool condition, string memory rule) private {
        if (!condition && bytes(broken).length == 0) broken = rule;
    }

    /// @return key 0 if there is none.
    function _key(uint256 which) private view returns (uint256) {
        return keys == 0 ? 0 : 1 + which % keys;
    }
}
