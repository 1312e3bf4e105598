// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IRedeemEscrow} from "../interfaces/IRedeemQueue.sol";

contract RedeemEscrow is IRedeemEscrow {
    address public immutable queue = msg.sender;

    /// @dev Fills come from the vault. Whatever else arrives is nobody's, and stays.
    receive() external payable {}

    function pay(address receiver, uint256 assets) external {
        if (msg.sender != queue) revert OnlyQueue(msg.sender);

        (bool paid,) = receiver.call{value: assets}("");
        if (!paid) revert PaymentFailed(receiver, assets);
    }
}
