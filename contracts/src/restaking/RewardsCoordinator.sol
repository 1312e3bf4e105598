// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {Claims} from "./rewards/Claims.sol";
import {RewardsCoordinatorParameters, Settings} from "./rewards/Settings.sol";
import {Splits} from "./rewards/Splits.sol";
import {Submissions} from "./rewards/Submissions.sol";

/// @title What services pay to those who secure them
/// @notice 1. SUBMISSIONS. A service hands in tokens for a span of days and says whom they are for: by stake, by stake it could
/// slash, or operator by operator. The event tells all that computing needs.
///
/// 2. SPLITS. An operator's part of what its stakers earn, per service, operator set, or for the protocol's incentives.
///
/// 3. ROOTS. Day by day the updater posts the root of what everyone has earned in all, by token. It waits for `activationDelay`
/// before it counts, and can be disabled until then. Nothing here checks the sums: tokens of all services lie together, and a
/// root that gives one earner too much is paid from what others are owed. Anybody can recompute it from the events.
///
/// 4. CLAIMS. By merkle proof against any active root, the newest is enough, paid is what exceeds earlier claims.
///
/// Tokens have to move what they say they move: nothing here looks at balances, so one that takes a fee leaves less here than
/// was promised.
contract RewardsCoordinator is Submissions, Splits, Claims {
    constructor(RewardsCoordinatorParameters memory p) Settings(p) {}
}
