// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {FixedPointMathLib as Math} from "solady/utils/FixedPointMathLib.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {ILiquidVault} from "../interfaces/ILiquidVault.sol";
import {IFirstLoss} from "../interfaces/liquid/IFirstLoss.sol";
import {BPS} from "../vault/types/Books.sol";
import {within} from "../vault/types/Parameters.sol";

/// @title The fees, some of which stay
/// @notice The vault's treasury. All shares that are here bear the vault's losses before anyone else: the vault burns them itself. Of
/// what comes, `tipBps` go to the keepers' pot. Of the rest, `keepBps` stay until `capBps` of all shares are here; what is left
/// is the beneficiary's. It can't take back what stays, and neither can anyone.
contract FirstLoss is IFirstLoss {
    address public immutable vault;
    address public immutable beneficiary;
    address public immutable tips;
    uint256 public immutable keepBps;
    uint256 public immutable capBps;
    uint256 public immutable tipBps;

    /// @dev shares that stay. More are here when fees have come since; fewer when losses were borne.
    uint256 private _kept;

    constructor(
        address vault_,
        address beneficiary_,
        address tips_,
        uint256 keepBps_,
        uint256 capBps_,
        uint256 tipBps_
    ) {
        within("beneficiary", uint160(beneficiary_), 1, type(uint160).max);
        within("tips", uint160(tips_), 1, type(uint160).max);
        within("keepBps", keepBps_, 0, BPS);
        within("capBps", capBps_, 0, 1000);
        within("tipBps", tipBps_, 0, BPS);
        (vault, beneficiary, tips) = (vault_, beneficiary_, tips_);
        (keepBps, capBps, tipBps) = (keepBps_, capBps_, tipBps_);
    }

    function kept() public view returns (uint256) {
        return Math.min(_kept, ILiquidShare(vault).balanceOf(address(this)));
    }

    function distribute() external returns (uint256 paid) {
        ILiquidVault(vault).collectFees();

        uint256 before = kept();
        uint256 came = ILiquidShare(vault).balanceOf(address(this)) - before;
        uint256 tipped = came * tipBps / BPS;
        uint256 room = Math.zeroFloorSub(ILiquidShare(vault).totalSupply() * capBps / BPS, before);
        uint256 stays = Math.min((came - tipped) * keepBps / BPS, room);
        (_kept, paid) = (before + stays, came - tipped - stays);

        emit Distributed(stays, tipped, paid);

        SafeTransferLib.safeTransfer(vault, tips, tipped);
        SafeTransferLib.safeTransfer(vault, beneficiary, paid);
    }
}

interface ILiquidShare {
    function balanceOf(address owner) external view returns (uint256);
    function totalSupply() external view returns (uint256);
}
