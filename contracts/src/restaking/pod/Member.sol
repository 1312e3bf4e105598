// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ValidatorInfo, ValidatorStatus} from "../../interfaces/restaking/IEigenPod.sol";

/// @dev A validator of a pod, in one word: beacon index 64, balance 64 (gwei), checkpointed at 64 (seconds), status 8, from low
/// bits to high.
type Member is uint256;

uint256 constant ACTIVE = 0x1000000000000000000000000000000000000000000000000; // 1 << 192

using {index, balance, checkpointedAt, status, isActive, isAwaited, info} for Member global;

function toMember(uint256 index_, uint256 balance_, uint256 checkpointedAt_) pure returns (Member) {
    return Member.wrap(index_ | balance_ << 64 | checkpointedAt_ << 128 | ACTIVE);
}

function index(Member self) pure returns (uint64) {
    return uint64(Member.unwrap(self));
}

function balance(Member self) pure returns (uint64) {
    return uint64(Member.unwrap(self) >> 64);
}

function checkpointedAt(Member self) pure returns (uint64) {
    return uint64(Member.unwrap(self) >> 128);
}

function status(Member self) pure returns (ValidatorStatus) {
    return ValidatorStatus(Member.unwrap(self) >> 192);
}

function isActive(Member self) pure returns (bool) {
    return Member.unwrap(self) >> 192 == uint256(ValidatorStatus.ACTIVE);
}

/// @dev Active, and checkpointed before `timestamp`: in one comparison, because of what stands above those bits nothing but 1
/// (active) leaves a difference below 2^64.
function isAwaited(Member self, uint256 timestamp) pure returns (bool) {
    unchecked {
        return Member.unwrap(self) - ACTIVE >> 128 < timestamp;
    }
}

function info(Member self) pure returns (ValidatorInfo memory) {
    return ValidatorInfo(self.index(), self.balance(), self.checkpointedAt(), self.status());
}
