// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {
    IRewardsCoordinator,
    OperatorDirectedRewardsSubmission,
    OperatorReward,
    RewardsMerkleClaim,
    RewardsSubmission,
    StrategyAndMultiplier,
    TokenTreeMerkleLeaf
} from "../../src/interfaces/restaking/IRewardsCoordinator.sol";
import {RewardsCoordinator} from "../../src/restaking/RewardsCoordinator.sol";
import {Earnings, RewardTrees} from "./RewardTrees.sol";
import {Scene} from "./Scene.sol";
import {Token} from "./Token.sol";

/// @dev The layer with one service that has a set and a purse, two reward tokens, and three who earn.
abstract contract RewardsScene is Scene {
    uint256 internal constant MAX_AMOUNT = 1e38 - 1;

    address internal immutable other = account("other operator");

    RewardsCoordinator internal rewards;
    Token internal reward;
    Token internal bonus;
    uint32 internal today;

    function setUp() public virtual override {
        super.setUp();
        rewards = rewardsCoordinator;
        _makeSet(set, _one(address(strategy)));
        today = uint32(block.timestamp - block.timestamp % 1 days);
        (reward, bonus) = (new Token("reward", 18), new Token("bonus", 6));
        for (uint256 i; i < 2; ++i) {
            Token purse = i == 0 ? reward : bonus;
            address[2] memory payers = [avs, governor];
            for (uint256 j; j < payers.length; ++j) {
                purse.mint(payers[j], type(uint128).max);
                vm.prank(payers[j]);
                purse.approve(address(rewards), type(uint256).max);
            }
        }
    }

    // -- Submissions -------------------------------------------------------------------------------------------------

    function _submission() internal view returns (RewardsSubmission memory s) {
        s.strategiesAndMultipliers = _counting();
        s.token = address(reward);
        s.amount = 1000e18;
        s.startTimestamp = today;
        s.duration = 7 days;
    }

    function _directed() internal view returns (OperatorDirectedRewardsSubmission memory s) {
        s.strategiesAndMultipliers = _counting();
        s.token = address(reward);
        s.operatorRewards = new OperatorReward[](2);
        (address first, address second) = operator < other ? (operator, other) : (other, operator);
        s.operatorRewards[0] = OperatorReward(first, 30e18 + 3);
        s.operatorRewards[1] = OperatorReward(second, 20e18 + 1);
        s.startTimestamp = today - 3 days;
        s.duration = 2 days;
        s.description = "two days of work";
    }

    function _counting() internal view returns (StrategyAndMultiplier[] memory counting) {
        counting = new StrategyAndMultiplier[](2);
        bool etherFirst = BEACON_ETHER < address(strategy);
        counting[etherFirst ? 1 : 0] = StrategyAndMultiplier(address(strategy), 1e18);
        counting[etherFirst ? 0 : 1] = StrategyAndMultiplier(BEACON_ETHER, 2e18);
    }

    function _list(RewardsSubmission memory s) internal pure returns (RewardsSubmission[] memory list) {
        list = new RewardsSubmission[](1);
        list[0] = s;
    }

    function _list(OperatorDirectedRewardsSubmission memory s)
        internal
        pure
        returns (OperatorDirectedRewardsSubmission[] memory list)
    {
        list = new OperatorDirectedRewardsSubmission[](1);
        list[0] = s;
    }

    // -- Roots and claims --------------------------------------------------------------------------------------------

    /// @dev alice has earned two tokens, bob one, carol two, in a tree of three.
    function _earnings(uint256 amount) internal view returns (Earnings[] memory all) {
        all = new Earnings[](3);
        all[0] = _earned(alice, amount, amount / 2);
        all[1] = Earnings(bob, new TokenTreeMerkleLeaf[](1));
        all[1].tokens[0] = TokenTreeMerkleLeaf(address(reward), 3 * amount);
        all[2] = _earned(carol, 5 * amount, amount / 3 + 1);
    }

    function _earned(address earner, uint256 rewards_, uint256 bonus_) internal view returns (Earnings memory) {
        TokenTreeMerkleLeaf[] memory tokens = new TokenTreeMerkleLeaf[](2);
        tokens[0] = TokenTreeMerkleLeaf(address(reward), rewards_);
        tokens[1] = TokenTreeMerkleLeaf(address(bonus), bonus_);
        return Earnings(earner, tokens);
    }

    function _claim(Earnings[] memory all, uint256 earner, uint32 rootIndex)
        internal
        pure
        returns (RewardsMerkleClaim memory claim)
    {
        claim = RewardTrees.claim(all, earner);
        claim.rootIndex = rootIndex;
    }

    /// @dev The root of the next day that is over.
    function _post(bytes32 root) internal returns (uint32 index) {
        uint32 end = rewards.currRewardsCalculationEndTimestamp();
        end = end == 0 ? today - 2 days : end + 1 days;
        if (end >= block.timestamp) vm.warp(end + 1);
        index = uint32(rewards.getDistributionRootsLength());
        vm.prank(rewardsUpdater);
        rewards.submitRoot(root, end);
    }

    /// @dev And until it counts.
    function _postActive(Earnings[] memory all) internal returns (uint32 index) {
        index = _post(RewardTrees.root(all));
        vm.warp(rewards.getDistributionRootAtIndex(index).activatedAt);
    }

    function _fund() internal {
        vm.startPrank(avs);
        reward.transfer(address(rewards), 1e30);
        bonus.transfer(address(rewards), 1e30);
        vm.stopPrank();
    }

    function _refuses(bytes4 error) internal {
        vm.expectRevert(error);
    }

    function _pause(uint8 bit) internal {
        vm.prank(pauser);
        rewards.pause(1 << bit);
    }
}
