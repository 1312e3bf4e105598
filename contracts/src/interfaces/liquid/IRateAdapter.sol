// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

/// @title What a liquid staking token is worth, by its own issuer
/// @notice Never by a market: a token's redemption rate is what the holders of crETH will get for it. Nothing is stored here.
interface IRateAdapter {
    /// @notice The issuer's own figures can't be relied on now: stale, or a loss is on its way into them. Wait until they are.
    error IssuerUnsound(address token);

    function token() external view returns (address);

    /// @return wei that `units` of the token are worth, down. What counts the vault's assets: it doesn't revert while the
    /// issuer's own rate doesn't.
    function toAssetsDown(uint256 units) external view returns (uint256);

    /// @return Units of the token that are worth `assets` wei, down.
    function toUnitsDown(uint256 assets) external view returns (uint256);

    /// @notice Reverts while the issuer knows of a loss that its rate doesn't: nobody should be paid at it.
    function checkSound() external view;

    /// @notice Reverts while the token shouldn't be taken in at its rate.
    function checkDoor() external view;
}
