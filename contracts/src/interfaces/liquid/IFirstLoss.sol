// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

/// @title The fees, some of which stay to bear losses first
interface IFirstLoss {
    /// @notice shares
    event Distributed(uint256 stays, uint256 tipped, uint256 paid);

    /// @notice Collects the vault's fees, tips the keepers' pot, keeps what is to be kept, pays the rest to the beneficiary. Anyone may.
    /// @return paid shares
    function distribute() external returns (uint256 paid);

    /// @return shares that stay, and bear losses first.
    function kept() external view returns (uint256);
    function vault() external view returns (address);
    function beneficiary() external view returns (address);
    function tips() external view returns (address);
    /// @return bps of what comes, for the keepers' pot.
    function tipBps() external view returns (uint256);
    /// @return bps of the rest.
    function keepBps() external view returns (uint256);
    /// @return bps of all shares.
    function capBps() external view returns (uint256);
}
