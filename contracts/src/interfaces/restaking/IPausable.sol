// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

/// @title Pausing, a bit an action
/// @notice A pauser may only set bits, the unpauser may only clear them. Each contract's interface lists its bits.
interface IPausable {
    error CurrentlyPaused();
    error OnlyPauser();
    error OnlyUnpauser();
    error InvalidNewPausedStatus();

    event Paused(address indexed account, uint256 newPausedStatus);
    event Unpaused(address indexed account, uint256 newPausedStatus);

    function pause(uint256 newPausedStatus) external;
    function pauseAll() external;
    function unpause(uint256 newPausedStatus) external;
    function paused() external view returns (uint256);
    function paused(uint8 index) external view returns (bool);
    function pauserRegistry() external view returns (address);
}

/// @notice Who may pause, and who may end a pause.
interface IPauserRegistry {
    error OnlyUnpauser();
    error InputAddressZero();

    event PauserStatusChanged(address pauser, bool canPause);
    event UnpauserChanged(address previousUnpauser, address newUnpauser);

    function setIsPauser(address newPauser, bool canPause) external;
    function setUnpauser(address newUnpauser) external;
    function isPauser(address pauser) external view returns (bool);
    function unpauser() external view returns (address);
}
