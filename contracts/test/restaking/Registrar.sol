// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IAVSRegistrar} from "../../src/interfaces/restaking/IAVSRegistrar.sol";

/// @dev A service's registrar that does what it is told, be it hostile: it refuses, or calls back.
contract Registrar is IAVSRegistrar {
    error Refused();

    bool public refusing;
    uint256 public joined;
    uint256 public left;
    bytes public lastData;

    address private target;
    bytes private call;

    function supportsAVS(address) external view returns (bool) {
        return !refusing;
    }

    function refuse(bool refusing_) external {
        refusing = refusing_;
    }

    /// @dev What it calls, in its own name, when an operator comes or goes.
    function act(address target_, bytes calldata call_) external {
        (target, call) = (target_, call_);
    }

    function registerOperator(address, address, uint32[] calldata, bytes calldata data) external {
        if (refusing) revert Refused();
        ++joined;
        lastData = data;
        _act();
    }

    function deregisterOperator(address, address, uint32[] calldata) external {
        if (refusing) revert Refused();
        ++left;
        _act();
    }

    function _act() private {
        if (target == address(0)) return;
        (bool ok, bytes memory reason) = target.call(call);
        if (!ok) {
            assembly ("memory-safe") {
                revert(add(reason, 32), mload(reason))
            }
        }
    }
}
