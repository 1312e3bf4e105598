// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ILock} from "../../src/interfaces/restaking/ILock.sol";
import {IDelegationManager, Withdrawal} from "../../src/interfaces/restaking/IDelegationManager.sol";
import {IEigenPod} from "../../src/interfaces/restaking/IEigenPod.sol";
import {EigenPod} from "../../src/restaking/EigenPod.sol";
import {PodScene} from "./PodScene.sol";

/// @dev Native stake from the beacon chain through delegation and slashing back to its owner.
contract PodFlowTest is PodScene {
    function test_whatIsCountedCanBeWithdrawn() public {
        _restake(1, 32e9);
        _delegate(alice, operator);
        bytes32 root = _queue(alice, BEACON_ETHER, 32 ether);
        _payOutAll(1);
        _checkpoint(_one(1));
        _mine(DELAY + 1);

        vm.expectEmit(address(pod));
        emit IEigenPod.RestakedBeaconChainETHWithdrawn(alice, 32 ether);
        _complete(root, true);

        assertEq(alice.balance, 32 ether, "POD-10");
        assertEq(pod.withdrawableRestakedExecutionLayerGwei(), 0, "POD-10");
        assertEq(pod.moneyMovedAt(), timeAfter[parent], "POD-3");
        assertEq(delegation.operatorShares(operator, BEACON_ETHER), 0, "STAKE-7");
    }

    function test_nothingIsPaidThatHasntBeenCounted() public {
        _restake(1, 32e9);
        bytes32 root = _queue(alice, BEACON_ETHER, 32 ether);
        _mine(DELAY + 1);
        // Ether in the pod that no checkpoint counted isn't anybody's.
        vm.deal(address(pod), 100 ether);
        Withdrawal memory withdrawal = delegation.queuedWithdrawals(root);
        address[] memory tokens = new address[](1);

        vm.prank(alice);
        vm.expectRevert(IEigenPod.InsufficientWithdrawableBalance.selector);
        delegation.completeQueuedWithdrawal(withdrawal, tokens, true);
    }

    /// @dev A beacon slash of a quarter on top of a service's slash of a half: 3/8 are left.
    function test_aServicesSlashAndABeaconSlashMultiply() public {
        _restake(1, 32e9);
        _delegate(alice, operator);
        _makeSet(set, _one(BEACON_ETHER));
        _join(operator, set);
        _allocate(operator, set, BEACON_ETHER, WAD);

        (, uint256 slashed) = _slash(operator, set, BEACON_ETHER, WAD / 2);
        assertEq(slashed, 16 ether, "MAG-6");
        assertEq(eigenPodManager.burnableETHShares(), 16 ether, "POD-10: counted, and left in the pod");
        chain.addBalance(_index(1), -8e9);
        _checkpoint(_one(1));
        assertEq(_withdrawable(alice, BEACON_ETHER), 12 ether, "BCSF-4");
        assertEq(delegation.operatorShares(operator, BEACON_ETHER), 12 ether, "STAKE-1");

        bytes32 root = _queue(alice, BEACON_ETHER, 32 ether);
        _payOutAll(1);
        _checkpoint(_one(1));
        _mine(DELAY + 1);
        _complete(root, true);
        assertEq(alice.balance, 12 ether, "BCSF-4");
        assertEq(address(pod).balance, 12 ether, "POD-10: what was slashed stays here");
    }

    function test_whatIsQueuedBleedsWithItsPod() public {
        _restake(1, 32e9);
        bytes32 root = _queue(alice, BEACON_ETHER, 16 ether);
        vm.deal(address(pod), 16 ether);
        chain.addBalance(_index(1), -24e9);
        _checkpoint(_one(1));
        _mine(DELAY + 1);
        _complete(root, true);

        assertEq(alice.balance, 12 ether, "BCSF-6: three quarters are left of the pod");
    }

    function test_sharesComeBackAsSharesAtTheFactorOfTheDay() public {
        _restake(1, 32e9);
        bytes32 root = _queue(alice, BEACON_ETHER, 32 ether);
        chain.addBalance(_index(1), -8e9);
        _checkpoint(_one(1));
        _mine(DELAY + 1);
        _complete(root, false);

        assertEq(_shares(alice), 24 ether, "BCSF-6");
        assertNear(_withdrawable(alice, BEACON_ETHER), 24 ether, 6, "STAKE-4: slashed once");
    }

    function test_whoIsPaidCantComeBackIn() public {
        Returner returner = new Returner(delegation.queueWithdrawals.selector);
        EigenPod its = _createPod(address(returner));
        returner.set(its, address(delegation));
        pod = its;
        _enter(1, 32e9);
        _mine(1);
        CredentialsMulti memory it = _credentialsMulti(_one(1), parent);
        vm.prank(address(returner));
        its.verifyCredentialsMultiproof(it.timestamp, it.state, it.indices, it.validators, it.siblings);

        bytes32 root = _queue(address(returner), BEACON_ETHER, 32 ether);
        _payOutAll(1);
        _mine(1);
        vm.prank(address(returner));
        its.startCheckpoint(false);
        _submit(_balancesMulti(_one(1), parent));
        _mine(DELAY + 1);
        _complete(root, true);

        assertEq(address(returner).balance, 32 ether, "POD-10");
        assertEq(uint256(uint32(returner.refusal())), uint256(uint32(ILock.Reentered.selector)), "POD-10");
        assertEq(its.lastCheckpointTimestamp(), returner.checkpointBefore(), "POD-10: not by the pod either");
    }

    function test_aGainThatNothingIsLeftOfCantBeAdded() public {
        _restake(1, 32e9);
        chain.addBalance(_index(1), -32e9);
        _checkpoint(_one(1));
        assertEq(eigenPodManager.beaconChainSlashingFactor(alice), 0, "BCSF-5");

        _enter(2, 32e9);
        _mine(1);
        CredentialsMulti memory it = _credentialsMulti(_one(2), parent);
        vm.expectRevert(IDelegationManager.FullySlashed.selector);
        _submit(it);
    }

    // -- Nothing twice, nothing lost -----------------------------------------------------------------------------------

    /// @dev Whatever happens, a finished checkpoint leaves the pod with exactly what there is.
    /// forge-config: default.fuzz.runs = 48
    function testFuzz_theBooksAreWhatThereIs(uint256 seed) public {
        uint256 known = 3;
        for (uint256 key = 1; key <= known; ++key) {
            _enter(key, 32e9 + uint64(key) * 1e9, COMPOUNDING, address(pod));
        }
        _mine(1);
        _verify(_keys(1, known));

        for (uint256 round; round < 12; ++round) {
            uint256 dice = uint256(keccak256(abi.encode(seed, round)));
            uint256 key = 1 + dice / 16 % known;
            uint64 amount = uint64(dice / 4096 % 3e9);
            uint256 what = dice % 9;
            // A validator that was paid out holds nothing more that counts: whatever comes to it is paid out too.
            if (what == 0 && _balance(key) != 0) chain.addBalance(_index(key), int64(amount));
            if (what == 1) chain.addBalance(_index(key), -int64(amount));
            if (what == 2 && _balance(key) > amount && amount != 0) _payOut(key, amount);
            if (what == 3 && _balance(key) != 0) _payOutAll(key);
            if (what == 4) vm.deal(address(pod), address(pod).balance + amount);
            if (what == 5 && known < 8) {
                _enter(++known, 32e9, COMPOUNDING, address(pod));
                _mine(1);
                _verify(_one(known));
            }
            if (what == 6 && pod.currentCheckpointTimestamp() == 0) _checkAfter(known, dice);
            if (what == 7 && _withdrawable(alice, BEACON_ETHER) > 1 ether) _queue(alice, BEACON_ETHER, 0.5 ether);
            if (what == 8) _completeAll();
            _mine(1);
        }
        _checkAfter(known, seed);
    }

    /// @dev A checkpoint in two parts, with things going on between them.
    function _checkAfter(uint256 known, uint256 dice) private {
        _mine(1);
        uint256 pinnedEther = address(pod).balance / 1e9;
        uint256 pinnedBalances;
        for (uint256 key = 1; key <= known; ++key) {
            pinnedBalances += _balance(key);
        }
        _start();
        uint64 pinned = parent;

        uint256[] memory keys = _keys(1, known);
        if (pod.currentCheckpointTimestamp() != 0) _submit(_balances(_one(1 + dice % known), pinned));
        vm.deal(address(pod), address(pod).balance + dice % 1 ether);
        if (_balance(1) > 1e9) _payOut(1, 1e9);
        _mine(1);
        if (pod.currentCheckpointTimestamp() != 0) _submit(_balancesMulti(keys, pinned));

        uint256 counted;
        for (uint256 i; i < known; ++i) {
            counted += _restakedBalance(keys[i]);
        }
        assertEq(pod.currentCheckpointTimestamp(), 0, "POD-8");
        assertEq(counted, pinnedBalances, "POD-6: on the beacon chain");
        assertEq(pod.withdrawableRestakedExecutionLayerGwei(), pinnedEther, "POD-6: and here");
        assertLe(_withdrawable(alice, BEACON_ETHER), (counted + pinnedEther) * 1e9, "POD-10");
    }

    function _completeAll() private {
        bytes32[] memory roots = delegation.getQueuedWithdrawalRoots(alice);
        _mine(DELAY + 1);
        for (uint256 i; i < roots.length; ++i) {
            if (pod.withdrawableRestakedExecutionLayerGwei() >= 0.5e9) _complete(roots[i], true);
        }
    }
}

/// @dev A staker that, when it is paid, tries everything that a staker may.
contract Returner {
    EigenPod private _pod;
    address private _delegation;
    bytes4 private immutable _selector;
    bytes4 public refusal;
    uint64 public checkpointBefore;

    constructor(bytes4 selector) {
        _selector = selector;
    }

    function set(EigenPod pod, address delegation) external {
        _pod = pod;
        _delegation = delegation;
    }

    receive() external payable {
        checkpointBefore = _pod.lastCheckpointTimestamp();
        (bool ok, bytes memory answer) = _delegation.call(abi.encodeWithSelector(_selector, new bytes32[](0)));
        require(!ok, "came back in");
        refusal = bytes4(answer);
        (ok,) = address(_pod).call(abi.encodeCall(IEigenPod.startCheckpoint, (false)));
        require(!ok, "came back in by the pod");
    }
}
