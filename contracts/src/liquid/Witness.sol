// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {BeaconRoots} from "../beacon/BeaconRoots.sol";
import {BeaconState} from "../beacon/BeaconState.sol";
import {DepositData} from "../beacon/DepositData.sol";
import {ILayouts, Layout} from "../interfaces/IBeacon.sol";
import {IWitness, ValidatorEvidence} from "../interfaces/liquid/IWitness.sol";

/// @title Says whether a validator is what it is said to be
contract Witness is IWitness {
    uint256 private constant RECENT = 1 hours;

    ILayouts public immutable layouts;

    constructor(address layouts_) {
        layouts = ILayouts(layouts_);
    }

    function verify(ValidatorEvidence calldata evidence) external view {
        uint256 oldest = block.timestamp - RECENT;
        if (evidence.timestamp < oldest) revert ProofTooOld(evidence.timestamp, oldest);

        Layout memory layout = BeaconState.anchor(layouts, BeaconRoots.parentRoot(evidence.timestamp), evidence.state);
        BeaconState.verifyValidator(evidence.state, layout, evidence.index, evidence.validator, evidence.siblings);
    }

    function topUpRoot(bytes calldata pubkey, bytes32 withdrawalCredentials, uint64 amountGwei)
        external
        view
        returns (bytes32)
    {
        return DepositData.topUpRoot(pubkey, withdrawalCredentials, amountGwei);
    }

    function pubkeyRoot(bytes calldata pubkey) external view returns (bytes32) {
        return DepositData.pubkeyRoot(pubkey);
    }
}
