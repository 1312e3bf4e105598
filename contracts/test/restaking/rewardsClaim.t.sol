// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IPausable} from "../../src/interfaces/restaking/IPausable.sol";
import {
    EarnerTreeMerkleLeaf,
    IRewardsCoordinator,
    RewardsMerkleClaim,
    TokenTreeMerkleLeaf
} from "../../src/interfaces/restaking/IRewardsCoordinator.sol";
import {Guard} from "../../src/vault/Guard.sol";
import {Earnings, RewardTrees} from "./RewardTrees.sol";
import {RewardsScene} from "./RewardsScene.sol";
import {Token} from "./Token.sol";

contract RewardsClaimTest is RewardsScene {
    bytes4 private constant PANIC = bytes4(keccak256("Panic(uint256)"));

    address private collector = account("collector");

    function setUp() public override {
        super.setUp();
        _fund();
    }

    // -- What is paid ------------------------------------------------------------------------------------------------

    function testFuzz_claim_paysWhatIsNew(uint256 first, uint256 rise) public {
        first = bound(first, 2, 1e26);
        uint256 second = first + bound(rise, 2, 1e26);
        uint32 index = _postActive(_earnings(first));

        vm.expectEmit(address(rewards));
        emit IRewardsCoordinator.RewardsClaimed(
            RewardTrees.root(_earnings(first)), alice, alice, collector, address(reward), first
        );
        _process(_claim(_earnings(first), 0, index));
        assertEq(reward.balanceOf(collector), first, "CLAIM-1");
        assertEq(bonus.balanceOf(collector), first / 2, "CLAIM-1");

        index = _postActive(_earnings(second));
        _process(_claim(_earnings(second), 0, index));
        assertEq(reward.balanceOf(collector), second, "CLAIM-1");
        assertEq(bonus.balanceOf(collector), second / 2, "CLAIM-1");
        assertEq(rewards.cumulativeClaimed(alice, address(reward)), second, "CLAIM-1");
    }

    function test_claim_mayBeOfTheNewestAlone() public {
        _postActive(_earnings(100));
        _postActive(_earnings(200));
        uint32 newest = _postActive(_earnings(300));
        _process(_claim(_earnings(300), 0, newest));
        assertEq(reward.balanceOf(collector), 300, "CLAIM-1");
    }

    function test_claim_ofAnOlderRootPaysNothingMore() public {
        uint32 older = _postActive(_earnings(100));
        uint32 newer = _postActive(_earnings(200));
        _process(_claim(_earnings(200), 0, newer));
        _refused(_claim(_earnings(100), 0, older), IRewardsCoordinator.EarningsNotGreaterThanClaimed.selector);
        _refused(_claim(_earnings(200), 0, newer), IRewardsCoordinator.EarningsNotGreaterThanClaimed.selector);
        assertEq(reward.balanceOf(collector), 200, "CLAIM-1");
    }

    function test_claim_ofSomeTokensLeavesTheOthers() public {
        uint32 index = _postActive(_earnings(100));
        RewardsMerkleClaim memory whole = _claim(_earnings(100), 0, index);
        _process(_only(whole, 1));
        assertEq(reward.balanceOf(collector), 0, "CLAIM-1");
        assertEq(bonus.balanceOf(collector), 50, "CLAIM-1");

        // One that is claimed already keeps the other from being paid.
        _refused(whole, IRewardsCoordinator.EarningsNotGreaterThanClaimed.selector);
        _process(_only(whole, 0));
        assertEq(reward.balanceOf(collector), 100, "CLAIM-1");
    }

    function test_claim_ofTheSameTokenTwicePaysOnce() public {
        uint32 index = _postActive(_earnings(100));
        RewardsMerkleClaim memory claim = _claim(_earnings(100), 0, index);
        (claim.tokenIndices[1], claim.tokenTreeProofs[1], claim.tokenLeaves[1]) =
        (claim.tokenIndices[0], claim.tokenTreeProofs[0], claim.tokenLeaves[0]);
        _refused(claim, IRewardsCoordinator.EarningsNotGreaterThanClaimed.selector);
        assertEq(reward.balanceOf(collector), 0, "CLAIM-1");
    }

    function test_claims_areManyAtOnce() public {
        uint32 index = _postActive(_earnings(100));
        address[3] memory earners = [alice, bob, carol];
        RewardsMerkleClaim[] memory claims = new RewardsMerkleClaim[](3);
        for (uint256 i; i < 3; ++i) {
            vm.prank(earners[i]);
            rewards.setClaimerFor(collector);
            claims[i] = _claim(_earnings(100), i, index);
        }
        vm.prank(collector);
        rewards.processClaims(claims, collector);
        assertEq(reward.balanceOf(collector), 100 + 300 + 500, "CLAIM-1");
        assertEq(bonus.balanceOf(collector), 50 + 34, "CLAIM-1");
    }

    function test_claim_ofZeroIsNone() public {
        Earnings[] memory all = _earnings(1);
        uint32 index = _postActive(all);
        // alice's bonus is 1 / 2.
        _refused(_claim(all, 0, index), IRewardsCoordinator.EarningsNotGreaterThanClaimed.selector);
        _process(_only(_claim(all, 0, index), 0));
        assertEq(reward.balanceOf(collector), 1, "CLAIM-1");
    }

    // -- When it counts ----------------------------------------------------------------------------------------------

    function test_claim_waitsForTheRoot() public {
        Earnings[] memory all = _earnings(100);
        uint32 index = _post(RewardTrees.root(all));
        uint32 activatedAt = rewards.getDistributionRootAtIndex(index).activatedAt;
        vm.warp(activatedAt - 1);
        _refused(_claim(all, 0, index), IRewardsCoordinator.RootNotActivated.selector);
        vm.warp(activatedAt);
        _process(_claim(all, 0, index));
        assertEq(reward.balanceOf(collector), 100, "ROOT-1");
    }

    function test_claim_ofADisabledRootIsNone() public {
        Earnings[] memory all = _earnings(100);
        uint32 index = _post(RewardTrees.root(all));
        vm.prank(rewardsUpdater);
        rewards.disableRoot(index);
        vm.warp(block.timestamp + 2 days);
        _refused(_claim(all, 0, index), IRewardsCoordinator.RootDisabled.selector);
        assertEq(reward.balanceOf(collector), 0, "ROOT-1");
    }

    function test_claim_ofNoRootPanics() public {
        RewardsMerkleClaim memory claim = _claim(_earnings(100), 0, 0);
        _refused(claim, PANIC);
        _postActive(_earnings(100));
        claim.rootIndex = 1;
        _refused(claim, PANIC);
        assertEq(reward.balanceOf(collector), 0, "ROOT-1");
    }

    function test_pause_stopsClaims() public {
        uint32 index = _postActive(_earnings(100));
        _pause(2);
        _refused(_claim(_earnings(100), 0, index), IPausable.CurrentlyPaused.selector);
        assertTrue(rewards.checkClaim(_claim(_earnings(100), 0, index)), "ROOT-1");
    }

    // -- Who may -----------------------------------------------------------------------------------------------------

    function test_claim_isTheEarnersOrTheClaimers() public {
        uint32 index = _postActive(_earnings(100));
        RewardsMerkleClaim memory claim = _claim(_earnings(100), 0, index);
        vm.startPrank(bob);
        _refuses(IRewardsCoordinator.UnauthorizedCaller.selector);
        rewards.processClaim(claim, bob);
        vm.stopPrank();

        vm.prank(alice);
        vm.expectEmit(address(rewards));
        emit IRewardsCoordinator.ClaimerForSet(alice, address(0), bob);
        rewards.setClaimerFor(bob);
        _refused(claim, IRewardsCoordinator.UnauthorizedCaller.selector);

        vm.startPrank(bob);
        vm.expectEmit(address(rewards));
        emit IRewardsCoordinator.RewardsClaimed(
            RewardTrees.root(_earnings(100)), alice, bob, collector, address(reward), 100
        );
        rewards.processClaim(claim, collector);
        vm.stopPrank();
        assertEq(reward.balanceOf(collector), 100, "CLAIM-3");
    }

    function test_claimer_isSetForOperatorsAndServicesByThoseWhoSpeakForThem() public {
        vm.startPrank(alice);
        _refuses(IRewardsCoordinator.InvalidEarner.selector);
        rewards.setClaimerFor(alice, bob);
        _refuses(IRewardsCoordinator.InvalidPermissions.selector);
        rewards.setClaimerFor(operator, alice);
        vm.stopPrank();

        vm.prank(operator);
        rewards.setClaimerFor(operator, alice);
        vm.prank(avs);
        rewards.setClaimerFor(avs, bob);
        assertEq(rewards.claimerFor(operator), alice, "CLAIM-3");
        assertEq(rewards.claimerFor(avs), bob, "CLAIM-3");
    }

    // -- What is no proof --------------------------------------------------------------------------------------------

    function test_claim_needsAsManyOfEach() public {
        uint32 index = _postActive(_earnings(100));
        RewardsMerkleClaim memory claim = _claim(_earnings(100), 0, index);
        RewardsMerkleClaim memory one = _only(claim, 0);

        RewardsMerkleClaim memory wrong = _claim(_earnings(100), 0, index);
        wrong.tokenIndices = one.tokenIndices;
        _refused(wrong, IRewardsCoordinator.InputArrayLengthMismatch.selector);
        wrong = _claim(_earnings(100), 0, index);
        wrong.tokenTreeProofs = one.tokenTreeProofs;
        _refused(wrong, IRewardsCoordinator.InputArrayLengthMismatch.selector);
        wrong = _claim(_earnings(100), 0, index);
        wrong.tokenLeaves = one.tokenLeaves;
        _refused(wrong, IRewardsCoordinator.InputArrayLengthMismatch.selector);
        assertTrue(rewards.checkClaim(claim), "CLAIM-2");
    }

    function test_claim_hasOneIndexForEachLeaf() public {
        uint32 index = _postActive(_earnings(100));
        RewardsMerkleClaim memory claim = _claim(_earnings(100), 0, index);
        claim.earnerIndex = 4;
        _refused(claim, IRewardsCoordinator.InvalidEarnerLeafIndex.selector);
        claim.earnerIndex = 1;
        _refused(claim, IRewardsCoordinator.InvalidClaimProof.selector);
        claim.earnerIndex = 0;
        claim.tokenIndices[1] = 3;
        _refused(claim, IRewardsCoordinator.InvalidTokenLeafIndex.selector);
        claim.tokenIndices[1] = 0;
        _refused(claim, IRewardsCoordinator.InvalidClaimProof.selector);
        claim.tokenIndices[1] = 1;
        assertTrue(rewards.checkClaim(claim), "CLAIM-2");
    }

    function test_claim_hasWholeSiblings() public {
        uint32 index = _postActive(_earnings(100));
        RewardsMerkleClaim memory claim = _claim(_earnings(100), 0, index);
        bytes memory proof = claim.earnerTreeProof;
        claim.earnerTreeProof = abi.encodePacked(proof, uint8(0));
        _refused(claim, IRewardsCoordinator.InvalidProofLength.selector);
        claim.earnerTreeProof = proof;
        claim.tokenTreeProofs[0] = abi.encodePacked(claim.tokenTreeProofs[0], uint8(0));
        _refused(claim, IRewardsCoordinator.InvalidProofLength.selector);
    }

    function test_claim_ofAnEmptyRootIsNone() public {
        uint32 index = _post(0);
        vm.warp(block.timestamp + 2 days);
        _refused(_claim(_earnings(100), 0, index), IRewardsCoordinator.EmptyRoot.selector);
        assertEq(reward.balanceOf(collector), 0, "CLAIM-2");
    }

    function test_claim_ofALoneLeafNeedsNoSiblings() public {
        Earnings[] memory all = new Earnings[](1);
        all[0] = Earnings(alice, new TokenTreeMerkleLeaf[](1));
        all[0].tokens[0] = TokenTreeMerkleLeaf(address(reward), 100);
        uint32 index = _postActive(all);
        RewardsMerkleClaim memory claim = _claim(all, 0, index);
        assertEq(claim.earnerTreeProof.length, 0, "CLAIM-4");
        _process(claim);
        assertEq(reward.balanceOf(collector), 100, "CLAIM-4");
    }

    /// @dev A token leaf under an earner's root, offered as that earner's own.
    function test_claim_takesNoLeafForAnother() public {
        uint32 index = _postActive(_earnings(100));
        RewardsMerkleClaim memory claim = _claim(_earnings(100), 0, index);
        claim.earnerLeaf = EarnerTreeMerkleLeaf(address(reward), bytes32(uint256(100)));
        claim.earnerTreeProof = abi.encodePacked(claim.tokenTreeProofs[0], claim.earnerTreeProof);
        _refused(claim, IRewardsCoordinator.InvalidClaimProof.selector);
        assertEq(reward.balanceOf(collector), 0, "CLAIM-2");
    }

    // -- The published example ---------------------------------------------------------------------------------------

    function test_leaves_areThePublishedOnes() public {
        Earnings[] memory all = new Earnings[](3);
        (address a, address b, address c) = (_repeat(0xaa), _repeat(0xbb), _repeat(0xcc));
        all[0] = Earnings(_repeat(0x11), new TokenTreeMerkleLeaf[](1));
        all[0].tokens[0] = TokenTreeMerkleLeaf(a, 7);
        all[1] = Earnings(_repeat(0x22), new TokenTreeMerkleLeaf[](3));
        all[1].tokens[0] = TokenTreeMerkleLeaf(a, 1e18);
        all[1].tokens[1] = TokenTreeMerkleLeaf(b, 42);
        all[1].tokens[2] = TokenTreeMerkleLeaf(c, 0);
        all[2] = Earnings(_repeat(0x33), new TokenTreeMerkleLeaf[](1));
        all[2].tokens[0] = TokenTreeMerkleLeaf(b, 99_999_999_999_999_999_999_999_999_999_999_999_999);

        _same(
            rewards.calculateTokenLeafHash(all[0].tokens[0]),
            0x2ab2fe4238936f723a9dad1f7daff180ce641b945516c5a69893be273a47ee35
        );
        bytes32 tokenRoot = 0xfecc5648a57ebcedb873b1209be903e608efd65f0aa8491332894f6ec0074ff4;
        _same(RewardTrees.claim(all, 1).earnerLeaf.earnerTokenRoot, tokenRoot);
        _same(
            rewards.calculateEarnerLeafHash(EarnerTreeMerkleLeaf(_repeat(0x22), tokenRoot)),
            0x99018fdf559338b3b723cf0ac7b0bfad603d5d0cf9903b734db5668bec379845
        );
        _same(RewardTrees.root(all), 0xc950e13e4d72cabef07b8bdc2adcbdf72409a212b1c781ee356432fae5506118);

        uint32 index = _postActive(all);
        for (uint256 i; i < 3; ++i) {
            assertTrue(rewards.checkClaim(_claim(all, i, index)), "CLAIM-4");
        }
    }

    // -- Coming back -------------------------------------------------------------------------------------------------

    function test_claim_cannotBeReentered() public {
        Caller token_ = new Caller();
        Earnings[] memory all = new Earnings[](1);
        all[0] = Earnings(alice, new TokenTreeMerkleLeaf[](1));
        all[0].tokens[0] = TokenTreeMerkleLeaf(address(token_), 100);
        uint32 index = _postActive(all);
        RewardsMerkleClaim memory claim = _claim(all, 0, index);
        token_.mint(address(rewards), 1000);
        token_.arm(address(rewards), abi.encodeCall(rewards.processClaim, (claim, alice)));

        _process(claim);
        assertEq(token_.balanceOf(collector), 100, "CLAIM-1");
        assertEq(uint32(token_.answer()), uint32(Guard.Reentered.selector), "CLAIM-1");
    }

    // -- Inside ------------------------------------------------------------------------------------------------------

    function _process(RewardsMerkleClaim memory claim) private {
        vm.prank(claim.earnerLeaf.earner);
        rewards.processClaim(claim, collector);
    }

    function _refused(RewardsMerkleClaim memory claim, bytes4 error) private {
        vm.prank(claim.earnerLeaf.earner);
        (bool paid, bytes memory why) = address(rewards).call(abi.encodeCall(rewards.processClaim, (claim, collector)));
        assertTrue(!paid, "CLAIM-2");
        assertEq(uint32(bytes4(why)), uint32(error), "CLAIM-2");
    }

    function _only(RewardsMerkleClaim memory whole, uint256 token_) private pure returns (RewardsMerkleClaim memory c) {
        c = RewardsMerkleClaim({
            rootIndex: whole.rootIndex,
            earnerIndex: whole.earnerIndex,
            earnerTreeProof: whole.earnerTreeProof,
            earnerLeaf: whole.earnerLeaf,
            tokenIndices: new uint32[](1),
            tokenTreeProofs: new bytes[](1),
            tokenLeaves: new TokenTreeMerkleLeaf[](1)
        });
        c.tokenIndices[0] = whole.tokenIndices[token_];
        c.tokenTreeProofs[0] = whole.tokenTreeProofs[token_];
        c.tokenLeaves[0] = whole.tokenLeaves[token_];
    }

    function _repeat(uint8 byte_) private pure returns (address) {
        return address(uint160(type(uint160).max / 255 * byte_));
    }

    function _same(bytes32 left, bytes32 right) private pure {
        assertEq(uint256(left), uint256(right), "CLAIM-4");
    }
}

/// @dev A token that calls whom it is told to when it moves, and keeps the answer.
contract Caller is Token("caller", 18) {
    address private target;
    bytes private data;
    bytes4 public answer;

    function arm(address target_, bytes calldata data_) external {
        (target, data) = (target_, data_);
    }

    function _afterTokenTransfer(address, address, uint256) internal override {
        if (target == address(0)) return;
        (, bytes memory why) = target.call(data);
        answer = bytes4(why);
    }
}
