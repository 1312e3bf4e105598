// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ECDSA} from "solady/utils/ECDSA.sol";
import {EIP712} from "solady/utils/EIP712.sol";
import {IAVSRegistrar} from "../interfaces/restaking/IAVSRegistrar.sol";
import {DeregisterParams, IAllocationManager, OperatorSet} from "../interfaces/restaking/IAllocationManager.sol";
import {IDelegationManager} from "../interfaces/restaking/IDelegationManager.sol";
import {StrategyAndMultiplier} from "../interfaces/restaking/IRewardsCoordinator.sol";
import {IService, ServiceParameters} from "../interfaces/avs/IService.sol";

/// @title Who signs for a service, and what each signature weighs
/// @dev The list of members is the AllocationManager's; kept here are only their keys. Nothing needs to happen here when one leaves,
/// so nothing can go wrong.
abstract contract Members is IService, EIP712 {
    bytes32 private constant KEY_TYPEHASH = keccak256("Key(address operator,address key)");
    uint256 private constant ONE = 1e18;

    uint32 public constant SET = 0;

    /// @dev Weighing all members has to stay affordable.
    uint256 public constant MAX_MEMBERS = 32;

    address public immutable allocationManager;
    uint32 public immutable evidenceBlocks;
    uint256 public immutable minimumStake;

    StrategyAndMultiplier[] private _strategies;
    mapping(address operator => address) public keyOf;
    mapping(address key => address) public operatorOf;
    mapping(bytes32 subject => mapping(address operator => bool)) public slashedOver;

    /// @dev The signatures on one subject, as they are counted.
    struct Ballot {
        bytes32 subject;
        address[] members;
        uint256[] weights;
        uint256 total;
        uint256 heard;
        uint256 heardMembers; // a bit for each of `members`
    }

    constructor(ServiceParameters memory p) {
        allocationManager = p.allocationManager;
        evidenceBlocks = p.evidenceBlocks;
        minimumStake = p.minimumStake;
        if (p.minimumStake == 0) revert MinimumStakeZero();
        // What is queued answers for one delay, what is deallocated for the other.
        uint32 longest = _allocations().DEALLOCATION_DELAY();
        uint32 queued = IDelegationManager(_allocations().delegation()).minWithdrawalDelayBlocks();
        if (queued < longest) longest = queued;
        if (p.evidenceBlocks > longest) revert InvalidEvidenceBlocks(p.evidenceBlocks, longest);
        for (uint256 i; i < p.strategies.length; i++) {
            // Slashing asks for this order.
            if (i > 0 && p.strategies[i].strategy <= p.strategies[i - 1].strategy) revert StrategiesNotAscending(i);
            _strategies.push(p.strategies[i]);
        }
    }

    // -- Coming and going --------------------------------------------------------------------------------------------

    /// @inheritdoc IAVSRegistrar
    function registerOperator(address operator, address avs, uint32[] calldata operatorSetIds, bytes calldata data)
        external
    {
        if (msg.sender != allocationManager) revert OnlyAllocationManager(msg.sender);
        if (avs != address(this) || operatorSetIds.length != 1 || operatorSetIds[0] != SET) {
            revert UnknownSet(avs, operatorSetIds);
        }
        uint256 weight = weightOf(operator);
        if (weight < minimumStake) revert StakeBelowMinimum(weight, minimumStake);
        // The newcomer is counted already.
        if (_allocations().getMemberCount(_set()) > MAX_MEMBERS) _displaceLightest(weight);

        (address key, bytes memory signature) = abi.decode(data, (address, bytes));
        if (key == address(0) || ECDSA.tryRecover(keyDigest(operator, key), signature) != key) {
            revert KeyNotProven(key);
        }
        address owner = operatorOf[key];
        if (owner != address(0) && owner != operator) revert KeyTaken(key, owner);

        keyOf[operator] = key;
        operatorOf[key] = operator;
        emit KeyRegistered(operator, key);
    }

    /// @inheritdoc IAVSRegistrar
    function deregisterOperator(address, address, uint32[] calldata) external {}

    function supportsAVS(address avs) external view returns (bool) {
        return avs == address(this);
    }

    function evict(address operator) external {
        if (!_allocations().isMemberOfOperatorSet(operator, _set())) revert NotMember(operator);
        uint256 weight = weightOf(operator);
        if (weight >= minimumStake) revert StakeSuffices(operator, weight);

        _evict(operator, weight);
    }

    /// @dev Else whoever came first could hold all seats, for little. By a tenth, so that two don't take turns.
    function _displaceLightest(uint256 weight) private {
        address[] memory operators = _allocations().getMembers(_set());
        (uint256[] memory weights,) = _weigh(operators);
        uint256 lightest;
        for (uint256 i = 1; i < weights.length; i++) {
            if (weights[i] < weights[lightest]) lightest = i;
        }
        if (weight * 10 < weights[lightest] * 11) revert TooManyMembers(MAX_MEMBERS);

        _evict(operators[lightest], weights[lightest]);
    }

    function _evict(address operator, uint256 weight) private {
        emit Evicted(operator, weight);

        uint32[] memory ids = new uint32[](1);
        ids[0] = SET;
        _allocations().deregisterFromOperatorSets(DeregisterParams(operator, address(this), ids));
    }

    // -- Counting ----------------------------------------------------------------------------------------------------

    function _openBallot(bytes32 subject) internal view returns (Ballot memory ballot) {
        ballot.subject = subject;
        ballot.members = _allocations().getMembers(_set());
        (ballot.weights, ballot.total) = _weigh(ballot.members);
    }

    /// @return operator whose signature it is, `weight` what it adds: zero if it has no voice, or was heard before.
    function _hear(Ballot memory ballot, bytes32 digest, bytes calldata signature)
        internal
        view
        returns (address operator, uint256 weight)
    {
        address key = ECDSA.tryRecoverCalldata(digest, signature);
        operator = operatorOf[key];
        if (operator == address(0) || keyOf[operator] != key || slashedOver[ballot.subject][operator]) {
            return (operator, 0);
        }

        for (uint256 i; i < ballot.members.length; i++) {
            if (ballot.members[i] != operator) continue;
            if (ballot.heardMembers & 1 << i != 0) return (operator, 0);
            ballot.heardMembers |= 1 << i;
            ballot.heard += weight = ballot.weights[i];
            break;
        }
    }

    /// @dev Two thirds of nothing aren't a quorum.
    function _requireQuorum(Ballot memory ballot) internal pure {
        if (ballot.heard == 0 || ballot.heard * 3 < ballot.total * 2) revert NoQuorum(ballot.heard, ballot.total);
    }

    /// @dev Stake that could leave before the evidence arrives weighs nothing, nor does that of an operator which can't be slashed.
    function _weigh(address[] memory operators) private view returns (uint256[] memory weights, uint256 total) {
        address[] memory addresses = _strategyAddresses();
        uint32 horizon = uint32(block.number) + evidenceBlocks;
        uint256[][] memory stake = _allocations().getMinimumSlashableStake(_set(), operators, addresses, horizon);
        weights = new uint256[](operators.length);
        for (uint256 j; j < addresses.length; j++) {
            uint256 multiplier = _strategies[j].multiplier;
            for (uint256 i; i < operators.length; i++) {
                weights[i] += stake[i][j] * multiplier / ONE;
            }
        }
        for (uint256 i; i < weights.length; i++) {
            total += weights[i];
        }
    }

    // -- Views -------------------------------------------------------------------------------------------------------

    function strategies() public view returns (StrategyAndMultiplier[] memory) {
        return _strategies;
    }

    function weightOf(address operator) public view returns (uint256 weight) {
        address[] memory operators = new address[](1);
        operators[0] = operator;
        (, weight) = _weigh(operators);
    }

    function members() external view returns (Member[] memory list, uint256 total) {
        address[] memory operators = _allocations().getMembers(_set());
        uint256[] memory weights;
        (weights, total) = _weigh(operators);
        list = new Member[](operators.length);
        for (uint256 i; i < operators.length; i++) {
            list[i] = Member(operators[i], keyOf[operators[i]], weights[i]);
        }
    }

    function keyDigest(address operator, address key) public view returns (bytes32) {
        return _hashTypedData(keccak256(abi.encode(KEY_TYPEHASH, operator, key)));
    }

    function _strategyAddresses() internal view returns (address[] memory addresses) {
        addresses = new address[](_strategies.length);
        for (uint256 i; i < addresses.length; i++) {
            addresses[i] = _strategies[i].strategy;
        }
    }

    function _set() internal view returns (OperatorSet memory) {
        return OperatorSet(address(this), SET);
    }

    function _allocations() internal view returns (IAllocationManager) {
        return IAllocationManager(allocationManager);
    }
}
