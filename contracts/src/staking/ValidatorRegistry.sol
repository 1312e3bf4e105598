// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {Checkpoints} from "./Checkpoints.sol";
import {Roster} from "./Roster.sol";
import {Validators} from "./Validators.sol";
import {RegistryParameters} from "./types/Parameters.sol";

/// @title The validators behind csETH
/// @notice See `IValidatorRegistry`. The chapters:
///
/// - `Roster`: the storage, the lookups, the ways to a proven state.
/// - `Validators`: registered, proven, retired.
/// - `Flights`: top-ups, and the evidence of where they are.
/// - `Withdrawals`: requests to the beacon chain, and how many there may be.
/// - `Checkpoints`: open, prove, finish; slashings.
///
/// Ether passes through: what the beacon chain pays out waits here until the next checkpoint opens, and then belongs to
/// the vault. Nothing here spends it: a predeposit and a fee are paid by their caller, a top-up by the vault.
///
/// Calls go to the vault, the deposit contract and the system contracts, which call nobody back. The one payment to a
/// caller, the rest of a fee, is the last thing that happens.
///
/// The curator (the owner) registers validators, with its own ether, and may ask any of them to exit. It can't stop
/// anything, and nothing else here waits for it.
contract ValidatorRegistry is Validators, Checkpoints {
    constructor(RegistryParameters memory p) Roster(p) {}

    /// @dev From the vault, for a top-up. The beacon chain's payments don't call; a stranger's are gifts.
    receive() external payable {}
}
