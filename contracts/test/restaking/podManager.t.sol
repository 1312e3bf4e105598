// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

import {OperatorSet} from "../../src/interfaces/restaking/IAllocationManager.sol";
import {IEigenPod} from "../../src/interfaces/restaking/IEigenPod.sol";
import {IEigenPodManager} from "../../src/interfaces/restaking/IEigenPodManager.sol";
import {IPausable} from "../../src/interfaces/restaking/IPausable.sol";
import {EigenPod} from "../../src/restaking/EigenPod.sol";
import {Trees} from "../staking/Trees.sol";
import {Vm} from "../support/Vm.sol";
import {PodScene} from "./PodScene.sol";
import {Token} from "./Token.sol";

contract PodManagerTest is PodScene {
    // -- Pods --------------------------------------------------------------------------------------------------------

    function testFuzz_aPodStandsWhereItWasForetold(address owner) public {
        vm.assume(owner != alice && owner != address(0));
        address foretold = eigenPodManager.getPod(owner);
        assertTrue(!eigenPodManager.hasPod(owner), "POD-12");
        assertEq(eigenPodManager.ownerToPod(owner), address(0), "POD-12");

        vm.expectEmit(address(eigenPodManager));
        emit IEigenPodManager.PodDeployed(foretold, owner);
        EigenPod made = _createPod(owner);

        assertEq(address(made), foretold, "POD-12");
        assertEq(eigenPodManager.getPod(owner), foretold, "POD-12");
        assertEq(eigenPodManager.ownerToPod(owner), foretold, "POD-12");
        assertEq(made.podOwner(), owner, "POD-12");
        assertEq(eigenPodManager.numPods(), 2, "POD-12");
    }

    function test_onePodAnOwner() public {
        vm.prank(alice);
        vm.expectRevert(IEigenPodManager.EigenPodAlreadyExists.selector);
        eigenPodManager.createPod();
    }

    function test_aPodIsInitialisedByItsMakerAlone() public {
        vm.expectRevert(IEigenPod.OnlyEigenPodManager.selector);
        pod.initialize(bob);
        EigenPod implementation = EigenPod(payable(eigenPodManager.implementation()));
        vm.expectRevert(IEigenPod.OnlyEigenPodManager.selector);
        implementation.initialize(bob);
        assertEq(implementation.podOwner(), address(0), "POD-12");
    }

    function test_theBeaconTellsWhatPodsRun() public view {
        assertEq(eigenPodManager.eigenPodBeacon(), address(eigenPodManager), "POD-12");
    }

    function test_stakeMakesAPodAndADepositForIt() public {
        bytes memory pubkey = _pubkey(1);
        bytes memory signature = new bytes(96);
        address foretold = eigenPodManager.getPod(bob);
        bytes32 credentials = bytes32(bytes1(0x01)) | bytes32(uint256(uint160(foretold)));
        vm.deal(bob, 32 ether);

        vm.recordLogs();
        bytes32 root = _depositRoot(_hash(1), credentials, 32e9, Trees.pair(Trees.pair(0, 0), Trees.pair(0, 0)));
        vm.prank(bob);
        eigenPodManager.stake{value: 32 ether}(pubkey, signature, root);

        assertEq(eigenPodManager.ownerToPod(bob), foretold, "POD-12");
        Vm.Log[] memory logs = vm.getRecordedLogs();
        (bytes memory key, bytes memory to, bytes memory amount,,) =
            abi.decode(logs[1].data, (bytes, bytes, bytes, bytes, bytes));
        assertEq(uint256(keccak256(key)), uint256(keccak256(pubkey)), "POD-12: its key");
        assertEq(uint256(bytes32(to)), uint256(credentials), "POD-12: to the pod");
        assertEq(uint256(Trees.fromLittleEndian(amount)), 32e9, "POD-12: the whole stake");
        assertEq(uint256(logs[2].topics[0]), uint256(IEigenPod.EigenPodStaked.selector), "POD-12");
        assertEq(uint256(bytes32(logs[2].data)), uint256(_hash(1)), "POD-12");
    }

    function test_stakeIsThirtyTwoEther() public {
        vm.deal(alice, 64 ether);
        vm.prank(alice);
        vm.expectRevert(IEigenPod.MsgValueNot32ETH.selector);
        eigenPodManager.stake{value: 32 ether - 1}(_pubkey(1), new bytes(96), 0);

        vm.expectRevert(IEigenPod.OnlyEigenPodManager.selector);
        pod.stake(_pubkey(1), new bytes(96), 0);
    }

    function test_pausedNoPodIsMade() public {
        vm.prank(pauser);
        eigenPodManager.pause(1);
        vm.startPrank(bob);
        vm.expectRevert(IPausable.CurrentlyPaused.selector);
        eigenPodManager.createPod();
        vm.expectRevert(IPausable.CurrentlyPaused.selector);
        eigenPodManager.stake(_pubkey(1), new bytes(96), 0);
    }

    // -- Reports -----------------------------------------------------------------------------------------------------

    function test_onlyThePodReportsItsOwner() public {
        vm.expectRevert(IEigenPodManager.OnlyEigenPod.selector);
        eigenPodManager.recordBeaconChainETHBalanceUpdate(alice, 0, 1 ether);

        EigenPod other = _createPod(bob);
        vm.prank(address(other));
        vm.expectRevert(IEigenPodManager.OnlyEigenPod.selector);
        eigenPodManager.recordBeaconChainETHBalanceUpdate(alice, 0, 1 ether);

        vm.startPrank(address(pod));
        vm.expectRevert(IEigenPodManager.InputAddressZero.selector);
        eigenPodManager.recordBeaconChainETHBalanceUpdate(address(0), 0, 1 ether);
        vm.expectRevert(IEigenPodManager.SharesNotMultipleOfGwei.selector);
        eigenPodManager.recordBeaconChainETHBalanceUpdate(alice, 0, 1);
        vm.stopPrank();
    }

    function test_whatIsReportedIsTold() public {
        vm.expectEmit(address(eigenPodManager));
        emit IEigenPodManager.PodSharesUpdated(alice, 32 ether);
        vm.expectEmit(address(eigenPodManager));
        emit IEigenPodManager.NewTotalShares(alice, 32 ether);
        vm.prank(address(pod));
        eigenPodManager.recordBeaconChainETHBalanceUpdate(alice, 0, 32 ether);

        vm.expectEmit(address(eigenPodManager));
        emit IEigenPodManager.BeaconChainSlashingFactorDecreased(alice, WAD, 0.75e18);
        vm.prank(address(pod));
        eigenPodManager.recordBeaconChainETHBalanceUpdate(alice, 32 ether, -8 ether);
        assertEq(eigenPodManager.podOwnerDepositShares(alice), 32 ether, "BCSF-2");
    }

    function testFuzz_theFactorFallsByThePartThatIsLost(uint64 before, uint64 lost) public {
        before = uint64(bound(before, 1, 2 ** 57));
        lost = uint64(bound(lost, 1, before));
        uint256 factor = WAD;
        for (uint256 i; i < 3; ++i) {
            vm.prank(address(pod));
            eigenPodManager.recordBeaconChainETHBalanceUpdate(
                alice, uint256(before) * 1e9, -int256(uint256(lost) * 1e9)
            );
            factor = factor * (before - lost) / before;
            assertEq(eigenPodManager.beaconChainSlashingFactor(alice), factor, "BCSF-1");
        }
    }

    function test_theDelegationManagerAloneMovesShares() public {
        OperatorSet memory none;
        vm.startPrank(alice);
        vm.expectRevert(IEigenPodManager.OnlyDelegationManager.selector);
        eigenPodManager.addShares(alice, BEACON_ETHER, 1);
        vm.expectRevert(IEigenPodManager.OnlyDelegationManager.selector);
        eigenPodManager.removeDepositShares(alice, BEACON_ETHER, 1);
        vm.expectRevert(IEigenPodManager.OnlyDelegationManager.selector);
        eigenPodManager.withdrawSharesAsTokens(alice, BEACON_ETHER, address(0), 1);
        vm.expectRevert(IEigenPodManager.OnlyDelegationManager.selector);
        eigenPodManager.increaseBurnOrRedistributableShares(none, 0, BEACON_ETHER, 1);
        vm.stopPrank();

        vm.startPrank(address(delegation));
        vm.expectRevert(IEigenPodManager.InvalidStrategy.selector);
        eigenPodManager.addShares(alice, address(strategy), 1);
        vm.expectRevert(IEigenPodManager.InputAddressZero.selector);
        eigenPodManager.addShares(address(0), BEACON_ETHER, 1);
        vm.expectRevert(IEigenPodManager.SharesNegative.selector);
        eigenPodManager.addShares(alice, BEACON_ETHER, 2 ** 255);
        vm.expectRevert(IEigenPodManager.InvalidStrategy.selector);
        eigenPodManager.removeDepositShares(alice, address(strategy), 1);
        vm.expectRevert(IEigenPodManager.SharesNegative.selector);
        eigenPodManager.removeDepositShares(alice, BEACON_ETHER, 1);
        vm.expectRevert(IEigenPodManager.InvalidStrategy.selector);
        eigenPodManager.withdrawSharesAsTokens(alice, address(strategy), address(0), 1);
        vm.expectRevert(IEigenPod.InsufficientWithdrawableBalance.selector);
        eigenPodManager.withdrawSharesAsTokens(alice, BEACON_ETHER, address(0), 1 gwei);
        vm.expectEmit(address(eigenPodManager));
        emit IEigenPodManager.BurnableETHSharesIncreased(7);
        eigenPodManager.increaseBurnOrRedistributableShares(none, 0, BEACON_ETHER, 7);
        assertEq(eigenPodManager.burnableETHShares(), 7, "POD-10: counted, not moved");
    }

    // -- Offices -----------------------------------------------------------------------------------------------------

    function test_theOwnerNamesWhoSetsTheForksTime() public {
        vm.expectRevert(IEigenPodManager.OnlyProofTimestampSetter.selector);
        eigenPodManager.setPectraForkTimestamp(1);
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, address(this)));
        eigenPodManager.setProofTimestampSetter(bob);

        vm.expectEmit(address(eigenPodManager));
        emit IEigenPodManager.ProofTimestampSetterSet(bob);
        vm.prank(governor);
        eigenPodManager.setProofTimestampSetter(bob);
        vm.expectEmit(address(eigenPodManager));
        emit IEigenPodManager.PectraForkTimestampSet(7);
        vm.prank(bob);
        eigenPodManager.setPectraForkTimestamp(7);
        assertEq(eigenPodManager.pectraForkTimestamp(), 7, "POD-4");
    }

    function test_tokensThatCameByMistakeAreTheOwnersToSend() public {
        Token lost = new Token("lost", 18);
        lost.mint(address(pod), 5);
        address[] memory tokens = _one(address(lost));
        uint256[] memory amounts = _one(5);

        vm.expectRevert(IEigenPod.OnlyEigenPodOwner.selector);
        pod.recoverTokens(tokens, amounts, bob);
        vm.startPrank(alice);
        vm.expectRevert(IEigenPod.InputArrayLengthMismatch.selector);
        pod.recoverTokens(tokens, new uint256[](0), bob);
        pod.recoverTokens(tokens, amounts, bob);
        vm.stopPrank();
        assertEq(lost.balanceOf(bob), 5, "POD-10");

        vm.prank(pauser);
        eigenPodManager.pause(1 << 5);
        vm.prank(alice);
        vm.expectRevert(IEigenPod.CurrentlyPaused.selector);
        pod.recoverTokens(tokens, amounts, bob);
    }

    function test_theSubmitterIsTheOwnersToName() public {
        vm.expectRevert(IEigenPod.OnlyEigenPodOwner.selector);
        pod.setProofSubmitter(bob);
        vm.expectEmit(address(pod));
        emit IEigenPod.ProofSubmitterUpdated(address(0), bob);
        vm.prank(alice);
        pod.setProofSubmitter(bob);
    }

    /// @dev `hash_tree_root(DepositData)`.
    function _depositRoot(bytes32 pubkeyRoot, bytes32 credentials, uint64 amount, bytes32 signatureRoot)
        private
        pure
        returns (bytes32)
    {
        return Trees.pair(Trees.pair(pubkeyRoot, credentials), Trees.pair(Trees.chunk(amount), signatureRoot));
    }
}
