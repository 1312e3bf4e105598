// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

/// @title What a service has to answer when operators come and go
/// @notice The allocation manager calls it when the operator is already in the sets, or out of them. A revert undoes that: a
/// registrar can keep operators out, and in. It may call the allocation manager.
interface IAVSRegistrar {
    function deregisterOperator(address operator, address avs, uint32[] calldata operatorSetIds) external;

    /// @param data the operator's, for the registrar.
    function registerOperator(address operator, address avs, uint32[] calldata operatorSetIds, bytes calldata data)
        external;

    /// @notice Whether it is `avs`'s registrar; asked when it is to become it.
    function supportsAVS(address avs) external returns (bool);
}
