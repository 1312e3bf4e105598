// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

interface IAVSRegistrar {
    function deregisterOperator(address operator, address avs, uint32[] calldata operatorSetIds) external;
    function registerOperator(address operator, address avs, uint32[] calldata operatorSetIds, bytes calldata data)
        external;
    function supportsAVS(address avs) external returns (bool);
}
