// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {SafeTransferLib as Transfers} from "solady/utils/SafeTransferLib.sol";

import {IAllocationManager} from "../../interfaces/restaking/IAllocationManager.sol";
import {IDelegationManager} from "../../interfaces/restaking/IDelegationManager.sol";
import {
    DistributionRoot,
    EarnerTreeMerkleLeaf,
    RewardsMerkleClaim,
    TokenTreeMerkleLeaf
} from "../../interfaces/restaking/IRewardsCoordinator.sol";
import {Guard} from "../../vault/Guard.sol";
import {RewardTree} from "./RewardTree.sol";
import {Roots} from "./Roots.sol";

/// @dev A root says what was earned in all; what is paid is what that exceeds what was paid before. So roots may be skipped, and
/// an older one never takes back what a newer one paid.
abstract contract Claims is Roots, Guard {
    using RewardTree for *;
    using Transfers for address;

    mapping(address earner => address claimer) public claimerFor;
    mapping(address earner => mapping(address token => uint256 claimed)) public cumulativeClaimed;

    function setClaimerFor(address claimer) external {
        _setClaimer(msg.sender, claimer);
    }

    function setClaimerFor(address earner, address claimer) external onlyFor(earner) {
        bool isOperator = IDelegationManager(delegationManager).isOperator(earner);
        if (!isOperator && IAllocationManager(allocationManager).getOperatorSetCount(earner) == 0) {
            revert InvalidEarner();
        }

        _setClaimer(earner, claimer);
    }

    function _setClaimer(address earner, address claimer) private {
        emit ClaimerForSet(earner, claimerFor[earner], claimer);
        claimerFor[earner] = claimer;
    }

    function processClaim(RewardsMerkleClaim calldata claim, address recipient) external whenNotPaused(CLAIMS) guarded {
        _claim(claim, recipient);
    }

    function processClaims(RewardsMerkleClaim[] calldata claims, address recipient)
        external
        whenNotPaused(CLAIMS)
        guarded
    {
        for (uint256 i; i < claims.length; ++i) {
            _claim(claims[i], recipient);
        }
    }

    function _claim(RewardsMerkleClaim calldata claim, address recipient) private {
        bytes32 root = _check(claim);
        address earner = claim.earnerLeaf.earner;
        address claimer = claimerFor[earner];
        if (claimer == address(0)) claimer = earner;
        if (msg.sender != claimer) revert UnauthorizedCaller();

        mapping(address => uint256) storage claimed = cumulativeClaimed[earner];
        for (uint256 i; i < claim.tokenLeaves.length; ++i) {
            (address token, uint256 earned) = (claim.tokenLeaves[i].token, claim.tokenLeaves[i].cumulativeEarnings);
            uint256 paid = claimed[token];
            if (earned <= paid) revert EarningsNotGreaterThanClaimed();

            claimed[token] = earned;
            token.safeTransfer(recipient, earned - paid);

            emit RewardsClaimed(root, earner, claimer, recipient, token, earned - paid);
        }
    }

    function checkClaim(RewardsMerkleClaim calldata claim) external view returns (bool) {
        _check(claim);
        return true;
    }

    function _check(RewardsMerkleClaim calldata claim) private view returns (bytes32) {
        DistributionRoot memory root = roots[claim.rootIndex];
        if (root.disabled) revert RootDisabled();
        if (block.timestamp < root.activatedAt) revert RootNotActivated();
        uint256 count = claim.tokenLeaves.length;
        if (claim.tokenIndices.length != count || claim.tokenTreeProofs.length != count) {
            revert InputArrayLengthMismatch();
        }

        (uint256 place, bytes calldata proof) = (claim.earnerIndex, claim.earnerTreeProof);
        if (!proof.hasPlace(place)) revert InvalidEarnerLeafIndex();
        _prove(claim.earnerLeaf.hash(), place, proof, root.root);
        for (uint256 i; i < count; ++i) {
            (place, proof) = (claim.tokenIndices[i], claim.tokenTreeProofs[i]);
            if (!proof.hasPlace(place)) revert InvalidTokenLeafIndex();
            _prove(claim.tokenLeaves[i].hash(), place, proof, claim.earnerLeaf.earnerTokenRoot);
        }
        return root.root;
    }

    function _prove(bytes32 leaf, uint256 place, bytes calldata proof, bytes32 root) private pure {
        if (root == 0) revert EmptyRoot();
        if (proof.length % 32 != 0) revert InvalidProofLength();
        if (leaf.rootOf(place, proof) != root) revert InvalidClaimProof();
    }

    function calculateEarnerLeafHash(EarnerTreeMerkleLeaf calldata leaf) external pure returns (bytes32) {
        return leaf.hash();
    }

    function calculateTokenLeafHash(TokenTreeMerkleLeaf calldata leaf) external pure returns (bytes32) {
        return leaf.hash();
    }
}
