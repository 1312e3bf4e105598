// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {PriceOracle} from "../../src/avs/PriceOracle.sol";
import {IPriceOracle} from "../../src/interfaces/avs/IPriceOracle.sol";
import {IService} from "../../src/interfaces/avs/IService.sol";
import {IPausable} from "../../src/interfaces/restaking/IPausable.sol";
import {Services} from "./Services.sol";

contract SlashTest is Services {
    uint64 internal round;

    function setUp() public override {
        super.setUp();
        _enlist(3);
        round = oracle.currentRound();
    }

    // -- What it costs, and who gets it ------------------------------------------------------------------------------

    /// @dev A quarter of the half that was allocated to the oracle.
    function test_slash_twoValuesOfOneRoundCostExactlyTheStatedPart() public {
        _deposit(alice, 80e18);
        _delegate(alice, _operator(0));

        (IPriceOracle.Report memory one, IPriceOracle.Report memory other) = _lie(0);

        vm.expectEmit(address(oracle));
        emit IService.Slashed(bytes32(uint256(round)), _operator(0), 1, bob);
        vm.prank(bob);
        uint256 slashId = oracle.slash(round, one, other);

        assertEq(slashId, 1, "OFFENCE-1");
        assertEq(_magnitude(0), 0.875e18, "OFFENCE-1: an eighth of all");
        assertEq(_withdrawable(alice), 70e18, "OFFENCE-1: of what stakers have too");
        assertEq(_withdrawable(_operator(0)), 87.5e18, "OFFENCE-1: and of the operator's own");
        assertEq(_magnitude(1), 1e18, "OFFENCE-1: of nobody else's");
    }

    function test_slash_whatIsTakenGoesToTheFund_andNothingToWhoShowedIt() public {
        (IPriceOracle.Report memory one, IPriceOracle.Report memory other) = _lie(0);
        vm.startPrank(bob);
        oracle.slash(round, one, other);
        strategyManager.clearBurnOrRedistributableShares(_setOf(oracle), 1);
        vm.stopPrank();

        assertEq(token.balanceOf(fund), 12.5e18, "OFFENCE-6: the fund");
        assertEq(token.balanceOf(bob) + token.balanceOf(address(oracle)), 0, "OFFENCE-6: nobody else");
    }

    function test_slash_whatWasQueuedBeforeIsTakenFromToo() public {
        _deposit(alice, 80e18);
        _delegate(alice, _operator(0));
        bytes32 root = _queue(alice, 80e18);

        _slash(0, round);

        vm.roll(block.number + DELAY + 1);
        _complete(root, true);
        assertEq(token.balanceOf(alice), 70e18, "OFFENCE-1: in the queue");
    }

    function testFuzz_slash_anyTwoValuesThatDiffer(uint64 any, uint128 first, uint128 second) public {
        IPriceOracle.Report memory one = _report(0, any, first);
        IPriceOracle.Report memory other = _report(0, any, second);
        if (first == second) vm.expectRevert(IService.NoConflict.selector);
        oracle.slash(any, one, other);
        assertEq(_magnitude(0), first == second ? 1e18 : 0.875e18, "OFFENCE-1");
    }

    // -- What is no evidence -----------------------------------------------------------------------------------------

    function test_slash_oneStatementIsNoOffenceWhateverItsSignaturesLookLike() public {
        IPriceOracle.Report memory report = _report(0, round, 100);
        IPriceOracle.Report[2] memory twins = [_malleated(report), _compact(report)];
        for (uint256 i; i < 2; ++i) {
            vm.expectRevert(IService.NoConflict.selector);
            oracle.slash(round, report, twins[i]);
        }
    }

    function test_slash_butTheLooksOfASignatureSaveNobody() public {
        oracle.slash(round, _malleated(_report(0, round, 100)), _compact(_report(0, round, 101)));
        assertEq(_magnitude(0), 0.875e18, "OFFENCE-3");
    }

    function test_slash_twoOperatorsMayDiffer() public {
        IPriceOracle.Report memory one = _report(0, round, 100);
        IPriceOracle.Report memory other = _report(1, round, 101);
        vm.expectRevert(abi.encodeWithSelector(IService.SignersDiffer.selector, _operator(0), _operator(1)));
        oracle.slash(round, one, other);
    }

    function test_slash_twoRoundsMayDiffer() public {
        IPriceOracle.Report memory one = _report(0, round, 100);
        IPriceOracle.Report memory other = _report(0, round + 1, 101);
        // Held to be of this round, the other's signature is of nobody known.
        vm.expectRevert(abi.encodeWithSelector(IService.SignersDiffer.selector, _operator(0), address(0)));
        oracle.slash(round, one, other);
    }

    function test_slash_nobodyKnownIsNobody() public {
        IPriceOracle.Report memory one = _report(98, round, 100);
        IPriceOracle.Report memory other = _report(98, round, 101);
        vm.expectRevert(abi.encodeWithSelector(IService.SignersDiffer.selector, address(0), address(0)));
        oracle.slash(round, one, other);
        one.signature = other.signature = "";
        vm.expectRevert(abi.encodeWithSelector(IService.SignersDiffer.selector, address(0), address(0)));
        oracle.slash(round, one, other);
    }

    function test_slash_whatWasSignedForAnotherServiceIsNothingHere() public {
        PriceOracle elsewhere = new PriceOracle(_parameters(fund), PERIOD);
        IPriceOracle.Report memory one = _report(0, round, 100);
        IPriceOracle.Report memory other = IPriceOracle.Report(101, _sign(_key(0), elsewhere.reportDigest(round, 101)));
        vm.expectRevert(abi.encodeWithSelector(IService.SignersDiffer.selector, _operator(0), address(0)));
        oracle.slash(round, one, other);
    }

    // -- How often ---------------------------------------------------------------------------------------------------

    function test_slash_onceForARoundByWhateverEvidence() public {
        _slash(0, round);
        IPriceOracle.Report memory one = _report(0, round, 100);
        IPriceOracle.Report memory third = _report(0, round, 102);
        vm.expectRevert(abi.encodeWithSelector(IService.AlreadySlashed.selector, oracle.subjectOf(round), _operator(0)));
        oracle.slash(round, third, one);
        assertEq(_magnitude(0), 0.875e18, "OFFENCE-2");
    }

    /// @dev Each takes a quarter of what the last one left: 0.5 · 0.75³ + 0.5.
    function test_slash_severalRoundsAreSeveralOffencesInOneTransactionToo() public {
        for (uint64 i; i < 3; ++i) {
            _slash(0, round + i);
        }
        assertEq(_magnitude(0), 0.7109375e18, "OFFENCE-2");
        _slash(1, round);
        assertEq(_magnitude(1), 0.875e18, "OFFENCE-2: another operator's is another one");
    }

    // -- When --------------------------------------------------------------------------------------------------------

    function test_slash_anOperatorThatLeftAnswersThroughItsLastSlashableBlock() public {
        _leave(0, oracle);
        _leave(1, oracle);
        vm.roll(block.number + DELAY);
        _slash(0, round);
        assertEq(_magnitude(0), 0.875e18, "OFFENCE-4: in the last block");

        vm.roll(block.number + 1);
        (IPriceOracle.Report memory one, IPriceOracle.Report memory other) = _lie(1);
        vm.expectRevert(abi.encodeWithSelector(IService.NotSlashable.selector, _operator(1)));
        oracle.slash(round, one, other);
        assertEq(_magnitude(1), 1e18, "OFFENCE-4: not in the next");
    }

    function test_slash_stakeThatIsOnItsWayOutAnswersUntilItIsOut() public {
        _allocate(_operator(0), _setOf(oracle), address(strategy), 0);
        vm.roll(block.number + DELAY);
        _slash(0, round);
        assertEq(_magnitude(0), 0.875e18, "OFFENCE-4: deallocating");
    }

    function test_slash_withNothingAllocatedTheEvidenceKeeps() public {
        _allocate(_operator(0), _setOf(oracle), address(strategy), 0);
        vm.roll(block.number + DELAY + 1);
        (IPriceOracle.Report memory one, IPriceOracle.Report memory other) = _lie(0);
        vm.expectRevert(abi.encodeWithSelector(IService.NothingToSlash.selector, _operator(0)));
        oracle.slash(round, one, other);

        _allocate(_operator(0), _setOf(oracle), address(strategy), WAD / 2);
        oracle.slash(round, one, other);
        assertEq(_magnitude(0), 0.875e18, "OFFENCE-4: once there is something again");
    }

    /// @dev It would be cheap to be slashed with next to nothing allocated, and to be free to lie with much. But who was slashed
    /// over a round has no voice in it, be it a round that is still to come.
    function test_slash_anOffenceCantBePaidForAheadWithLittleStake() public {
        _allocate(_operator(0), _setOf(oracle), address(strategy), 1);
        vm.roll(block.number + DELAY + 1);
        round = oracle.currentRound() + 1;
        _slash(0, round);
        assertEq(_magnitude(0), 1e18 - 1, "OFFENCE-5: for next to nothing");
        _allocate(_operator(0), _setOf(oracle), address(strategy), WAD / 2 - 1);
        vm.warp(round * PERIOD);

        (, uint256 total) = oracle.members();
        assertNear(total, 150e18, 200, "OFFENCE-5: a third of the weight");
        IPriceOracle.Report[] memory reports = _reports(2, round, 5);
        vm.expectRevert(abi.encodeWithSelector(IService.NoQuorum.selector, 50e18, total));
        oracle.post(round, reports);
    }

    // -- Keys --------------------------------------------------------------------------------------------------------

    function test_slash_aRetiredKeyHasNoVoiceButAnswers() public {
        IPriceOracle.Report memory old = _report(0, round, 100);
        _leave(0, oracle);
        vm.roll(block.number + DELAY + 1);
        _join(0, oracle, _key(9));

        IPriceOracle.Report[] memory reports = _reports(2, round, 5);
        vm.expectRevert(abi.encodeWithSelector(IService.NoQuorum.selector, 50e18, 150e18));
        oracle.post(round, reports);

        // What the old key said is held against what the new one says.
        oracle.slash(round, old, IPriceOracle.Report(101, _sign(_key(9), oracle.reportDigest(round, 101))));
        assertEq(_magnitude(0), 0.875e18, "KEY-2");
    }

    function test_slash_aPauseStopsIt_andTheEvidenceKeeps() public {
        (IPriceOracle.Report memory one, IPriceOracle.Report memory other) = _lie(0);
        vm.prank(pauser);
        alm.pause(1 << 1);
        vm.expectRevert(IPausable.CurrentlyPaused.selector);
        oracle.slash(round, one, other);

        vm.prank(unpauser);
        alm.unpause(0);
        oracle.slash(round, one, other);
        assertEq(_magnitude(0), 0.875e18, "OFFENCE-1");
    }

    function _lie(uint256 i) private view returns (IPriceOracle.Report memory, IPriceOracle.Report memory) {
        return (_report(i, round, 100), _report(i, round, 101));
    }

    function _malleated(IPriceOracle.Report memory report) private pure returns (IPriceOracle.Report memory) {
        (bytes32 r, uint256 s, uint8 v) = _split(report.signature);
        uint256 order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
        return IPriceOracle.Report(report.value, abi.encodePacked(r, order - s, v ^ 7));
    }

    /// @dev EIP-2098.
    function _compact(IPriceOracle.Report memory report) private pure returns (IPriceOracle.Report memory) {
        (bytes32 r, uint256 s, uint8 v) = _split(report.signature);
        return IPriceOracle.Report(report.value, abi.encodePacked(r, uint256(v - 27) << 255 | s));
    }

    function _split(bytes memory signature) private pure returns (bytes32 r, uint256 s, uint8 v) {
        assembly ("memory-safe") {
            r := mload(add(signature, 32))
            s := mload(add(signature, 64))
            v := byte(0, mload(add(signature, 96)))
        }
    }
}
