// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IRateAdapter} from "../../interfaces/liquid/IRateAdapter.sol";

/// @dev Rocket Pool's token.
interface IRETH {
    function getEthValue(uint256 rETH) external view returns (uint256);
    function getRethValue(uint256 assets) external view returns (uint256);
}

/// @notice rETH at what Rocket Pool redeems it for.
contract RETHAdapter is IRateAdapter {
    address public immutable token;

    constructor(address token_) {
        token = token_;
    }

    function toAssetsDown(uint256 units) external view returns (uint256) {
        return IRETH(token).getEthValue(units);
    }

    function toUnitsDown(uint256 assets) external view returns (uint256) {
        return IRETH(token).getRethValue(assets);
    }

    /// @dev Rocket Pool books a loss when it reports it: there is nothing to know before.
    function checkSound() external view {}

    /// @dev Rocket Pool's balances say nothing of their age here: the haircut and the cap have to do.
    function checkDoor() external view {}
}
