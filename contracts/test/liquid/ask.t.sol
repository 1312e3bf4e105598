// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {INativeStake} from "../../src/interfaces/liquid/INativeStake.sol";
import {WithdrawalRequest} from "../../src/interfaces/restaking/IEigenPod.sol";
import {BeaconScene} from "./BeaconScene.sol";

/// @dev What may be asked of the beacon chain: a validator of 40 ether and one of 33, of one delegator.
contract LiquidAskTest is BeaconScene {
    uint256 private constant BIG = 1;
    uint256 private constant SMALL = 2;

    function setUp() public override {
        super.setUp();
        _deposit(alice, 300 ether);
        native.createPod(0);
        _validate(0, BIG, 39 ether);
        _validate(0, SMALL, 32 ether);
        vm.deal(address(this), 1000 ether);
        // What the line is short of then is asked back in one rung.
        _request(alice, vault.stakeable() + 10.4 ether);
        spread.lay(0, ETHER);
    }

    function test_needed_isWhatIsQueued() public view {
        assertEq(native.needed(0), spread.holdingOf(0, ETHER).queued, "ASK-1");
        assertGt(native.needed(0), 10 ether, "ASK-1");
        assertLt(native.needed(0), 11 ether, "ASK-1");
    }

    function test_needed_nothingWithoutAPod() public {
        vm.expectRevert(abi.encodeWithSelector(INativeStake.NoPod.selector, 1));
        native.needed(1);
    }

    function test_ask_aPartOfWhatIsAbove() public {
        uint256 before = native.needed(0);
        _ask(_part(BIG, 8e9));
        assertEq(native.needed(0), before - 8 ether, "ASK-1");
        // It has no more above 32 ether.
        _refuses(_part(BIG, 1), abi.encodeWithSelector(INativeStake.ExceedsBalance.selector, _hash(BIG), 1, 0));
        _ask(_part(SMALL, 1e9));
        assertEq(native.needed(0), before - 9 ether, "ASK-1");
    }

    function test_ask_notAGweiMoreThanIsAbove() public {
        bytes memory error = abi.encodeWithSelector(INativeStake.ExceedsBalance.selector, _hash(BIG), 8e9 + 1, 8e9);
        _refuses(_part(BIG, 8e9 + 1), error);
    }

    function test_ask_notAGweiMoreThanIsNeeded() public {
        _ask(_part(BIG, 8e9));
        _arrives(9.5 ether);
        uint256 left = native.needed(0);
        assertTrue(left > 0.1 ether && left < 1 ether, "something is needed");
        uint64 gwei_ = uint64((left + 1e9 - 1) / 1e9);
        bytes memory error = abi.encodeWithSelector(INativeStake.NotWanted.selector, left, uint256(gwei_ + 1) * 1e9);
        _refuses(_part(SMALL, gwei_ + 1), error);
        _ask(_part(SMALL, gwei_));
        assertEq(native.needed(0), 0, "ASK-1");
    }

    function test_ask_theWholeOnlyWhereAPartIsntEnough() public {
        // Ten and a little are needed: the big one has eight above, the small one one.
        _ask(_whole(SMALL));
        assertEq(native.needed(0), 0, "ASK-2");
        _refuses(_whole(BIG), abi.encodeWithSelector(INativeStake.NotWanted.selector, 0, 40 ether));
    }

    function test_ask_notTheWholeWhereAPartWouldDo() public {
        _arrives(3 ether);
        uint256 left = native.needed(0);
        assertTrue(left > 7 ether && left < 8 ether, "a part of the big one is enough");
        _refuses(_whole(BIG), abi.encodeWithSelector(INativeStake.NotWanted.selector, left, 40 ether));
        _ask(_whole(SMALL));
    }

    function test_ask_notTheWholeAfterAPart() public {
        _ask(_part(BIG, 1e9));
        uint256 until = vm.getBlockTimestamp() + 7 days;
        _refuses(_whole(BIG), abi.encodeWithSelector(INativeStake.AskedLately.selector, _hash(BIG), until));
        vm.warp(until - 1);
        _refuses(_whole(BIG), abi.encodeWithSelector(INativeStake.AskedLately.selector, _hash(BIG), until));
        vm.warp(until);
        _ask(_whole(BIG));
    }

    function test_ask_partsAreCountedTogetherForSevenDays() public {
        _ask(_part(BIG, 5e9));
        uint256 begun = vm.getBlockTimestamp();
        vm.warp(begun + 6 days);
        _ask(_part(BIG, 1e9));
        _refuses(_part(BIG, 3e9), abi.encodeWithSelector(INativeStake.ExceedsBalance.selector, _hash(BIG), 3e9, 2e9));
        // The week began with the first.
        vm.warp(begun + 7 days);
        _ask(_part(BIG, 3e9));
    }

    /// @dev What has come isn't taken off twice: once as what was asked, once as what is there.
    function test_needed_whatHasComeIsNoLongerExpected() public {
        uint256 all = native.needed(0);
        _ask(_part(BIG, 8e9));
        assertEq(native.needed(0), all - 8 ether, "ASK-1");
        _arrives(8 ether);
        assertEq(native.needed(0), all - 8 ether, "ASK-1");
        // Somebody else's ether serves as well.
        _arrives(1 ether);
        assertEq(native.needed(0), all - 9 ether, "ASK-1");
    }

    /// @dev A request that the beacon chain ignored is waited for until the week after next begins.
    function test_needed_whatNeverComesIsForgotten() public {
        uint256 all = native.needed(0);
        _ask(_part(BIG, 8e9));
        uint256 weeks_ = vm.getBlockTimestamp() / 7 days;
        vm.warp((weeks_ + 2) * 7 days - 1);
        assertEq(native.needed(0), all - 8 ether, "ASK-1");
        vm.warp((weeks_ + 2) * 7 days);
        assertEq(native.needed(0), all, "ASK-1");
        _ask(_part(BIG, 8e9));
        assertEq(native.needed(0), all - 8 ether, "ASK-1");
    }

    function test_ask_onlyOfActiveValidatorsOfThePod() public {
        _predeposit(3, stranger);
        _refuses(_part(3, 1e9), abi.encodeWithSelector(INativeStake.ValidatorUnfit.selector, _hash(3)));
    }

    function test_ask_noCrumbs() public {
        bytes memory error = abi.encodeWithSelector(INativeStake.PartTooSmall.selector, _hash(BIG), 1e9 - 1, 1e9);
        _refuses(_part(BIG, 1e9 - 1), error);
        _ask(_part(BIG, 1e9));
        _arrives(10 ether);
        uint256 left = native.needed(0);
        assertTrue(left != 0 && left < 1 ether, "less is needed");
        uint64 least = uint64((left + 1e9 - 1) / 1e9);
        error = abi.encodeWithSelector(INativeStake.PartTooSmall.selector, _hash(BIG), least - 1, least);
        _refuses(_part(BIG, least - 1), error);
        _ask(_part(BIG, least));
    }

    function test_ask_theFeesRestComesBack() public {
        uint256 before = address(this).balance;
        native.requestWithdrawal{value: 1 ether}(0, _part(BIG, 1e9));
        assertEq(before - address(this).balance, 1, "ASK-1: the least fee is a wei");
    }

    // -- Flights -----------------------------------------------------------------------------------------------------

    function test_stake_wholeEtherOnly() public {
        _predeposit(3, eigenPodManager.getPod(_delegatorOf(0)));
        uint256[4] memory refused = [uint256(30 ether), 31 ether + 1e9, 32 ether - 1e9, 2048 ether];
        for (uint256 i; i < refused.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(INativeStake.AmountOutOfBounds.selector, refused[i], 31 ether, 2047 ether)
            );
            this.stake(3, refused[i]);
        }
    }

    function stake(uint256 key, uint256 assets) external {
        _stake(0, key, assets);
    }

    /// @dev Someone else brings the validator to life with 32 ether, while ours is still in line: it stays in flight.
    function test_verifyCredentials_notBeforeWhatWasSentHasArrived() public {
        native.createPod(1);
        _deposit(bob, 200 ether);
        _predeposit(4, eigenPodManager.getPod(_delegatorOf(1)));
        _stake(1, 4, 63 ether);
        uint256 before = spread.booked();
        _arrive(4, 31e9);
        _mine();
        vm.expectRevert(abi.encodeWithSelector(INativeStake.NotArrived.selector, _hash(4)));
        this.verify(1, 4);
        assertEq(spread.booked(), before, "NAV-11");
        _beaconDeposit(4, 63e9, 0);
        chain.updateEffectiveBalances();
        _mine();
        _verify(1, 4);
        assertEq(native.inFlight(1), 0, "NAV-11");
        assertGe(spread.booked(), before, "NAV-11");
        _assertBooked();
    }

    function verify(uint256 index, uint256 key) external {
        _verify(index, key);
    }

    /// @dev Nobody can void every proof of credentials by checkpoints of nothing.
    function test_startCheckpoint_onceAnHourWhileADepositIsInFlight() public {
        native.createPod(1);
        _deposit(bob, 200 ether);
        _predeposit(4, eigenPodManager.getPod(_delegatorOf(1)));
        _stake(1, 4, 63 ether);
        native.startCheckpoint(1, false);
        uint256 from = vm.getBlockTimestamp() + 1 hours;
        _arrive(4, 63e9);
        _mine();
        vm.expectRevert(abi.encodeWithSelector(INativeStake.CheckpointTooSoon.selector, 1, from));
        native.startCheckpoint(1, false);
        _verify(1, 4);
        native.startCheckpoint(1, false);
    }

    // -- Rounds ------------------------------------------------------------------------------------------------------

    /// @dev A round that finds nothing new out takes nobody's turn.
    function test_round_whoIsEligibleStaysSo() public {
        uint256 inLine = vault.balanceOf(address(queue));
        _round();
        assertEq(vault.snapshot().eligible, 0, "NAV-7: nothing is known from after they asked");
        _checkpointBoth();
        _round();
        assertEq(vault.snapshot().eligible, inLine, "NAV-7");
        _deposit(bob, 10 ether);
        _request(bob, 5 ether);
        _round();
        _round();
        assertEq(vault.snapshot().eligible, inLine, "NAV-7: and stay, but nobody else is");
        _checkpointBoth();
        _round();
        assertEq(vault.snapshot().eligible, inLine + 5 ether, "NAV-7");
    }

    function _checkpointBoth() private {
        uint256[] memory keys = new uint256[](2);
        (keys[0], keys[1]) = (BIG, SMALL);
        _checkpoint(0, keys);
    }

    // -- How it comes about ------------------------------------------------------------------------------------------

    function _part(uint256 key, uint64 amount) private pure returns (WithdrawalRequest[] memory requests) {
        requests = new WithdrawalRequest[](1);
        requests[0] = WithdrawalRequest(_pubkey(key), amount);
    }

    function _whole(uint256 key) private pure returns (WithdrawalRequest[] memory) {
        return _part(key, 0);
    }

    function _ask(WithdrawalRequest[] memory requests) private {
        native.requestWithdrawal{value: 1 ether}(0, requests);
    }

    function _refuses(WithdrawalRequest[] memory requests, bytes memory error) private {
        vm.expectRevert(error);
        native.requestWithdrawal{value: 1 ether}(0, requests);
    }

    function _arrives(uint256 assets) private {
        address pod = eigenPodManager.getPod(_delegatorOf(0));
        vm.deal(pod, pod.balance + assets);
    }
}
