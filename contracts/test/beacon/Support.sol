// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

interface Vm {
    function addr(uint256 key) external pure returns (address);
    function deal(address account, uint256 balance) external;
    function etch(address account, bytes calldata code) external;
    function expectEmit() external;
    function envOr(string calldata name, uint256 fallback_) external view returns (uint256);
    function expectPartialRevert(bytes4 selector) external;
    function expectRevert(bytes calldata data) external;
    function expectRevert(bytes4 selector) external;
    function load(address account, bytes32 slot) external view returns (bytes32);
    function parseJsonBytes(string calldata json, string calldata key) external pure returns (bytes memory);
    function prank(address sender) external;
    function projectRoot() external view returns (string memory);
    function readFile(string calldata path) external view returns (string memory);
    function store(address account, bytes32 slot, bytes32 value) external;
    function warp(uint256 timestamp) external;
}

/// @dev What the tests of this directory share.
abstract contract Support {
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    bool public constant IS_TEST = true;

    event log(string);
    event log_named_uint(string key, uint256 value);
    event log_named_bytes32(string key, bytes32 value);

    error Unequal(bytes32 actual, bytes32 expected, string claim);
    error False(string claim);

    function assertEq(bytes32 actual, bytes32 expected, string memory claim) internal pure {
        if (actual != expected) revert Unequal(actual, expected, claim);
    }

    function assertEq(uint256 actual, uint256 expected, string memory claim) internal pure {
        if (actual != expected) revert Unequal(bytes32(actual), bytes32(expected), claim);
    }

    function assertTrue(bool condition, string memory claim) internal pure {
        if (!condition) revert False(claim);
    }
}
