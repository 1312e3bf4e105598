// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

/// @title Withdrawals asked for by the withdrawal address (EIP-7002)
/// @notice The system contract queues a request for the consensus layer, which may ignore it without a word: nothing here
/// says that a request will be honoured.
library ValidatorRequests {
    address internal constant CONTRACT = 0x00000961Ef480Eb55e80D19ad83579A64c007002;

    /// @notice The system contract doesn't tell its fee: there is none before the fork that brings it.
    error FeeUnavailable();

    /// @notice The system contract refused: `fee` wei are below what it asks now.
    error RequestRefused(uint256 fee);

    error WrongPubkeyLength(uint256 length);

    /// @return wei that a request costs in this block; it rises with every block that takes more than two.
    function fee() internal view returns (uint256) {
        (bool known, bytes memory answer) = CONTRACT.staticcall("");
        if (!known || answer.length != 32) revert FeeUnavailable();
        return abi.decode(answer, (uint256));
    }

    /// @param pubkey 48 bytes.
    /// @param amount gwei; 0 asks for a full exit.
    /// @param paid wei, at least `fee()`. What is above it is lost.
    function request(bytes calldata pubkey, uint64 amount, uint256 paid) internal {
        if (pubkey.length != 48) revert WrongPubkeyLength(pubkey.length);

        (bool accepted,) = CONTRACT.call{value: paid}(abi.encodePacked(pubkey, amount));
        if (!accepted) revert RequestRefused(paid);
    }
}
