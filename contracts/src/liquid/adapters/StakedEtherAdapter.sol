// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {FixedPointMathLib as Math} from "solady/utils/FixedPointMathLib.sol";

import {ILiquidVault} from "../../interfaces/ILiquidVault.sol";
import {IRateAdapter} from "../../interfaces/liquid/IRateAdapter.sol";

/// @notice csETH by its own rate. Not taken in while a proven slashing is unbooked, a checkpoint is open, or its newest proof is
/// as old as closes csETH's own deposits.
contract StakedEtherAdapter is IRateAdapter {
    address public immutable token;

    constructor(address token_) {
        token = token_;
    }

    function toAssetsDown(uint256 units) external view returns (uint256) {
        (uint256 assets, uint256 supply) = ILiquidVault(token).rate();
        return Math.mulDiv(units, assets, supply);
    }

    function toUnitsDown(uint256 assets_) external view returns (uint256) {
        (uint256 assets, uint256 supply) = ILiquidVault(token).rate();
        return Math.mulDiv(assets_, supply, assets);
    }

    function checkSound() external view {
        if (ILiquidVault(token).snapshot().slashing) revert IssuerUnsound(token);
    }

    function checkDoor() external view {
        ILiquidVault.Snapshot memory s = ILiquidVault(token).snapshot();
        bool stale = block.timestamp > s.provenAt + ILiquidVault(token).parameters().staleAfter;
        if (s.open || s.slashing || stale) revert IssuerUnsound(token);
    }
}
