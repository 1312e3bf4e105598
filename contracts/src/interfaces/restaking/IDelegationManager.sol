// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {OperatorSet} from "./IAllocationManager.sol";
import {IPausable} from "./IPausable.sol";
import {IPermissionControlled} from "./IPermissionController.sol";
import {ISignedMessages} from "./ISignedMessages.sol";

struct SignatureWithExpiry {
    bytes signature;
    uint256 expiry; // seconds, inclusive
}

/// @dev A withdrawal as it was queued. `keccak256(abi.encode(withdrawal))` is its root, by which it is known.
struct Withdrawal {
    address staker;
    address delegatedTo; // the operator that it is slashed with, 0 if there was none
    address withdrawer; // the staker
    uint256 nonce;
    uint32 startBlock;
    address[] strategies;
    uint256[] scaledShares; // deposit shares times the scaling factor: what no slash changes
}

struct QueuedWithdrawalParams {
    address[] strategies;
    uint256[] depositShares;
    address deprecatedWithdrawer; // ignored: the staker is
}

/// @title Who stands behind whom, and the way out
/// @notice Stakers delegate everything they have to one operator, which puts it at the disposal of services; what they do to the
/// operator they do to all who are delegated to it, in proportion.
///
/// Three kinds of shares. *Deposit shares* are what a strategy, or the beacon chain, gave for what was put in: slashing doesn't
/// change them, and withdrawals are asked for in them. *Withdrawable shares* are what slashing has left of those, and what a
/// withdrawal pays. *Scaled shares* lie in the queue: deposit shares times the staker's scaling factor. See
/// `getWithdrawableShares` and `convertToDepositShares`.
///
/// A withdrawal waits `minWithdrawalDelayBlocks` and is slashable as long, with the operator that the staker had then.
/// Whoever is force-undelegated finds everything in the queue, and may have it back as shares.
///
/// Of one withdrawal of several strategies none is paid while one of them can't be: queue them one by one. Withdrawable shares
/// are rounded down at each step, so a deposit can lower them by dust; never require an exact amount.
///
/// Pause bits: 0 delegating and registering, 1 queueing and undelegating, 2 completing.
interface IDelegationManager is IPausable, IPermissionControlled, ISignedMessages {
    /// @notice Undelegate first. Operators never can.
    error ActivelyDelegated();
    /// @notice Only the staker may, its operator, whom the operator appointed for it, or the operator's approver.
    error CallerCannotUndelegate();
    /// @notice Nothing is left of the operator's magnitude in a strategy, or of a pod: what goes in would be lost. Undelegate.
    error FullySlashed();
    /// @notice Part of EigenLayer's interface; nothing here reverts with it.
    error InputAddressZero();
    error InputArrayLengthMismatch();
    error InputArrayLengthZero();
    /// @notice A staker who lost all but dust has no factor that would be right for old shares and new. Withdraw the dust.
    error InvalidDepositScalingFactor();
    /// @notice Part of EigenLayer's interface; nothing here reverts with it.
    error InvalidSnapshotOrdering();
    /// @notice The caller may not act for the operator.
    error InvalidPermissions();
    error NotActivelyDelegated();
    error OnlyAllocationManager();
    error OnlyEigenPodManager();
    error OnlyStrategyManagerOrEigenPodManager();
    error OperatorNotRegistered();
    error OperatorsCannotUndelegate();
    /// @notice The approval was used. Ask the approver for another one.
    error SaltSpent();
    /// @notice Completable from the block after `startBlock + minWithdrawalDelayBlocks` on.
    error WithdrawalDelayNotElapsed();
    /// @notice No withdrawal of exactly these words is pending: it was completed, or a word differs.
    error WithdrawalNotQueued();
    error WithdrawerNotCaller();

    event DelegationApproverUpdated(address indexed operator, address newDelegationApprover);
    /// @param newDepositScalingFactor 1e18 is 1. Isn't told when the last deposit share leaves, which makes it 1.
    event DepositScalingFactorUpdated(address staker, address strategy, uint256 newDepositScalingFactor);
    event OperatorMetadataURIUpdated(address indexed operator, string metadataURI);
    event OperatorRegistered(address indexed operator, address delegationApprover);
    /// @param staker 0 if all of them lost, to a slash.
    event OperatorSharesDecreased(address indexed operator, address staker, address strategy, uint256 shares);
    event OperatorSharesIncreased(address indexed operator, address staker, address strategy, uint256 shares);
    /// @param totalSlashedShares of the operator's stakers and of the queue.
    event OperatorSharesSlashed(address indexed operator, address strategy, uint256 totalSlashedShares);
    event SlashingWithdrawalCompleted(bytes32 withdrawalRoot);
    /// @param sharesToWithdraw withdrawable shares at that moment, a strategy each.
    event SlashingWithdrawalQueued(bytes32 withdrawalRoot, Withdrawal withdrawal, uint256[] sharesToWithdraw);
    event StakerDelegated(address indexed staker, address indexed operator);
    event StakerForceUndelegated(address indexed staker, address indexed operator);
    event StakerUndelegated(address indexed staker, address indexed operator);

    // -- Operators ---------------------------------------------------------------------------------------------------

    /// @notice Makes the caller an operator, delegated to itself, for ever.
    /// @param initDelegationApprover who has to sign for whom delegates to it; 0: nobody.
    /// @param allocationDelay blocks, counts at once. See `IAllocationManager`.
    function registerAsOperator(address initDelegationApprover, uint32 allocationDelay, string calldata metadataURI)
        external;
    /// @notice For the operator.
    function modifyOperatorDetails(address operator, address newDelegationApprover) external;
    /// @notice For the operator.
    function updateOperatorMetadataURI(address operator, string calldata metadataURI) external;

    // -- Stakers -----------------------------------------------------------------------------------------------------

    /// @notice Puts all that the caller has, and will deposit, behind the operator: slashable from this block on.
    /// @param approverSignatureAndExpiry of `calculateDelegationApprovalDigestHash`; ignored if the operator has no approver, or the
    /// caller is it.
    function delegateTo(address operator, SignatureWithExpiry calldata approverSignatureAndExpiry, bytes32 approverSalt)
        external;
    /// @notice Ends a delegation and queues all of the staker's deposit shares, a withdrawal a strategy.
    function undelegate(address staker) external returns (bytes32[] memory withdrawalRoots);
    /// @notice `undelegate` and `delegateTo` at once. What was queued reaches the new operator when it is completed as shares.
    function redelegate(address newOperator, SignatureWithExpiry calldata newOperatorApproverSig, bytes32 approverSalt)
        external
        returns (bytes32[] memory withdrawalRoots);
    /// @notice Asks for deposit shares back.
    /// @return roots of the withdrawals, one for each of the `params`.
    function queueWithdrawals(QueuedWithdrawalParams[] calldata params) external returns (bytes32[] memory roots);
    /// @notice Pays a withdrawal to its staker: what slashing left by the last slashable block, and of beacon ether what the beacon
    /// chain has left by now.
    /// @param tokens of the strategies, in their order; of beacon ether any.
    /// @param receiveAsTokens false puts them back as deposit shares, behind whom the staker is delegated to by now.
    function completeQueuedWithdrawal(Withdrawal calldata withdrawal, address[] calldata tokens, bool receiveAsTokens)
        external;
    function completeQueuedWithdrawals(
        Withdrawal[] calldata withdrawals,
        address[][] calldata tokens,
        bool[] calldata receiveAsTokens
    ) external;

    // -- The other contracts -----------------------------------------------------------------------------------------

    /// @notice Only for the StrategyManager and the EigenPodManager: a staker got deposit shares.
    function increaseDelegatedShares(address staker, address strategy, uint256 prevDepositShares, uint256 addedShares)
        external;
    /// @notice Only for the EigenPodManager: a staker's pod lost.
    /// @param beaconChainSlashingFactorDecrease of 1e18.
    function decreaseDelegatedShares(address staker, uint256 curDepositShares, uint64 beaconChainSlashingFactorDecrease)
        external;
    /// @notice Only for the AllocationManager: an operator was slashed.
    /// @return totalDepositSharesToSlash withdrawable shares taken, of the operator's stakers and of the queue.
    function slashOperatorShares(
        address operator,
        OperatorSet calldata operatorSet,
        uint256 slashId,
        address strategy,
        uint64 prevMaxMagnitude,
        uint64 newMaxMagnitude
    ) external returns (uint256 totalDepositSharesToSlash);

    // -- What there is -----------------------------------------------------------------------------------------------

    /// @notice What slashing has left of a staker's deposit shares. Without what is queued.
    function getWithdrawableShares(address staker, address[] calldata strategies)
        external
        view
        returns (uint256[] memory withdrawableShares, uint256[] memory depositShares);
    /// @notice The deposit shares that are worth these withdrawable ones now, or a few wei less: what `queueWithdrawals` takes.
    /// Reverts where nothing is left. To withdraw everything, queue what `getDepositedShares` returns.
    function convertToDepositShares(
        address staker,
        address[] calldata strategies,
        uint256[] calldata withdrawableShares
    ) external view returns (uint256[] memory);
    /// @notice All of a staker's strategies and deposit shares, beacon ether last.
    function getDepositedShares(address staker) external view returns (address[] memory, uint256[] memory);
    /// @return 1e18 is 1.
    function depositScalingFactor(address staker, address strategy) external view returns (uint256);
    /// @notice What stands behind an operator: what its stakers can withdraw, and dust.
    function operatorShares(address operator, address strategy) external view returns (uint256 shares);
    function getOperatorShares(address operator, address[] calldata strategies) external view returns (uint256[] memory);
    function getOperatorsShares(address[] calldata operators, address[] calldata strategies)
        external
        view
        returns (uint256[][] memory);

    // -- What is queued ----------------------------------------------------------------------------------------------

    /// @notice A withdrawal, and what completing it would pay by what is known now, a strategy each.
    function getQueuedWithdrawal(bytes32 withdrawalRoot)
        external
        view
        returns (Withdrawal memory withdrawal, uint256[] memory shares);
    /// @notice A staker's pending withdrawals, the oldest first.
    function getQueuedWithdrawals(address staker)
        external
        view
        returns (Withdrawal[] memory withdrawals, uint256[][] memory shares);
    function getQueuedWithdrawalRoots(address staker) external view returns (bytes32[] memory);
    /// @return withdrawal empty if none is pending under the root.
    function queuedWithdrawals(bytes32 withdrawalRoot) external view returns (Withdrawal memory withdrawal);
    function pendingWithdrawals(bytes32 withdrawalRoot) external view returns (bool pending);
    function calculateWithdrawalRoot(Withdrawal calldata withdrawal) external pure returns (bytes32);
    /// @notice How many withdrawals a staker ever queued: the next one's nonce.
    function cumulativeWithdrawalsQueued(address staker) external view returns (uint256 totalQueued);
    /// @return withdrawable shares in the queue that a slash of the operator in this block would reach.
    function getSlashableSharesInQueue(address operator, address strategy) external view returns (uint256);
    /// @notice A withdrawal is slashable this many blocks after the one in which it was queued, and completable after that.
    function minWithdrawalDelayBlocks() external view returns (uint32);

    // -- Who is who --------------------------------------------------------------------------------------------------

    function delegatedTo(address staker) external view returns (address operator);
    function isDelegated(address staker) external view returns (bool);
    function isOperator(address operator) external view returns (bool);
    function delegationApprover(address operator) external view returns (address);
    function delegationApproverSaltIsSpent(address delegationApprover, bytes32 salt) external view returns (bool spent);
    /// @notice What the approver signs.
    function calculateDelegationApprovalDigestHash(
        address staker,
        address operator,
        address approver,
        bytes32 approverSalt,
        uint256 expiry
    ) external view returns (bytes32);
    function DELEGATION_APPROVAL_TYPEHASH() external view returns (bytes32);
    /// @notice Stands for beacon ether wherever a strategy is named. It has no code.
    function beaconChainETHStrategy() external view returns (address);
    function strategyManager() external view returns (address);
    function eigenPodManager() external view returns (address);
    function allocationManager() external view returns (address);
}
