// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

struct Cursor {
    uint256 place;
    uint256 end;
}

/// @dev Reads packed bytes from front to back.
library Reader {
    function at(bytes memory data) internal pure returns (Cursor memory cursor) {
        uint256 place;
        assembly ("memory-safe") {
            place := add(data, 32)
        }
        cursor.place = place;
        cursor.end = place + data.length;
    }

    function number(Cursor memory self, uint256 size) internal pure returns (uint256 value) {
        uint256 place = self.place;
        assembly ("memory-safe") {
            value := shr(sub(256, mul(8, size)), mload(place))
        }
        self.place = place + size;
    }

    function word(Cursor memory self) internal pure returns (bytes32) {
        return bytes32(number(self, 32));
    }

    function account(Cursor memory self) internal pure returns (address) {
        return address(uint160(number(self, 20)));
    }

    function take(Cursor memory self, uint256 size) internal pure returns (bytes memory data) {
        data = new bytes(size);
        uint256 place = self.place;
        assembly ("memory-safe") {
            mcopy(add(data, 32), place, size)
        }
        self.place = place + size;
    }

    function isAtEnd(Cursor memory self) internal pure returns (bool) {
        return self.place == self.end;
    }
}
