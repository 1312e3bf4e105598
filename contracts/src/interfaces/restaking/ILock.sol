// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

/// @title One lock for all contracts that hold shares
/// @notice A flow (a deposit, a withdrawal, a proof) crosses several contracts and calls tokens and people on its way. While it
/// is under way none of the contracts takes another: the DelegationManager keeps the lock, the StrategyManager and the
/// EigenPodManager take it for theirs, the AllocationManager refuses to change anything while it is held. It is not held while
/// an AVS's registrar is called, so a registrar may act. It ends with the transaction at the latest.
///
/// Ether of a withdrawal is paid within the flow: who wants to go on when it comes has to wait for the call to end.
interface ILock {
    /// @notice A call came back from outside into a flow that isn't done. Call after it.
    error Reentered();

    /// @dev Only for the StrategyManager and the EigenPodManager.
    function lock() external;
    function unlock() external;

    /// @notice Whether a flow is under way: then shares, rates and balances may be ahead of one another. Whoever reads them for
    /// a price asks here first.
    function locked() external view returns (bool);
}
