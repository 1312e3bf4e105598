// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {FixedPointMathLib as Math} from "solady/utils/FixedPointMathLib.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IAllocationManager, OperatorSet} from "../interfaces/restaking/IAllocationManager.sol";
import {
    IDelegationManager,
    QueuedWithdrawalParams,
    SignatureWithExpiry,
    Withdrawal
} from "../interfaces/restaking/IDelegationManager.sol";
import {IEigenPodManager} from "../interfaces/restaking/IEigenPodManager.sol";
import {IShareManager} from "../interfaces/restaking/IShareManager.sol";
import {IStrategyManager} from "../interfaces/restaking/IStrategyManager.sol";
import {Lock} from "./Lock.sol";
import {Pausable} from "./Pausable.sol";
import {PermissionControlled} from "./PermissionControlled.sol";
import {SignedMessages} from "./SignedMessages.sol";
import {WithdrawalQueue} from "./WithdrawalQueue.sol";
import {DelegationManagerParameters} from "./types/Parameters.sol";
import {ONE, ScalingFactor} from "./types/ScalingFactor.sol";
import {slashedDown, SlashingFactor, slashingFactor} from "./types/SlashingFactor.sol";
import {WAD} from "./types/Standing.sol";

/// @title Who stands behind whom, and what is left of it
/// @notice 1. SHARES. A staker has deposit shares `s` in a strategy; the StrategyManager counts them for tokens, the
/// EigenPodManager for beacon ether, and slashing touches neither. What they are worth is never stored: it is
///
///     withdrawable = s · k · m · l
///
/// where `k` is the staker's scaling factor in the strategy, `m` the operator's max magnitude there and `l` the beacon-chain
/// slashing factor of the staker's pod (1 for tokens). `m` and `l` only fall; `k` rises with deposits, so that what comes after
/// a slash isn't slashed for it. Every product is rounded down once a stored step: `s · k` first, `m · l` exactly.
///
/// 2. OPERATORS are counted what their stakers brought, less what left and what was slashed, each rounded so that an operator never
/// has less than its stakers can withdraw.
///
/// 3. DELEGATION is all or nothing, to one operator. It ends by the staker, or by force by the operator or its approver; either
/// way everything goes into the queue. An operator is delegated to itself for ever.
///
/// 4. THE QUEUE holds scaled shares `x · k`. They stay slashable through block `startBlock + minWithdrawalDelayBlocks`, are payable
/// from the next one on, at the magnitude of that last block, and for beacon ether at the `l` of the day. They may come back
/// as shares instead of tokens, to whoever the staker is delegated to by then.
///
/// 5. SLASHING comes from the AllocationManager, with the magnitude before and after: it takes the same part of the operator's
/// shares and of what is slashable in the queue, and hands the sum to whoever burns or redistributes it.
///
/// 6. THE LOCK of the whole layer is here: see `ILock`.
contract DelegationManager is WithdrawalQueue, Lock, Pausable, PermissionControlled, SignedMessages {
    using Checkpoints for Checkpoints.Trace224;
    using SafeCast for uint256;

    uint8 private constant NEW_DELEGATION = 0;
    uint8 private constant ENTER_QUEUE = 1;
    uint8 private constant EXIT_QUEUE = 2;

    address public constant beaconChainETHStrategy = 0xbeaC0eeEeeeeEEeEeEEEEeeEEeEeeeEeeEEBEaC0;
    bytes32 public constant DELEGATION_APPROVAL_TYPEHASH = keccak256(
        "DelegationApproval(address delegationApprover,address staker,address operator,bytes32 salt,uint256 expiry)"
    );

    address public immutable strategyManager;
    address public immutable eigenPodManager;
    address public immutable allocationManager;
    uint32 public immutable minWithdrawalDelayBlocks;

    mapping(address staker => address operator) public delegatedTo;
    mapping(address operator => address) public delegationApprover;
    mapping(address approver => mapping(bytes32 salt => bool)) public delegationApproverSaltIsSpent;
    mapping(address operator => mapping(address strategy => uint256)) public operatorShares;

    // 0 stands for 1, so that whoever was never slashed needs no slot.
    mapping(address staker => mapping(address strategy => ScalingFactor)) private scalingFactors;
    // Scaled shares that were ever queued, by block.
    mapping(address operator => mapping(address strategy => Checkpoints.Trace224)) private queuedUpTo;

    modifier onlyShareManager() {
        _requireShareManager();
        _;
    }

    modifier onlyAllocationManager() {
        if (msg.sender != allocationManager) revert OnlyAllocationManager();
        _;
    }

    constructor(DelegationManagerParameters memory p)
        Pausable(p.pauserRegistry)
        PermissionControlled(p.permissionController)
        SignedMessages(p.version)
    {
        strategyManager = p.strategyManager;
        eigenPodManager = p.eigenPodManager;
        allocationManager = p.allocationManager;
        minWithdrawalDelayBlocks = p.minWithdrawalDelayBlocks;
    }

    // -- Operators ---------------------------------------------------------------------------------------------------

    function registerAsOperator(address initDelegationApprover, uint32 allocationDelay, string calldata metadataURI)
        external
        whenNotPaused(NEW_DELEGATION)
        exclusive
    {
        if (isDelegated(msg.sender)) revert ActivelyDelegated();

        IAllocationManager(allocationManager).setAllocationDelay(msg.sender, allocationDelay);
        _setDelegationApprover(msg.sender, initDelegationApprover);
        _delegate(msg.sender, msg.sender);

        emit OperatorRegistered(msg.sender, initDelegationApprover);
        emit OperatorMetadataURIUpdated(msg.sender, metadataURI);
    }

    function modifyOperatorDetails(address operator, address newDelegationApprover) external onlyFor(operator) {
        if (!isOperator(operator)) revert OperatorNotRegistered();
        _setDelegationApprover(operator, newDelegationApprover);
    }

    function updateOperatorMetadataURI(address operator, string calldata metadataURI) external onlyFor(operator) {
        if (!isOperator(operator)) revert OperatorNotRegistered();
        emit OperatorMetadataURIUpdated(operator, metadataURI);
    }

    function _setDelegationApprover(address operator, address newDelegationApprover) private {
        delegationApprover[operator] = newDelegationApprover;
        emit DelegationApproverUpdated(operator, newDelegationApprover);
    }

    // -- Delegation --------------------------------------------------------------------------------------------------

    function delegateTo(address operator, SignatureWithExpiry calldata approverSignatureAndExpiry, bytes32 approverSalt)
        external
        whenNotPaused(NEW_DELEGATION)
        exclusive
    {
        _delegateTo(operator, approverSignatureAndExpiry, approverSalt);
    }

    function undelegate(address staker)
        external
        whenNotPaused(ENTER_QUEUE)
        exclusive
        returns (bytes32[] memory withdrawalRoots)
    {
        if (!isDelegated(staker)) revert NotActivelyDelegated();
        if (isOperator(staker)) revert OperatorsCannotUndelegate();

        if (msg.sender != staker) {
            address operator = delegatedTo[staker];
            if (!_canCall(operator) && msg.sender != delegationApprover[operator]) revert CallerCannotUndelegate();
            emit StakerForceUndelegated(staker, operator);
        }
        return _undelegate(staker);
    }

    function redelegate(address newOperator, SignatureWithExpiry calldata newOperatorApproverSig, bytes32 approverSalt)
        external
        whenNotPaused(NEW_DELEGATION)
        whenNotPaused(ENTER_QUEUE)
        exclusive
        returns (bytes32[] memory withdrawalRoots)
    {
        if (!isDelegated(msg.sender)) revert NotActivelyDelegated();
        if (isOperator(msg.sender)) revert OperatorsCannotUndelegate();

        withdrawalRoots = _undelegate(msg.sender);
        _delegateTo(newOperator, newOperatorApproverSig, approverSalt);
    }

    function _delegateTo(address operator, SignatureWithExpiry calldata signed, bytes32 salt) private {
        if (isDelegated(msg.sender)) revert ActivelyDelegated();
        if (!isOperator(operator)) revert OperatorNotRegistered();

        address approver = delegationApprover[operator];
        if (approver != address(0) && msg.sender != approver) {
            if (delegationApproverSaltIsSpent[approver][salt]) revert SaltSpent();
            delegationApproverSaltIsSpent[approver][salt] = true;
            bytes32 digest = calculateDelegationApprovalDigestHash(msg.sender, operator, approver, salt, signed.expiry);
            _checkSignature(approver, digest, signed.signature, signed.expiry);
        }
        _delegate(msg.sender, operator);
    }

    function _delegate(address staker, address operator) private {
        delegatedTo[staker] = operator;
        emit StakerDelegated(staker, operator);

        (address[] memory strategies, uint256[] memory depositShares) = getDepositedShares(staker);
        for (uint256 i; i < strategies.length; ++i) {
            address strategy = strategies[i];
            uint64 maxMagnitude = _maxMagnitude(operator, strategy);
            uint256 brought = depositShares[i];
            if (strategy == beaconChainETHStrategy) {
                // Up, twice: what the beacon chain left of them, of which the operator's slashing hasn't taken anything.
                brought = slashingFactor(WAD, _beaconFactor(staker, strategy))
                    .toWithdrawableUp(_scalingFactor(staker, strategy).toScaledUp(brought));
            }
            // Not `l`: the beacon chain's slashing isn't forgiven by delegating.
            _increase(operator, staker, strategy, 0, brought, slashingFactor(maxMagnitude, WAD));
        }
    }

    function _undelegate(address staker) private returns (bytes32[] memory withdrawalRoots) {
        address operator = delegatedTo[staker];
        delegatedTo[staker] = address(0);
        emit StakerUndelegated(staker, operator);

        (address[] memory strategies, uint256[] memory depositShares) = getDepositedShares(staker);
        withdrawalRoots = new bytes32[](strategies.length);
        for (uint256 i; i < strategies.length; ++i) {
            address[] memory strategy = new address[](1);
            uint256[] memory shares = new uint256[](1);
            (strategy[0], shares[0]) = (strategies[i], depositShares[i]);
            withdrawalRoots[i] = _queue(staker, operator, strategy, shares);
        }
    }

    // -- Withdrawals -------------------------------------------------------------------------------------------------

    function queueWithdrawals(QueuedWithdrawalParams[] calldata params)
        external
        whenNotPaused(ENTER_QUEUE)
        exclusive
        returns (bytes32[] memory roots)
    {
        address operator = delegatedTo[msg.sender];
        roots = new bytes32[](params.length);
        for (uint256 i; i < params.length; ++i) {
            if (params[i].strategies.length != params[i].depositShares.length) revert InputArrayLengthMismatch();
            roots[i] = _queue(msg.sender, operator, params[i].strategies, params[i].depositShares);
        }
    }

    function completeQueuedWithdrawal(Withdrawal calldata withdrawal, address[] calldata tokens, bool receiveAsTokens)
        external
        whenNotPaused(EXIT_QUEUE)
        exclusive
    {
        _complete(withdrawal, tokens, receiveAsTokens);
    }

    function completeQueuedWithdrawals(
        Withdrawal[] calldata withdrawals,
        address[][] calldata tokens,
        bool[] calldata receiveAsTokens
    ) external whenNotPaused(EXIT_QUEUE) exclusive {
        for (uint256 i; i < withdrawals.length; ++i) {
            _complete(withdrawals[i], tokens[i], receiveAsTokens[i]);
        }
    }

    /// @param operator that loses the shares, 0 if there is none.
    function _queue(address staker, address operator, address[] memory strategies, uint256[] memory depositShares)
        private
        returns (bytes32 root)
    {
        if (strategies.length == 0) revert InputArrayLengthZero();

        Withdrawal memory withdrawal = Withdrawal({
            staker: staker,
            delegatedTo: operator,
            withdrawer: staker,
            nonce: cumulativeWithdrawalsQueued[staker]++,
            startBlock: uint32(block.number),
            strategies: strategies,
            scaledShares: new uint256[](strategies.length)
        });
        uint256[] memory withdrawable = new uint256[](strategies.length);
        for (uint256 i; i < strategies.length; ++i) {
            (withdrawal.scaledShares[i], withdrawable[i]) = _leave(staker, operator, strategies[i], depositShares[i]);
        }

        root = _enqueue(withdrawal);
        emit SlashingWithdrawalQueued(root, withdrawal, withdrawable);
    }

    /// @return scaledShares that go into the queue.
    /// @return withdrawable what they are worth now.
    function _leave(address staker, address operator, address strategy, uint256 depositShares)
        private
        returns (uint256 scaledShares, uint256 withdrawable)
    {
        scaledShares = _scalingFactor(staker, strategy).toScaledDown(depositShares);
        withdrawable = _factor(staker, operator, strategy).toWithdrawableDown(scaledShares);

        if (operator != address(0)) {
            Checkpoints.Trace224 storage history = queuedUpTo[operator][strategy];
            history.push(uint32(block.number), (history.latest() + scaledShares).toUint224());
            _decrease(operator, staker, strategy, withdrawable);
        }

        uint256 left = _shareManager(strategy).removeDepositShares(staker, strategy, depositShares);
        if (left == 0) scalingFactors[staker][strategy] = ScalingFactor.wrap(0);
    }

    function _complete(Withdrawal calldata withdrawal, address[] calldata tokens, bool receiveAsTokens) private {
        if (tokens.length != withdrawal.strategies.length) revert InputArrayLengthMismatch();
        if (msg.sender != withdrawal.withdrawer) revert WithdrawerNotCaller();
        bytes32 root = calculateWithdrawalRoot(withdrawal);
        _dequeue(root, withdrawal);
        uint32 slashableUntil = withdrawal.startBlock + minWithdrawalDelayBlocks;
        if (block.number <= slashableUntil) revert WithdrawalDelayNotElapsed();

        emit SlashingWithdrawalCompleted(root);

        uint64[] memory maxMagnitudes = _maxMagnitudesAt(withdrawal.delegatedTo, withdrawal.strategies, slashableUntil);
        for (uint256 i; i < tokens.length; ++i) {
            address strategy = withdrawal.strategies[i];
            uint256 shares = slashingFactor(maxMagnitudes[i], _beaconFactor(msg.sender, strategy))
                .toWithdrawableDown(withdrawal.scaledShares[i]);
            if (shares == 0) continue;

            if (receiveAsTokens) {
                _shareManager(strategy).withdrawSharesAsTokens(msg.sender, strategy, tokens[i], shares);
            } else {
                _return(msg.sender, strategy, shares);
            }
        }
    }

    function _return(address staker, address strategy, uint256 shares) private {
        address operator = delegatedTo[staker];
        (uint256 held, uint256 added) = _shareManager(strategy).addShares(staker, strategy, shares);
        _increase(operator, staker, strategy, held, added, _factor(staker, operator, strategy));
    }

    // -- The other contracts' side -----------------------------------------------------------------------------------

    function increaseDelegatedShares(address staker, address strategy, uint256 prevDepositShares, uint256 addedShares)
        external
        onlyShareManager
    {
        address operator = delegatedTo[staker];
        _increase(operator, staker, strategy, prevDepositShares, addedShares, _factor(staker, operator, strategy));
    }

    function decreaseDelegatedShares(address staker, uint256 curDepositShares, uint64 beaconChainSlashingFactorDecrease)
        external
    {
        if (msg.sender != eigenPodManager) revert OnlyEigenPodManager();
        address operator = delegatedTo[staker];
        if (operator == address(0)) return;

        uint256 scaledShares = _scalingFactor(staker, beaconChainETHStrategy).toScaledDown(curDepositShares);
        SlashingFactor lost =
            slashingFactor(_maxMagnitude(operator, beaconChainETHStrategy), beaconChainSlashingFactorDecrease);
        _decrease(operator, staker, beaconChainETHStrategy, lost.toWithdrawableDown(scaledShares));
    }

    function slashOperatorShares(
        address operator,
        OperatorSet calldata operatorSet,
        uint256 slashId,
        address strategy,
        uint64 prevMaxMagnitude,
        uint64 newMaxMagnitude
    ) external onlyAllocationManager returns (uint256 totalDepositSharesToSlash) {
        uint256 slashed = slashedDown(operatorShares[operator][strategy], prevMaxMagnitude, newMaxMagnitude);
        totalDepositSharesToSlash = slashed
            + slashedDown(_slashableInQueue(operator, strategy, prevMaxMagnitude), prevMaxMagnitude, newMaxMagnitude);

        // Of all stakers alike, so of none.
        _decrease(operator, address(0), strategy, slashed);
        emit OperatorSharesSlashed(operator, strategy, totalDepositSharesToSlash);

        _shareManager(strategy)
            .increaseBurnOrRedistributableShares(operatorSet, slashId, strategy, totalDepositSharesToSlash);
    }

    function lock() external onlyShareManager {
        _lock();
    }

    function unlock() external onlyShareManager {
        _unlock();
    }

    // -- Shares come and go ------------------------------------------------------------------------------------------

    /// @param operator that gains the shares, 0 if there is none.
    /// @param factor that the added shares must not be slashed by.
    function _increase(
        address operator,
        address staker,
        address strategy,
        uint256 held,
        uint256 added,
        SlashingFactor factor
    ) private {
        // Nothing that is added would be left.
        if (factor.isZero()) revert FullySlashed();
        if (added == 0) return;

        ScalingFactor before = _scalingFactor(staker, strategy);
        ScalingFactor scaling = before.afterDeposit(held, added, factor);
        if (scaling.isZero()) revert InvalidDepositScalingFactor();
        if (!scaling.equals(before)) scalingFactors[staker][strategy] = scaling;
        emit DepositScalingFactorUpdated(staker, strategy, ScalingFactor.unwrap(scaling));

        if (operator == address(0)) return;
        operatorShares[operator][strategy] += added;
        emit OperatorSharesIncreased(operator, staker, strategy, added);
    }

    /// @dev The floor is reached only by who asks for more than it has, whom the share manager refuses by name: an operator has
    /// at least what its stakers can withdraw.
    function _decrease(address operator, address staker, address strategy, uint256 shares) private {
        operatorShares[operator][strategy] = Math.zeroFloorSub(operatorShares[operator][strategy], shares);
        emit OperatorSharesDecreased(operator, staker, strategy, shares);
    }

    // -- Factors -----------------------------------------------------------------------------------------------------

    function _scalingFactor(address staker, address strategy) private view returns (ScalingFactor stored) {
        stored = scalingFactors[staker][strategy];
        if (stored.isZero()) return ONE;
    }

    function _factor(address staker, address operator, address strategy) private view returns (SlashingFactor) {
        return slashingFactor(_maxMagnitude(operator, strategy), _beaconFactor(staker, strategy));
    }

    function _maxMagnitude(address operator, address strategy) private view returns (uint64) {
        return operator == address(0) ? WAD : IAllocationManager(allocationManager).getMaxMagnitude(operator, strategy);
    }

    function _beaconFactor(address staker, address strategy) private view returns (uint64) {
        return
            strategy == beaconChainETHStrategy
                ? IEigenPodManager(eigenPodManager).beaconChainSlashingFactor(staker)
                : WAD;
    }

    function _maxMagnitudesAt(address operator, address[] memory strategies, uint32 blockNumber)
        private
        view
        returns (uint64[] memory maxMagnitudes)
    {
        if (operator != address(0)) {
            return IAllocationManager(allocationManager).getMaxMagnitudesAtBlock(operator, strategies, blockNumber);
        }
        maxMagnitudes = new uint64[](strategies.length);
        for (uint256 i; i < strategies.length; ++i) {
            maxMagnitudes[i] = WAD;
        }
    }

    /// @dev What was queued in the last `minWithdrawalDelayBlocks` blocks and in this one, worth at the magnitude given. A chain
    /// that is younger than that has nothing older.
    function _slashableInQueue(address operator, address strategy, uint64 maxMagnitude) private view returns (uint256) {
        Checkpoints.Trace224 storage history = queuedUpTo[operator][strategy];
        uint256 scaledShares = history.latest();
        if (block.number > minWithdrawalDelayBlocks) {
            scaledShares -= history.upperLookupRecent(uint32(block.number - minWithdrawalDelayBlocks - 1));
        }
        return slashingFactor(maxMagnitude, WAD).toWithdrawableDown(scaledShares);
    }

    function _shareManager(address strategy) private view returns (IShareManager) {
        return IShareManager(strategy == beaconChainETHStrategy ? eigenPodManager : strategyManager);
    }

    function _requireShareManager() private view {
        if (msg.sender != strategyManager && msg.sender != eigenPodManager) {
            revert OnlyStrategyManagerOrEigenPodManager();
        }
    }

    // -- Views -------------------------------------------------------------------------------------------------------

    function isDelegated(address staker) public view returns (bool) {
        return delegatedTo[staker] != address(0);
    }

    function isOperator(address operator) public view returns (bool) {
        return operator != address(0) && delegatedTo[operator] == operator;
    }

    function depositScalingFactor(address staker, address strategy) external view returns (uint256) {
        return ScalingFactor.unwrap(_scalingFactor(staker, strategy));
    }

    function getOperatorShares(address operator, address[] memory strategies)
        public
        view
        returns (uint256[] memory shares)
    {
        shares = new uint256[](strategies.length);
        for (uint256 i; i < strategies.length; ++i) {
            shares[i] = operatorShares[operator][strategies[i]];
        }
    }

    function getOperatorsShares(address[] calldata operators, address[] calldata strategies)
        external
        view
        returns (uint256[][] memory shares)
    {
        shares = new uint256[][](operators.length);
        for (uint256 i; i < operators.length; ++i) {
            shares[i] = getOperatorShares(operators[i], strategies);
        }
    }

    function getSlashableSharesInQueue(address operator, address strategy) external view returns (uint256) {
        return _slashableInQueue(operator, strategy, _maxMagnitude(operator, strategy));
    }

    /// @dev Tokens in the order of the staker's list, beacon ether last.
    function getDepositedShares(address staker)
        public
        view
        returns (address[] memory strategies, uint256[] memory shares)
    {
        (address[] memory tokenStrategies, uint256[] memory tokenShares) =
            IStrategyManager(strategyManager).getDeposits(staker);
        uint256 ether_ = IShareManager(eigenPodManager).stakerDepositShares(staker, beaconChainETHStrategy);
        if (ether_ == 0) return (tokenStrategies, tokenShares);

        uint256 count = tokenStrategies.length;
        strategies = new address[](count + 1);
        shares = new uint256[](count + 1);
        for (uint256 i; i < count; ++i) {
            (strategies[i], shares[i]) = (tokenStrategies[i], tokenShares[i]);
        }
        (strategies[count], shares[count]) = (beaconChainETHStrategy, ether_);
    }

    function getWithdrawableShares(address staker, address[] calldata strategies)
        external
        view
        returns (uint256[] memory withdrawableShares, uint256[] memory depositShares)
    {
        address operator = delegatedTo[staker];
        withdrawableShares = new uint256[](strategies.length);
        depositShares = new uint256[](strategies.length);
        for (uint256 i; i < strategies.length; ++i) {
            address strategy = strategies[i];
            depositShares[i] = _shareManager(strategy).stakerDepositShares(staker, strategy);
            withdrawableShares[i] = _factor(staker, operator, strategy)
                .toWithdrawableDown(_scalingFactor(staker, strategy).toScaledDown(depositShares[i]));
        }
    }

    function convertToDepositShares(
        address staker,
        address[] calldata strategies,
        uint256[] calldata withdrawableShares
    ) external view returns (uint256[] memory depositShares) {
        address operator = delegatedTo[staker];
        depositShares = new uint256[](strategies.length);
        for (uint256 i; i < strategies.length; ++i) {
            // In this order, because both steps round.
            depositShares[i] = _factor(staker, operator, strategies[i])
                .toScaledDown(_scalingFactor(staker, strategies[i]).toDepositSharesDown(withdrawableShares[i]));
        }
    }

    function getQueuedWithdrawal(bytes32 withdrawalRoot)
        external
        view
        returns (Withdrawal memory withdrawal, uint256[] memory shares)
    {
        withdrawal = queuedWithdrawals(withdrawalRoot);
        shares = _worth(withdrawal);
    }

    function getQueuedWithdrawals(address staker)
        external
        view
        returns (Withdrawal[] memory withdrawals, uint256[][] memory shares)
    {
        withdrawals = _pendingOf(staker);
        shares = new uint256[][](withdrawals.length);
        for (uint256 i; i < withdrawals.length; ++i) {
            shares[i] = _worth(withdrawals[i]);
        }
    }

    /// @dev What completing it would pay, if that could be done now.
    function _worth(Withdrawal memory withdrawal) private view returns (uint256[] memory shares) {
        uint32 slashableUntil = withdrawal.startBlock + minWithdrawalDelayBlocks;
        uint32 asOf = slashableUntil < block.number ? slashableUntil : uint32(block.number);
        uint64[] memory maxMagnitudes = _maxMagnitudesAt(withdrawal.delegatedTo, withdrawal.strategies, asOf);
        shares = new uint256[](maxMagnitudes.length);
        for (uint256 i; i < shares.length; ++i) {
            shares[i] = slashingFactor(maxMagnitudes[i], _beaconFactor(withdrawal.staker, withdrawal.strategies[i]))
                .toWithdrawableDown(withdrawal.scaledShares[i]);
        }
    }

    function calculateWithdrawalRoot(Withdrawal calldata withdrawal) public pure returns (bytes32) {
        return keccak256(abi.encode(withdrawal));
    }

    function calculateDelegationApprovalDigestHash(
        address staker,
        address operator,
        address approver,
        bytes32 approverSalt,
        uint256 expiry
    ) public view returns (bytes32) {
        return _digest(
            keccak256(abi.encode(DELEGATION_APPROVAL_TYPEHASH, approver, staker, operator, approverSalt, expiry))
        );
    }
}
