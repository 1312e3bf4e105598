// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IOperatorDelegator} from "../../src/interfaces/liquid/IOperatorDelegator.sol";
import {ISpread} from "../../src/interfaces/liquid/ISpread.sol";
import {ITips} from "../../src/interfaces/liquid/ITips.sol";
import {Withdrawal} from "../../src/interfaces/restaking/IDelegationManager.sol";
import {
    IRewardsCoordinator,
    RewardsMerkleClaim,
    TokenTreeMerkleLeaf
} from "../../src/interfaces/restaking/IRewardsCoordinator.sol";
import {Earnings, RewardTrees} from "../restaking/RewardTrees.sol";
import {Token} from "../restaking/Token.sol";
import {Scene} from "./Scene.sol";

contract TipsTest is Scene {
    uint256 private constant POT = 32 ether;

    Token private reward;

    event Tipped(address indexed keeper, bytes4 indexed duty, uint256 shares);

    function setUp() public override {
        super.setUp();
        _deposit(alice, 60 ether);
        _depositToken(bob, 30 ether);
        _depositToken(carol, 30 ether);
        vm.prank(alice);
        vault.transfer(address(tips), POT);
        reward = new Token("reward", 18);
        vm.prank(governor);
        auction.list(address(reward), 0.01 ether);
    }

    function test_pot_isAPartOfTheFees() public {
        vault.earn{value: 1 ether}();
        vm.warp(vm.getBlockTimestamp() + 10 days);
        uint256 before = vault.balanceOf(beneficiary);
        uint256 paid = firstLoss.distribute();
        uint256 tipped = tips.pot() - POT;
        assertEq(vault.balanceOf(beneficiary) - before, paid, "TIP-3");
        assertGt(tipped, 0, "TIP-3");
        assertNear(tipped, (tipped + paid + firstLoss.kept()) / 10, 1, "TIP-3");
    }

    function test_sync_paysForAnAnswerAndNoMore() public {
        vm.warp(vm.getBlockTimestamp() + 1 hours);
        spread.openRound();
        _expectTip(ITips.sync.selector, POT / 32);
        _do(abi.encodeCall(ITips.sync, (0)), POT / 32);
        _do(abi.encodeCall(ITips.sync, (0)), 0);
        // A 32nd of what is left.
        _do(abi.encodeCall(ITips.sync, (1)), (POT - POT / 32) / 32);
    }

    function test_sync_outsideOfARoundIsDoneForNothing() public {
        _do(abi.encodeCall(ITips.sync, (2)), 0);
    }

    function test_route_paysForAllTheRoom() public {
        _do(abi.encodeCall(ITips.route, (0, CSETH, 20 ether - 1)), 0);
        _do(abi.encodeCall(ITips.route, (1, CSETH, 20 ether)), POT / 32);
        assertEq(spread.holdingOf(1, CSETH).units, 20 ether, "TIP-2");
    }

    function test_route_paysForNoCrumb() public {
        _routeAll();
        _depositToken(carol, 0.3 ether - 3);
        _do(abi.encodeCall(ITips.route, (0, CSETH, spread.roomFor(0, CSETH))), 0);
        _depositToken(carol, 1 ether);
        _do(abi.encodeCall(ITips.route, (1, CSETH, spread.roomFor(1, CSETH))), POT / 32);
    }

    function test_ladder_paysForEachStep() public {
        _routeAll();
        _wantEther();
        uint256 tip = POT / 32;
        _do(abi.encodeCall(ITips.lay, (0, CSETH)), tip);
        _pass(DELAY + 1);
        (Withdrawal[] memory withdrawals,) = delegation.getQueuedWithdrawals(_delegatorOf(0));
        tip = tips.pot() / 32;
        _do(abi.encodeCall(ITips.complete, (0, withdrawals[0], true)), tip);
        tip = tips.pot() / 32;
        _do(abi.encodeCall(ITips.unwind, (CSETH)), tip);
        _csCheckpoint(0);
        _csFillAll();
        tip = tips.pot() / 32;
        _do(abi.encodeCall(ITips.claim, (0)), tip);
        assertEq(spread.tickets().length, 0, "TIP-2");
        _assertBooked();
    }

    function test_lay_aCrumbIsLaidForNothing() public {
        _routeAll();
        _wantEther();
        _podReports(0, 0, 0.1 ether - 1e9);
        _do(abi.encodeCall(ITips.lay, (0, ETHER)), 0);
        _podReports(1, 0, 0.1 ether);
        _do(abi.encodeCall(ITips.lay, (1, ETHER)), POT / 32);
    }

    function test_derisk_isPaid() public {
        _routeAll();
        _allocate(0, otherSet, csStrategy, WAD);
        _do(abi.encodeCall(ITips.derisk, (0, CSETH)), POT / 32);
        assertEq(spread.holdingOf(0, CSETH).queued, 20 ether, "TIP-2");
    }

    function test_duty_thatRevertsBelowRevertsHere() public {
        vm.expectRevert(ISpread.NothingWanted.selector);
        tips.lay(0, CSETH);
        vm.expectRevert(abi.encodeWithSelector(ISpread.UnknownDelegator.selector, 3));
        tips.sync(3);
    }

    // -- Rewards -----------------------------------------------------------------------------------------------------

    function test_claimRewards_paysForWhatIsWorthSomething() public {
        address delegator = _delegatorOf(0);
        // At a hundredth of an ether each.
        _do(abi.encodeCall(ITips.claimRewards, (0, _earned(delegator, reward, 1 ether - 1))), 0);
        assertEq(reward.balanceOf(address(auction)), 1 ether - 1, "AUCT-1");
        _do(abi.encodeCall(ITips.claimRewards, (0, _earned(delegator, reward, 2 ether - 1))), POT / 32);
        assertEq(reward.balanceOf(address(auction)), 2 ether - 1, "AUCT-1");
    }

    function test_claimRewards_paysNothingForNothingAndForWhatNobodyListed() public {
        _do(abi.encodeCall(ITips.claimRewards, (0, new RewardsMerkleClaim[](0))), 0);
        Token unknown = new Token("unknown", 18);
        _do(abi.encodeCall(ITips.claimRewards, (0, _earned(_delegatorOf(0), unknown, 1000 ether))), 0);
        assertEq(unknown.balanceOf(address(auction)), 1000 ether, "TIP-2");
    }

    /// @dev Finding 41: wherever the claim comes from, rewards have one place to go.
    function test_incident41_aStrangerSendsRewardsToTheAuction() public {
        address delegator = _delegatorOf(1);
        RewardsMerkleClaim[] memory claims = _earned(delegator, reward, 7 ether);
        vm.prank(stranger);
        IOperatorDelegator(delegator).claimRewards(claims);
        assertEq(reward.balanceOf(address(auction)), 7 ether, "AUCT-1");
        vm.expectRevert(IRewardsCoordinator.EarningsNotGreaterThanClaimed.selector);
        IOperatorDelegator(delegator).claimRewards(claims);
    }

    function test_openAuction_paysForALotThatIsWorthSomething() public {
        reward.mint(address(auction), 1 ether - 1);
        _do(abi.encodeCall(ITips.openAuction, (address(reward))), 0);
        vm.warp(vm.getBlockTimestamp() + 1 days + 1);
        reward.mint(address(auction), 1);
        _do(abi.encodeCall(ITips.openAuction, (address(reward))), POT / 32);
    }

    // -- How it comes about ------------------------------------------------------------------------------------------

    function _do(bytes memory call, uint256 tip) private {
        uint256 before = vault.balanceOf(keeper);
        vm.prank(keeper);
        (bool done, bytes memory answer) = address(tips).call(call);
        if (!done) {
            assembly {
                revert(add(answer, 32), mload(answer))
            }
        }
        assertEq(vault.balanceOf(keeper) - before, tip, "TIP-2");
    }

    function _expectTip(bytes4 duty, uint256 shares) private {
        vm.expectEmit(address(tips));
        emit Tipped(keeper, duty, shares);
    }

    function _wantEther() private {
        _request(alice, vault.balanceOf(alice));
        _request(bob, vault.balanceOf(bob));
        _request(carol, vault.balanceOf(carol));
    }

    /// @dev The coordinator's newest day says so, and has the tokens.
    function _earned(address earner, Token token, uint256 amount) private returns (RewardsMerkleClaim[] memory claims) {
        Earnings[] memory all = new Earnings[](2);
        all[0] = Earnings(earner, new TokenTreeMerkleLeaf[](1));
        all[0].tokens[0] = TokenTreeMerkleLeaf(address(token), amount);
        all[1] = Earnings(stranger, new TokenTreeMerkleLeaf[](1));
        all[1].tokens[0] = TokenTreeMerkleLeaf(address(token), 1);
        token.mint(address(rewardsCoordinator), amount);

        uint32 end = rewardsCoordinator.currRewardsCalculationEndTimestamp();
        uint32 today = uint32(vm.getBlockTimestamp() - vm.getBlockTimestamp() % 1 days);
        end = end == 0 ? today - 2 days : end + 1 days;
        if (end >= vm.getBlockTimestamp()) vm.warp(end + 1);
        vm.prank(rewardsUpdater);
        rewardsCoordinator.submitRoot(RewardTrees.root(all), end);
        vm.warp(vm.getBlockTimestamp() + 1 days);

        claims = new RewardsMerkleClaim[](1);
        claims[0] = RewardTrees.claim(all, 0);
        claims[0].rootIndex = uint32(rewardsCoordinator.getDistributionRootsLength() - 1);
    }
}
