// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {FixedPointMathLib as Math} from "solady/utils/FixedPointMathLib.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";
import {ERC20} from "solady/tokens/ERC20.sol";

/// @title A liquid staking token whose worth is reported
/// @notice For worlds of our own, where no other issuer is: a token as most are, whose reporter says what stands behind it, and is
/// believed. It speaks as wstETH does and as rETH does. What is reported is here: a gain is paid in with the report, a loss is
/// gone with it.
contract ReportedEther is ERC20 {
    using SafeTransferLib for address;

    address private constant NOBODY = 0x000000000000000000000000000000000000dEaD;

    address public immutable reporter;

    /// @return wei behind all units, as last reported.
    uint256 public pooled;

    event Staked(address indexed staker, uint256 assets, uint256 units);
    event Unstaked(address indexed staker, uint256 units, uint256 assets);
    event Reported(uint256 before, uint256 pooled);

    error OnlyReporter(address caller);

    /// @notice A report of `gain` wei more comes with them; `sent` were sent.
    error GainNotPaid(uint256 gain, uint256 sent);

    /// @notice All was lost: nothing can be bought any more.
    error NothingPooled();

    /// @dev What is sent is nobody's, so that a unit always has a worth.
    constructor(address reporter_) payable {
        reporter = reporter_;
        pooled = msg.value;
        _mint(NOBODY, msg.value);
    }

    function name() public pure override returns (string memory) {
        return "Reported Ether";
    }

    function symbol() public pure override returns (string memory) {
        return "rptETH";
    }

    // -- Holders -----------------------------------------------------------------------------------------------------

    function stake() external payable returns (uint256 units) {
        units = _toUnitsDown(msg.value);
        pooled += msg.value;
        _mint(msg.sender, units);

        emit Staked(msg.sender, msg.value, units);
    }

    function unstake(uint256 units) external returns (uint256 assets) {
        assets = _toAssetsDown(units);
        _burn(msg.sender, units);
        pooled -= assets;

        emit Unstaked(msg.sender, units, assets);

        msg.sender.safeTransferETH(assets);
    }

    // -- The reporter ------------------------------------------------------------------------------------------------

    function report(uint256 pooled_) external payable {
        if (msg.sender != reporter) revert OnlyReporter(msg.sender);
        uint256 before = pooled;
        uint256 gain = Math.zeroFloorSub(pooled_, before);
        if (msg.value != gain) revert GainNotPaid(gain, msg.value);
        pooled = pooled_;

        emit Reported(before, pooled_);

        if (pooled_ < before) NOBODY.safeTransferETH(before - pooled_);
    }

    // -- Its rate, as wstETH tells it, and as rETH does --------------------------------------------------------------

    function getStETHByWstETH(uint256 units) external view returns (uint256) {
        return _toAssetsDown(units);
    }

    function getWstETHByStETH(uint256 assets) external view returns (uint256) {
        return _toUnitsDown(assets);
    }

    function getEthValue(uint256 units) external view returns (uint256) {
        return _toAssetsDown(units);
    }

    function getRethValue(uint256 assets) external view returns (uint256) {
        return _toUnitsDown(assets);
    }

    function _toAssetsDown(uint256 units) private view returns (uint256) {
        return Math.mulDiv(units, pooled, totalSupply());
    }

    function _toUnitsDown(uint256 assets) private view returns (uint256) {
        if (pooled == 0) revert NothingPooled();
        return Math.mulDiv(assets, totalSupply(), pooled);
    }
}
