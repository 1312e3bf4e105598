// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IRateAdapter} from "../../interfaces/liquid/IRateAdapter.sol";

/// @dev Lido's wrapped token.
interface IWstETH {
    function getStETHByWstETH(uint256 wstETH) external view returns (uint256);
    function getWstETHByStETH(uint256 stETH) external view returns (uint256);
}

/// @notice wstETH at what Lido redeems it for: a stETH is a wei of Lido's pool.
contract WstETHAdapter is IRateAdapter {
    address public immutable token;

    constructor(address token_) {
        token = token_;
    }

    function toAssetsDown(uint256 units) external view returns (uint256) {
        return IWstETH(token).getStETHByWstETH(units);
    }

    function toUnitsDown(uint256 assets) external view returns (uint256) {
        return IWstETH(token).getWstETHByStETH(assets);
    }

    /// @dev Lido books a loss when it reports it: there is nothing to know before.
    function checkSound() external view {}

    /// @dev Lido's reports say nothing of their age here: the haircut and the cap have to do.
    function checkDoor() external view {}
}
