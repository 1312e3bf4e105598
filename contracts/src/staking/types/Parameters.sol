// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {within} from "../../vault/types/Parameters.sol";

/// @dev Fixed at deployment.
struct RegistryParameters {
    address vault;
    address layouts;
    address depositSignature;
    address depositContract;
    address curator;
    uint64 genesisTime; // seconds, of slot 0
    uint32 checkpointInterval; // seconds from one checkpoint's opening to the next's
    uint64 minTopUp; // gwei
}

using {check} for RegistryParameters global;

/// @dev The bounds that no deployment can leave.
function check(RegistryParameters memory p) view {
    _isSet("vault", p.vault);
    _isSet("layouts", p.layouts);
    _isSet("depositSignature", p.depositSignature);
    _isSet("depositContract", p.depositContract);
    within("genesisTime", p.genesisTime, 1, block.timestamp);
    // An unfinished checkpoint can be replaced after an hour: a finished one is not replaced sooner.
    within("checkpointInterval", p.checkpointInterval, 1 hours, 1 days);
    within("minTopUp", p.minTopUp, 1e9, 1024e9);
}

function _isSet(string memory name, address value) pure {
    within(name, uint160(value), 1, type(uint160).max);
}
