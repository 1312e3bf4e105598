// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {Withdrawal} from "../restaking/IDelegationManager.sol";
import {RewardsMerkleClaim} from "../restaking/IRewardsCoordinator.sol";

/// @title What keepers are paid
/// @notice A pot of crETH, filled with a part of the fees. Each duty does what its namesake in the spread, the delegator or the auction does, and
/// pays whoever called a 32nd of the pot, if it was of use: the further behind the keepers are, the more a duty pays. Anyone can do
/// the same without a tip, where its namesake is. A duty that was of no use is done, and pays nothing.
interface ITips {
    /// @param duty selector of the function here.
    event Tipped(address indexed keeper, bytes4 indexed duty, uint256 shares);

    /// @notice Of use to a round that is open, and missed the delegator.
    function sync(uint256 index) external;

    /// @notice Of use if it takes all that waits or all the room there is, and 0.1 ether's worth or more.
    function route(uint256 index, uint256 asset, uint256 units) external;

    /// @notice Of use, as all that follow, if 0.1 ether's worth or more is moved.
    function lay(uint256 index, uint256 asset) external returns (bytes32 root);

    function derisk(uint256 index, uint256 asset) external returns (bytes32 root);
    function complete(uint256 index, Withdrawal calldata withdrawal, bool asTokens) external;
    function unwind(uint256 asset) external returns (uint256 ticket);
    function claim(uint256 place) external returns (uint256 assets);

    /// @notice Of use if what came of listed tokens is worth 0.01 ether or more, at their bases.
    function claimRewards(uint256 index, RewardsMerkleClaim[] calldata claims) external;

    /// @notice Of use if the lot is worth 0.01 ether or more, at its basis.
    function openAuction(address token) external returns (uint256 lot);

    /// @return shares that are here.
    function pot() external view returns (uint256);
    function vault() external view returns (address);
    function spread() external view returns (address);
    function auction() external view returns (address);
}
