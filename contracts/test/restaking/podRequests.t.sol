// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ConsolidationRequest, IEigenPod, WithdrawalRequest} from "../../src/interfaces/restaking/IEigenPod.sol";
import {Vm} from "../support/Vm.sol";
import {PodScene} from "./PodScene.sol";

contract PodRequestsTest is PodScene {
    function test_withdrawalsReachTheBeaconChainAsTheyWereAsked() public {
        _restake(1, 64e9);
        _restake(2, 32e9);
        WithdrawalRequest[] memory requests = new WithdrawalRequest[](2);
        requests[0] = WithdrawalRequest(_pubkey(1), 8e9);
        requests[1] = WithdrawalRequest(_pubkey(2), 0);
        vm.deal(alice, 1 ether);

        vm.recordLogs();
        vm.prank(alice);
        pod.requestWithdrawal{value: 1 ether}(requests);

        Vm.Log[] memory logs = vm.getRecordedLogs();
        _checkLog(logs[0], WITHDRAWAL_REQUESTS, abi.encodePacked(address(pod), _pubkey(1), uint64(8e9)));
        assertEq(uint256(logs[1].topics[0]), uint256(IEigenPod.WithdrawalRequested.selector), "POD-11");
        _checkLog(logs[2], WITHDRAWAL_REQUESTS, abi.encodePacked(address(pod), _pubkey(2), uint64(0)));
        assertEq(uint256(logs[3].topics[0]), uint256(IEigenPod.ExitRequested.selector), "POD-11");
        assertEq(uint256(logs[3].topics[1]), uint256(_hash(2)), "POD-11");
        assertEq(alice.balance, 1 ether - 2, "POD-11: what is above the fees comes back");
    }

    function test_consolidationsReachTheBeaconChainAsTheyWereAsked() public {
        _restake(1, 32e9);
        _restake(2, 32e9);
        ConsolidationRequest[] memory requests = new ConsolidationRequest[](2);
        requests[0] = ConsolidationRequest(_pubkey(1), _pubkey(1));
        requests[1] = ConsolidationRequest(_pubkey(2), _pubkey(1));
        uint256 fee = pod.getConsolidationRequestFee();
        vm.deal(alice, 2 * fee);

        vm.recordLogs();
        vm.prank(alice);
        pod.requestConsolidation{value: 2 * fee}(requests);

        Vm.Log[] memory logs = vm.getRecordedLogs();
        _checkLog(logs[0], CONSOLIDATION_REQUESTS, abi.encodePacked(address(pod), _pubkey(1), _pubkey(1)));
        assertEq(uint256(logs[1].topics[0]), uint256(IEigenPod.SwitchToCompoundingRequested.selector), "POD-11");
        _checkLog(logs[2], CONSOLIDATION_REQUESTS, abi.encodePacked(address(pod), _pubkey(2), _pubkey(1)));
        assertEq(uint256(logs[3].topics[0]), uint256(IEigenPod.ConsolidationRequested.selector), "POD-11");
        assertEq(uint256(logs[3].topics[1]), uint256(_hash(2)), "POD-11");
        assertEq(uint256(logs[3].topics[2]), uint256(_hash(1)), "POD-11");
        assertEq(pod.moneyMovedAt(), timeAfter[parent], "POD-3");
    }

    function test_onlyForValidatorsOfThePod() public {
        _restake(1, 32e9);
        _enter(2, 32e9);
        _mine(1);
        vm.deal(alice, 2 ether);

        vm.expectRevert(IEigenPod.ValidatorNotActiveInPod.selector);
        this.request(2, 1 wei);
        vm.expectRevert(IEigenPod.ValidatorNotActiveInPod.selector);
        this.consolidate(1, 2, 1 wei);

        // What is consolidated into one of ours may be another's: it can only gain by it.
        this.consolidate(2, 1, 1 wei);
    }

    function test_aFeeThatIsAWeiShortIsRefused() public {
        _restake(1, 32e9);
        vm.deal(alice, 1 ether);
        assertEq(pod.getWithdrawalRequestFee(), 1, "POD-11");

        vm.expectRevert(IEigenPod.InsufficientFunds.selector);
        this.request(1, 0);
        vm.expectRevert(IEigenPod.InsufficientFunds.selector);
        this.consolidate(1, 1, 0);
    }

    function test_aPubkeyHas48Bytes() public {
        _restake(1, 32e9);
        WithdrawalRequest[] memory requests = new WithdrawalRequest[](1);
        requests[0] = WithdrawalRequest(new bytes(47), 0);
        vm.deal(alice, 1 ether);

        vm.prank(alice);
        vm.expectRevert(IEigenPod.InvalidPubKeyLength.selector);
        pod.requestWithdrawal{value: 1}(requests);
        vm.expectRevert(IEigenPod.InvalidPubKeyLength.selector);
        pod.validatorStatus(new bytes(49));
    }

    function test_aSystemContractThatIsClosedRefuses() public {
        _restake(1, 32e9);
        vm.deal(alice, 1 ether);
        vm.etch(WITHDRAWAL_REQUESTS, "");
        vm.expectRevert(IEigenPod.FeeQueryFailed.selector);
        pod.getWithdrawalRequestFee();

        // Tells a fee of 0, and takes no request: a word if there is no data, else a revert.
        vm.etch(WITHDRAWAL_REQUESTS, hex"36156008575f5ffd5b60205ff3");
        vm.expectRevert(IEigenPod.PredeployFailed.selector);
        this.request(1, 1 wei);
    }

    function test_theSubmitterMayAskAndAStrangerMayNot() public {
        _restake(1, 32e9);
        WithdrawalRequest[] memory requests = new WithdrawalRequest[](1);
        requests[0] = WithdrawalRequest(_pubkey(1), 0);
        vm.deal(bob, 1 ether);

        vm.prank(bob);
        vm.expectRevert(IEigenPod.OnlyEigenPodOwnerOrProofSubmitter.selector);
        pod.requestWithdrawal{value: 1}(requests);

        vm.prank(alice);
        pod.setProofSubmitter(bob);
        vm.prank(bob);
        pod.requestWithdrawal{value: 1}(requests);
    }

    function test_eachRequestHasItsPause() public {
        _restake(1, 32e9);
        vm.deal(alice, 1 ether);
        vm.prank(pauser);
        eigenPodManager.pause(1 << 9);
        vm.expectRevert(IEigenPod.CurrentlyPaused.selector);
        this.consolidate(1, 1, 1 wei);
        this.request(1, 1 wei);

        vm.prank(pauser);
        eigenPodManager.pause(1 << 9 | 1 << 10);
        vm.expectRevert(IEigenPod.CurrentlyPaused.selector);
        this.request(1, 1 wei);
    }

    // -- Inside ------------------------------------------------------------------------------------------------------

    function request(uint256 key, uint256 value) external {
        WithdrawalRequest[] memory requests = new WithdrawalRequest[](1);
        requests[0] = WithdrawalRequest(_pubkey(key), 0);
        vm.prank(alice);
        pod.requestWithdrawal{value: value}(requests);
    }

    function consolidate(uint256 from, uint256 into, uint256 value) external {
        ConsolidationRequest[] memory requests = new ConsolidationRequest[](1);
        requests[0] = ConsolidationRequest(_pubkey(from), _pubkey(into));
        vm.prank(alice);
        pod.requestConsolidation{value: value}(requests);
    }

    function _checkLog(Vm.Log memory log_, address emitter, bytes memory data) private pure {
        assertEq(log_.emitter, emitter, "POD-11");
        assertEq(uint256(keccak256(log_.data)), uint256(keccak256(data)), "POD-11: to the byte");
    }
}
