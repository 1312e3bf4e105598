// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {OperatorSet} from "../../interfaces/restaking/IAllocationManager.sol";

/// @dev An operator set in one word: avs 160 ‖ id 96.
library OperatorSetKey {
    function key(OperatorSet memory set) internal pure returns (bytes32) {
        return bytes32(uint256(uint160(set.avs)) << 96 | set.id);
    }

    function toOperatorSet(bytes32 word) internal pure returns (OperatorSet memory) {
        return OperatorSet(address(uint160(uint256(word) >> 96)), uint32(uint256(word)));
    }

    function toOperatorSets(bytes32[] memory words) internal pure returns (OperatorSet[] memory sets) {
        sets = new OperatorSet[](words.length);
        for (uint256 i; i < words.length; ++i) {
            sets[i] = toOperatorSet(words[i]);
        }
    }
}
