// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {OperatorSet} from "./IAllocationManager.sol";
import {IPausable} from "./IPausable.sol";

/// @title Pods, and native stake as shares
/// @notice EigenLayer's surface. A deposit share is a wei that a pod has proven; what the beacon chain takes isn't taken off the shares
/// but off their owner's slashing factor, which only falls. Pausing bit: 0 new pods and `stake`.
interface IEigenPodManager is IPausable {
    error EigenPodAlreadyExists();
    error InputAddressZero();
    error InvalidStrategy();
    error LegacyWithdrawalsNotCompleted();
    error OnlyDelegationManager();
    error OnlyEigenPod();
    error OnlyProofTimestampSetter();
    error SharesNegative();
    error SharesNotMultipleOfGwei();

    event BeaconChainETHDeposited(address indexed podOwner, uint256 amount);
    event BeaconChainETHWithdrawalCompleted(
        address indexed podOwner,
        uint256 shares,
        uint96 nonce,
        address delegatedAddress,
        address withdrawer,
        bytes32 withdrawalRoot
    );
    event BeaconChainSlashingFactorDecreased(
        address staker, uint64 prevBeaconChainSlashingFactor, uint64 newBeaconChainSlashingFactor
    );
    event BurnableETHSharesIncreased(uint256 shares);
    event NewTotalShares(address indexed podOwner, int256 newTotalShares);
    event PectraForkTimestampSet(uint64 newPectraForkTimestamp);
    event PodDeployed(address indexed eigenPod, address indexed podOwner);
    event PodSharesUpdated(address indexed podOwner, int256 sharesDelta);
    event ProofTimestampSetterSet(address newProofTimestampSetter);

    /// @dev The DelegationManager's, as are the three below it that move shares.
    /// @return Shares before, and shares added.
    function addShares(address staker, address strategy, uint256 shares) external returns (uint256, uint256);
    /// @notice Makes the caller's pod, at the address that `getPod` tells before.
    function createPod() external returns (address);
    /// @dev Slashed native stake stays in its pod: this counts it, nothing more.
    function increaseBurnOrRedistributableShares(OperatorSet calldata, uint256, address, uint256 addedSharesToBurn)
        external;
    /// @dev A pod's, about its owner. A gain becomes shares; a loss lowers the factor by the part that it is of `prevRestakedBalanceWei`.
    function recordBeaconChainETHBalanceUpdate(address podOwner, uint256 prevRestakedBalanceWei, int256 balanceDeltaWei)
        external;
    function removeDepositShares(address staker, address strategy, uint256 depositSharesToRemove)
        external
        returns (uint256);
    /// @notice Single proofs of states at or before it are refused. Setting it can stop single proofs, never let a false one pass.
    function setPectraForkTimestamp(uint64 timestamp) external;
    function setProofTimestampSetter(address newProofTimestampSetter) external;
    /// @notice Deposits 32 ETH for a validator with the caller's pod as withdrawal address, and makes the pod if there is none.
    function stake(bytes calldata pubkey, bytes calldata signature, bytes32 depositDataRoot) external payable;
    /// @dev Pays ether out of the staker's pod: the third address is without meaning.
    function withdrawSharesAsTokens(address staker, address strategy, address, uint256 shares) external;
    function beaconChainETHStrategy() external view returns (address);
    /// @return Of 1e18, which is no loss.
    function beaconChainSlashingFactor(address podOwner) external view returns (uint64);
    /// @return wei that slashing took from operators' native stake, their stakers' beacon losses not regarded.
    function burnableETHShares() external view returns (uint256);
    function delegationManager() external view returns (address);
    /// @return Who tells the pods' `implementation`: this contract. Pods never change theirs.
    function eigenPodBeacon() external view returns (address);
    function ethPOS() external view returns (address);
    /// @return Where the owner's pod is, or will be.
    function getPod(address podOwner) external view returns (address);
    function hasPod(address podOwner) external view returns (bool);
    function numPods() external view returns (uint256);
    function ownerToPod(address podOwner) external view returns (address);
    function pectraForkTimestamp() external view returns (uint64);
    /// @return shares Never negative here.
    function podOwnerDepositShares(address podOwner) external view returns (int256 shares);
    function proofTimestampSetter() external view returns (address);
    function stakerDepositShares(address user, address strategy) external view returns (uint256 depositShares);
}

interface ICairnEigenPodManager {
    /// @return What every pod runs, for ever.
    function implementation() external view returns (address);
}
