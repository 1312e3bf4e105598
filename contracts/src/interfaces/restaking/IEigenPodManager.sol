// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {OperatorSet} from "./IAllocationManager.sol";
import {IPausable} from "./IPausable.sol";

struct BeaconChainSlashingFactor {
    bool isSet;
    uint64 slashingFactor;
}

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

    function addShares(address staker, address strategy, uint256 shares) external returns (uint256, uint256);
    function createPod() external returns (address);
    function increaseBurnOrRedistributableShares(OperatorSet calldata, uint256, address, uint256 addedSharesToBurn)
        external;
    function recordBeaconChainETHBalanceUpdate(address podOwner, uint256 prevRestakedBalanceWei, int256 balanceDeltaWei)
        external;
    function removeDepositShares(address staker, address strategy, uint256 depositSharesToRemove)
        external
        returns (uint256);
    function setPectraForkTimestamp(uint64 timestamp) external;
    function setProofTimestampSetter(address newProofTimestampSetter) external;
    function stake(bytes calldata pubkey, bytes calldata signature, bytes32 depositDataRoot) external payable;
    function withdrawSharesAsTokens(address staker, address strategy, address, uint256 shares) external;
    function beaconChainETHStrategy() external view returns (address);
    function beaconChainSlashingFactor(address podOwner) external view returns (uint64);
    function burnableETHShares() external view returns (uint256);
    function delegationManager() external view returns (address);
    function eigenPodBeacon() external view returns (address);
    function ethPOS() external view returns (address);
    function getPod(address podOwner) external view returns (address);
    function hasPod(address podOwner) external view returns (bool);
    function numPods() external view returns (uint256);
    function ownerToPod(address podOwner) external view returns (address);
    function pectraForkTimestamp() external view returns (uint64);
    function podOwnerDepositShares(address podOwner) external view returns (int256 shares);
    function proofTimestampSetter() external view returns (address);
    function stakerDepositShares(address user, address strategy) external view returns (uint256 depositShares);
}
