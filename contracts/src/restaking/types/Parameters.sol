// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

struct DelegationManagerParameters {
    address strategyManager;
    address eigenPodManager;
    address allocationManager;
    address permissionController;
    address pauserRegistry;
    uint32 minWithdrawalDelayBlocks; // a withdrawal is slashable through block `startBlock` + this
    string version; // semantic; at most 31 bytes
}
