// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {
    DistributionRoot,
    RewardsMerkleClaim,
    RewardsSubmission,
    TokenTreeMerkleLeaf
} from "../../src/interfaces/restaking/IRewardsCoordinator.sol";
import {Earnings, RewardTrees} from "./RewardTrees.sol";
import {RewardsScene} from "./RewardsScene.sol";

/// @dev Submissions, roots that share out part of what was submitted, roots that are disabled, and claims by anyone against any of
/// them, in any order.
contract RewardsInvariantsTest is RewardsScene {
    uint256 private constant EARNERS = 4;

    mapping(uint32 root => uint256[EARNERS]) private _earnedAt;
    uint256[EARNERS] private _newest; // as the newest root that wasn't disabled says
    uint256[EARNERS] private _highestClaimed;
    uint256[EARNERS] private _paid;
    uint256 private _submitted;
    uint256 private _promised;
    uint256 private _disabled;
    uint256 private _refused;

    /// @dev Time doesn't stay between steps, unless it is kept.
    uint256 private _time;

    modifier inTime() {
        vm.warp(_time);
        _;
        _time = block.timestamp;
    }

    function setUp() public override {
        super.setUp();
        _time = block.timestamp;
    }

    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    function targetContracts() external view returns (address[] memory) {
        return _one(address(this));
    }

    function targetSelectors() external view returns (FuzzSelector[] memory list) {
        list = new FuzzSelector[](1);
        list[0].addr = address(this);
        list[0].selectors = new bytes4[](5);
        list[0].selectors[0] = this.submit.selector;
        list[0].selectors[1] = this.post.selector;
        list[0].selectors[2] = this.disable.selector;
        list[0].selectors[3] = this.claim.selector;
        list[0].selectors[4] = this.wait.selector;
    }

    // -- What happens ------------------------------------------------------------------------------------------------

    function submit(uint256 amount) external inTime {
        RewardsSubmission memory s = _submission();
        s.amount = bound(amount, 1, 1e24);
        s.startTimestamp = uint32(block.timestamp - block.timestamp % 1 days);
        vm.prank(avs);
        rewards.createAVSRewardsSubmission(_list(s));
        _submitted += s.amount;
    }

    /// @dev Shares out up to all that is left.
    function post(uint256 seed) external inTime {
        uint256 left = _submitted - _promised;
        uint32 index = uint32(rewards.getDistributionRootsLength());
        for (uint256 i; i < EARNERS; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint256 more = left == 0 ? 0 : seed % (left + 1);
            left -= more;
            _promised += more;
            _newest[i] += more;
        }
        _earnedAt[index] = _newest;
        _post(RewardTrees.root(_all(index)));
    }

    function disable(uint256 seed) external inTime {
        uint256 count = rewards.getDistributionRootsLength();
        if (count == 0) return;
        vm.prank(rewardsUpdater);
        try rewards.disableRoot(uint32(seed % count)) {
            ++_disabled;
        } catch {}
    }

    function claim(uint256 rootSeed, uint256 earnerSeed) external inTime {
        uint256 count = rewards.getDistributionRootsLength();
        if (count == 0) return;
        (uint32 index, uint256 earner) = (uint32(rootSeed % count), earnerSeed % EARNERS);
        uint256 had = reward.balanceOf(_earner(earner));
        RewardsMerkleClaim memory c = _claim(_all(index), earner, index);
        DistributionRoot memory root = rewards.getDistributionRootAtIndex(index);
        uint256 earned = _earnedAt[index][earner];
        bool due = !root.disabled && block.timestamp >= root.activatedAt && earned > _highestClaimed[earner];

        vm.prank(_earner(earner));
        (bool paid,) = address(rewards).call(abi.encodeCall(rewards.processClaim, (c, _earner(earner))));

        assertEq(paid, due, "CLAIM-1");
        _paid[earner] += reward.balanceOf(_earner(earner)) - had;
        if (paid) _highestClaimed[earner] = earned;
        else ++_refused;
    }

    function wait(uint256 time) external inTime {
        vm.warp(block.timestamp + bound(time, 1 hours, 2 days));
    }

    // -- What is always true -----------------------------------------------------------------------------------------

    /// forge-config: default.invariant.fail-on-revert = true
    function invariant_claims_payTheHighestThatWasClaimed() external view {
        for (uint256 i; i < EARNERS; ++i) {
            assertEq(_paid[i], _highestClaimed[i], "CLAIM-1");
            assertEq(rewards.cumulativeClaimed(_earner(i), address(reward)), _paid[i], "CLAIM-1");
            assertLe(_paid[i], _newest[i], "CLAIM-1");
        }
    }

    /// forge-config: default.invariant.fail-on-revert = true
    function invariant_claims_leaveWhatIsOwed() external view {
        uint256 paid;
        uint256 owed;
        for (uint256 i; i < EARNERS; ++i) {
            paid += _paid[i];
            owed += _newest[i] - _paid[i];
        }
        assertEq(reward.balanceOf(address(rewards)), _submitted - paid, "CLAIM-1");
        assertGe(reward.balanceOf(address(rewards)), owed, "CLAIM-1");
    }

    /// @dev Random steps of a fixed seed: what the invariants are about does happen.
    function test_steps_happen() external {
        uint256 seed = uint256(keccak256("cairn: rewards"));
        for (uint256 i; i < 400; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint256 step = seed % 5;
            if (step == 0) this.submit(seed >> 8);
            if (step == 1) this.post(seed >> 8);
            if (step == 2) this.disable(seed >> 8);
            if (step == 3) this.claim(seed >> 8, seed >> 16);
            if (step == 4) this.wait(seed >> 8);
        }
        uint256 paid;
        for (uint256 i; i < EARNERS; ++i) {
            paid += _paid[i];
        }
        assertGt(paid, 0, "CLAIM-1");
        assertGt(_refused, 0, "CLAIM-1");
        assertGt(_disabled, 0, "ROOT-1");
    }

    // -- Inside ------------------------------------------------------------------------------------------------------

    function _all(uint32 index) private view returns (Earnings[] memory all) {
        all = new Earnings[](EARNERS);
        for (uint256 i; i < EARNERS; ++i) {
            all[i] = Earnings(_earner(i), new TokenTreeMerkleLeaf[](1));
            all[i].tokens[0] = TokenTreeMerkleLeaf(address(reward), _earnedAt[index][i]);
        }
    }

    function _earner(uint256 number) private pure returns (address) {
        return address(uint160(0xea12e20 + number));
    }
}
