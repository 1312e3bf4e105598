// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {LibClone} from "solady/utils/LibClone.sol";

import {OperatorSet} from "../interfaces/restaking/IAllocationManager.sol";
import {IDelegationManager} from "../interfaces/restaking/IDelegationManager.sol";
import {IEigenPod} from "../interfaces/restaking/IEigenPod.sol";
import {ICairnEigenPodManager, IEigenPodManager} from "../interfaces/restaking/IEigenPodManager.sol";
import {Locked} from "./Lock.sol";
import {Pausable} from "./Pausable.sol";

struct EigenPodManagerParameters {
    address ethPOS; // the deposit contract
    address delegationManager;
    address podImplementation;
    address pauserRegistry;
    address owner; // may name the proof timestamp setter, nothing else
    address proofTimestampSetter;
    uint64 pectraForkTimestamp; // seconds
}

/// @title Native stake as shares
/// @notice See `IEigenPodManager`. It makes pods, and keeps their owners' deposit shares and what the beacon chain has left of
/// them. Pods report here what they have proven; the `DelegationManager` does the rest.
contract EigenPodManager is IEigenPodManager, ICairnEigenPodManager, Pausable, Locked, Ownable {
    address public constant beaconChainETHStrategy = 0xbeaC0eeEeeeeEEeEeEEEEeeEEeEeeeEeeEEBEaC0;

    uint64 private constant WAD = 1e18;
    uint256 private constant WEI_PER_GWEI = 1e9;

    uint8 private constant PAUSED_NEW_PODS = 0;

    address public immutable ethPOS;
    address public immutable delegationManager;
    address public immutable implementation;

    /// @dev One slot. What is `lost` of the slashing factor's whole: 1e18 is all.
    struct Pod {
        address pod;
        uint64 lost;
    }

    mapping(address podOwner => Pod) private _pods;
    mapping(address podOwner => uint256) private _shares; // wei

    uint256 public numPods;
    uint256 public burnableETHShares; // wei

    address public proofTimestampSetter;
    uint64 public pectraForkTimestamp;

    modifier onlyDelegationManager() {
        if (msg.sender != delegationManager) revert OnlyDelegationManager();
        _;
    }

    modifier onlyProofTimestampSetter() {
        if (msg.sender != proofTimestampSetter) revert OnlyProofTimestampSetter();
        _;
    }

    constructor(EigenPodManagerParameters memory p)
        Pausable(p.pauserRegistry)
        Locked(p.delegationManager)
        Ownable(p.owner)
    {
        ethPOS = p.ethPOS;
        delegationManager = p.delegationManager;
        implementation = p.podImplementation;
        _setProofTimestampSetter(p.proofTimestampSetter);
        _setPectraForkTimestamp(p.pectraForkTimestamp);
    }

    // -- Pods --------------------------------------------------------------------------------------------------------

    function createPod() external whenNotPaused(PAUSED_NEW_PODS) exclusive returns (address) {
        if (hasPod(msg.sender)) revert EigenPodAlreadyExists();
        return _createPod();
    }

    function stake(bytes calldata pubkey, bytes calldata signature, bytes32 depositDataRoot)
        external
        payable
        whenNotPaused(PAUSED_NEW_PODS)
        exclusive
    {
        address pod = _pods[msg.sender].pod;
        if (pod == address(0)) pod = _createPod();

        IEigenPod(pod).stake{value: msg.value}(pubkey, signature, depositDataRoot);
    }

    function recordBeaconChainETHBalanceUpdate(address podOwner, uint256 prevRestakedBalanceWei, int256 balanceDeltaWei)
        external
        exclusive
    {
        if (podOwner == address(0)) revert InputAddressZero();
        if (msg.sender != _pods[podOwner].pod) revert OnlyEigenPod();
        if (balanceDeltaWei % int256(WEI_PER_GWEI) != 0) revert SharesNotMultipleOfGwei();

        uint256 shares = _shares[podOwner];
        if (balanceDeltaWei > 0) {
            uint256 added = uint256(balanceDeltaWei);
            _addShares(podOwner, shares, added);
            _delegation().increaseDelegatedShares(podOwner, beaconChainETHStrategy, shares, added);
        } else if (balanceDeltaWei < 0) {
            uint64 decrease = _slash(podOwner, prevRestakedBalanceWei, uint256(-balanceDeltaWei));
            _delegation().decreaseDelegatedShares(podOwner, shares, decrease);
        }
    }

    // -- Shares ------------------------------------------------------------------------------------------------------

    function addShares(address staker, address strategy, uint256 shares)
        external
        onlyDelegationManager
        returns (uint256 previous, uint256 added)
    {
        if (strategy != beaconChainETHStrategy) revert InvalidStrategy();
        if (staker == address(0)) revert InputAddressZero();
        if (int256(shares) < 0) revert SharesNegative();

        previous = _shares[staker];
        _addShares(staker, previous, shares);
        return (previous, shares);
    }

    function removeDepositShares(address staker, address strategy, uint256 depositSharesToRemove)
        external
        onlyDelegationManager
        returns (uint256 left)
    {
        if (strategy != beaconChainETHStrategy) revert InvalidStrategy();
        uint256 shares = _shares[staker];
        if (depositSharesToRemove > shares) revert SharesNegative();

        left = shares - depositSharesToRemove;
        _shares[staker] = left;

        emit NewTotalShares(staker, int256(left));
    }

    function withdrawSharesAsTokens(address staker, address strategy, address, uint256 shares)
        external
        onlyDelegationManager
    {
        if (strategy != beaconChainETHStrategy) revert InvalidStrategy();
        if (staker == address(0)) revert InputAddressZero();
        if (int256(shares) < 0) revert SharesNegative();

        if (shares != 0) IEigenPod(_pods[staker].pod).withdrawRestakedBeaconChainETH(staker, shares);
    }

    function increaseBurnOrRedistributableShares(OperatorSet calldata, uint256, address, uint256 addedSharesToBurn)
        external
        onlyDelegationManager
    {
        burnableETHShares += addedSharesToBurn;

        emit BurnableETHSharesIncreased(addedSharesToBurn);
    }

    // -- Offices -----------------------------------------------------------------------------------------------------

    function setProofTimestampSetter(address newProofTimestampSetter) external onlyOwner {
        _setProofTimestampSetter(newProofTimestampSetter);
    }

    function setPectraForkTimestamp(uint64 timestamp) external onlyProofTimestampSetter {
        _setPectraForkTimestamp(timestamp);
    }

    // -- Views -------------------------------------------------------------------------------------------------------

    function getPod(address podOwner) external view returns (address) {
        address pod = _pods[podOwner].pod;
        if (pod != address(0)) return pod;
        return LibClone.predictDeterministicAddress(implementation, _salt(podOwner), address(this));
    }

    function hasPod(address podOwner) public view returns (bool) {
        return _pods[podOwner].pod != address(0);
    }

    function ownerToPod(address podOwner) external view returns (address) {
        return _pods[podOwner].pod;
    }

    function beaconChainSlashingFactor(address podOwner) external view returns (uint64) {
        return WAD - _pods[podOwner].lost;
    }

    function podOwnerDepositShares(address podOwner) external view returns (int256 shares) {
        return int256(_shares[podOwner]);
    }

    function stakerDepositShares(address user, address strategy) external view returns (uint256 depositShares) {
        return strategy == beaconChainETHStrategy ? _shares[user] : 0;
    }

    function eigenPodBeacon() external view returns (address) {
        return address(this);
    }

    // -- Inside ------------------------------------------------------------------------------------------------------

    function _createPod() private returns (address pod) {
        ++numPods;
        pod = LibClone.cloneDeterministic(implementation, _salt(msg.sender));
        _pods[msg.sender].pod = pod;
        IEigenPod(pod).initialize(msg.sender);

        emit PodDeployed(pod, msg.sender);
    }

    function _addShares(address staker, uint256 previous, uint256 added) private {
        uint256 total = previous + added;
        _shares[staker] = total;

        emit PodSharesUpdated(staker, int256(added));
        emit NewTotalShares(staker, int256(total));
    }

    /// @return decrease of the slashing factor, which is rounded down.
    function _slash(address podOwner, uint256 previousWei, uint256 lostWei) private returns (uint64 decrease) {
        uint64 previous = WAD - _pods[podOwner].lost;
        uint64 left = uint64(FixedPointMathLib.fullMulDiv(previous, previousWei - lostWei, previousWei));
        _pods[podOwner].lost = WAD - left;

        emit BeaconChainSlashingFactorDecreased(podOwner, previous, left);

        return previous - left;
    }

    function _setProofTimestampSetter(address setter) private {
        proofTimestampSetter = setter;
        emit ProofTimestampSetterSet(setter);
    }

    function _setPectraForkTimestamp(uint64 timestamp) private {
        pectraForkTimestamp = timestamp;
        emit PectraForkTimestampSet(timestamp);
    }

    function _delegation() private view returns (IDelegationManager) {
        return IDelegationManager(delegationManager);
    }

    function _salt(address podOwner) private pure returns (bytes32) {
        return bytes32(uint256(uint160(podOwner)));
    }
}
