// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {Vm} from "./Vm.sol";

/// @dev What every test starts from.
abstract contract Test {
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    bool public constant IS_TEST = true;

    function assertEq(uint256 left, uint256 right, string memory claim) internal pure {
        vm.assertEq(left, right, claim);
    }

    function assertEq(int256 left, int256 right, string memory claim) internal pure {
        vm.assertEq(left, right, claim);
    }

    function assertEq(address left, address right, string memory claim) internal pure {
        vm.assertEq(left, right, claim);
    }

    function assertEq(bool left, bool right, string memory claim) internal pure {
        vm.assertEq(left, right, claim);
    }

    function assertEq(string memory left, string memory right, string memory claim) internal pure {
        vm.assertEq(left, right, claim);
    }

    function assertLe(uint256 left, uint256 right, string memory claim) internal pure {
        vm.assertLe(left, right, claim);
    }

    function assertLt(uint256 left, uint256 right, string memory claim) internal pure {
        vm.assertLt(left, right, claim);
    }

    function assertGe(uint256 left, uint256 right, string memory claim) internal pure {
        vm.assertGe(left, right, claim);
    }

    function assertGt(uint256 left, uint256 right, string memory claim) internal pure {
        vm.assertGt(left, right, claim);
    }

    function assertNear(uint256 left, uint256 right, uint256 most, string memory claim) internal pure {
        vm.assertApproxEqAbs(left, right, most, claim);
    }

    function assertTrue(bool condition, string memory claim) internal pure {
        vm.assertTrue(condition, claim);
    }

    /// @dev Maps a fuzzed `value` into the range, its ends included and, for small and great values, hit.
    function bound(uint256 value, uint256 minimum, uint256 maximum) internal pure returns (uint256) {
        require(minimum <= maximum, "bound: empty range");
        if (value >= minimum && value <= maximum) return value;

        uint256 size = maximum - minimum;
        if (size == type(uint256).max) return value;
        // The ends of the type land on the ends of the range.
        if (value <= 3 && size >= value) return minimum + value;
        if (value >= type(uint256).max - 3 && size >= type(uint256).max - value) {
            return maximum - (type(uint256).max - value);
        }
        return minimum + value % (size + 1);
    }

    function account(string memory name) internal returns (address made) {
        made = address(uint160(uint256(keccak256(bytes(name)))));
        vm.label(made, name);
    }
}
