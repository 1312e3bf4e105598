// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {INativeStake} from "./INativeStake.sol";
import {ITally} from "./ITally.sol";
import {SignatureWithExpiry, Withdrawal} from "../restaking/IDelegationManager.sol";

/// @dev Fixed at deployment. Asset 0 is beacon ether.
struct AssetParameters {
    address strategy;
    address adapter; // 0 for ether
    uint256 capWei; // of all of it together; deposits beyond are refused. Not for ether
    uint256 haircutBps; // of a deposit's worth, for those who are in already
    bool queues; // whether its issuer is a vault like ours, with a line for ether
}

/// @dev Fixed at deployment.
struct DelegatorParameters {
    address operator;
    uint256 weight; // of what is restaked, in proportion to the sum of all weights
}

struct SpreadParameters {
    address vault;
    address delegation; // the restaking layer's DelegationManager
    address rewardsCoordinator;
    address native;
    address tally;
    address implementation; // of the delegators
    address policy;
    address auction;
    uint256 roundInterval; // seconds from one round's opening to the next's
    uint256 rungBps; // of the assets, the most that one day's rung may ask back
    AssetParameters[] assets;
    DelegatorParameters[] delegators;
}

/// @title What stands behind crETH
/// @notice Assets are counted in their own *units*: wei of beacon ether, or a token's smallest units. The spread caches how many
/// there are, delegator by delegator, and what each asset's sum is booked with in the vault. It trusts no note of its own:
/// `sync` counts anew from the restaking layer's views,
///
///     units = withdrawable shares + queued withdrawals at what they would pay now + ether not yet credited to the pod
///
/// so that queueing, completing, delegating and being undelegated by force change nothing. A pod's balance is never read:
/// slashed ether stays there.
///
/// Anyone may do all that is done here. The caps are the vault's and the policy's.
interface ISpread {
    // -- Events ------------------------------------------------------------------------------------------------------

    event Deposited(
        address indexed sender, address indexed receiver, uint256 indexed asset, uint256 units, uint256 assets
    );
    event Delegated(uint256 indexed index, address indexed operator, address delegator);
    event Undelegated(uint256 indexed index, address indexed operator, address delegator);
    event RoundOpened(uint256 indexed round, uint256 openedAt);
    event RoundFinished(uint256 indexed round, uint256 provenAt, uint256 eligible);

    /// @param units by asset, of this delegator.
    event Synced(uint256 indexed index, uint256[] units);

    /// @param delta wei
    event Appraised(uint256 indexed asset, uint256 units, uint256 assets, int256 delta);
    event Checked(uint256 blockNumber);
    event Routed(uint256 indexed index, uint256 indexed asset, uint256 units);
    event RungQueued(uint256 indexed index, uint256 indexed asset, bytes32 root, uint256 assets, bool derisking);
    event Completed(uint256 indexed index, uint256 indexed asset, bytes32 root, uint256 units);
    event Unwinding(uint256 indexed asset, uint256 units, uint256 indexed ticket);
    event Unwound(uint256 indexed ticket, uint256 remainder, uint256 assets);

    // -- Errors ------------------------------------------------------------------------------------------------------

    error OnlyVault(address caller);
    error OnlyNative(address caller);
    error UnknownAsset(uint256 asset);
    error UnknownDelegator(uint256 index);
    error ZeroUnits();
    error DeadlinePassed(uint256 deadline);

    /// @notice The asset's door is open for `room` wei more.
    error DoorClosed(uint256 asset, uint256 assets, uint256 room);

    /// @notice The delegator's operator or pod was slashed, and that isn't booked. Call `sync(index)`.
    error Unsynced(uint256 index);

    /// @notice The token is worth less than it is booked with. Call `appraise(asset)`.
    error Depreciated(uint256 asset);

    error RoundNotDue(uint256 dueAt);

    /// @notice The delegator wants `room` units more of the asset, and no more.
    error ExceedsRoom(uint256 index, uint256 asset, uint256 units, uint256 room);

    /// @notice The policy closes the delegator to deposits. See `IRiskPolicy.breaches`.
    error Breached(uint256 index);

    /// @notice Only `waiting` units are here.
    error ExceedsWaiting(uint256 asset, uint256 units, uint256 waiting);

    /// @notice All that the queue and the lane are short of is on its way.
    error NothingWanted();

    /// @notice Today's rung is laid. The next can be from `nextAt` on.
    error RungLaid(uint256 nextAt);
    error NothingInExcess(uint256 index);

    /// @notice That isn't done for a delegator which has `maximum` withdrawals queued, or more. Complete one first.
    error TooManyRoots(uint256 index, uint256 maximum);
    error TooManyTickets(uint256 maximum);
    error NotOneStrategy(bytes32 root);

    /// @notice A hundredth or more is left of the operator's magnitude of the asset.
    error NotExhausted(uint256 index, uint256 asset);

    /// @notice The token's issuer pays no ether to us: it leaves in kind. It is asked back when nothing else is left.
    error NoQueue(uint256 asset);

    // -- Entering ----------------------------------------------------------------------------------------------------

    /// @notice Mints crETH for `units` of a token, at its issuer's rate less the haircut.
    function deposit(uint256 asset, uint256 units, address receiver, uint256 minShares, uint256 deadline)
        external
        returns (uint256 shares);

    // -- Counting ----------------------------------------------------------------------------------------------------

    /// @notice Opens a round when one is due, or replaces the open one. Whoever is in the queue now is eligible when it ends.
    function openRound() external;

    /// @notice Counts one delegator anew, and books what that changes. Ends the round if it was the last one missing: then all assets
    /// are booked at their rates of now.
    function sync(uint256 index) external;

    /// @notice Books an asset's units at its rate of now.
    function appraise(uint256 asset) external returns (int256 delta);

    /// @notice Compares all live magnitudes, beacon slashing factors and rates with the cached ones, and stamps the block. Reverts,
    /// naming what to sync, if something was slashed, or while a token's issuer knows of a loss that its rate doesn't.
    function check() external;

    // -- Onwards -----------------------------------------------------------------------------------------------------

    /// @notice Puts the delegator behind its operator: at first, and again when the operator has put it out, unless 8 or more of
    /// its withdrawals are queued.
    function delegate(uint256 index, SignatureWithExpiry calldata approval, bytes32 salt) external;

    /// @notice Takes the delegator from an operator of whose magnitude of an asset less than a hundredth is left: a pod under it might
    /// never finish a checkpoint again. All that it has is queued.
    function undelegate(uint256 index, uint256 asset) external;

    /// @notice Moves waiting tokens, `units` of them or all that are `routable`, to a delegator that has room for them by its weight, and
    /// fewer than 16 withdrawals queued.
    function route(uint256 index, uint256 asset, uint256 units) external;

    /// @dev The `NativeStake`'s: hands it `assets` of the vault's idle ether for a validator of the delegator, whose operator gets shares
    /// for its first deposit.
    function fund(uint256 index, uint256 assets, uint256 predeposit) external;

    // -- Back --------------------------------------------------------------------------------------------------------

    /// @notice Queues a withdrawal for what the queue and the lane are short of, as far as today's rung goes; of a delegator that has
    /// fewer than 16 queued; than 8, for less than a 16th of a rung; none, if it has less than 0.1 ether to give.
    function lay(uint256 index, uint256 asset) external returns (bytes32 root);

    /// @notice Queues a withdrawal for what an active breach puts at risk: 0.1 ether or more, or all there is. Anyone, at any time; beside
    /// 32 others only for a 32nd of what the delegator has, or more.
    function derisk(uint256 index, uint256 asset) external returns (bytes32 root);

    /// @notice Completes a withdrawal of one strategy: as tokens; or as shares, if nobody waits for ether, the policy has nothing
    /// against the delegator, and it has fewer than 16 queued.
    function complete(uint256 index, Withdrawal calldata withdrawal, bool asTokens) external;

    /// @notice Asks the token's own queue for ether for what waits here, as far as the queue and the lane are short of it.
    function unwind(uint256 asset) external returns (uint256 ticket);

    /// @notice Claims what is filled of one of our tickets, for the vault.
    function claim(uint256 place) external returns (uint256 assets);

    /// @dev The vault's: pays waiting tokens to someone who leaves in kind.
    function payInKind(uint256 asset, address receiver, uint256 assets) external returns (uint256 units);

    // -- Views -------------------------------------------------------------------------------------------------------

    /// @dev As when it was synced. `queued` units of those are queued withdrawals. Who has no units has no magnitude and no factor
    /// here: nothing of ours can be slashed there.
    struct Holding {
        uint256 units;
        uint256 queued;
        uint256 magnitude; // of 1e18
        uint256 slashingFactor; // of 1e18, of beacon ether
    }

    /// @dev `units` of all delegators, of which `queued` are queued withdrawals, and `waiting` ones here; `booked` wei in the vault for
    /// `units` and `waiting`.
    struct Asset {
        address strategy;
        address adapter;
        address token;
        uint256 capWei;
        uint256 haircutBps;
        uint256 units;
        uint256 queued;
        uint256 waiting;
        uint256 booked;
    }

    struct Round {
        uint256 number;
        uint256 openedAt;
        uint256 provenAt; // of what has been synced so far
        uint256 tail; // of the line when it opened
        uint256 missing; // a bit for each delegator that isn't synced
    }

    function vault() external view returns (address);
    function native() external view returns (INativeStake);
    function tally() external view returns (ITally);
    function policy() external view returns (address);
    function auction() external view returns (address);
    function assetCount() external view returns (uint256);
    function assetAt(uint256 asset) external view returns (Asset memory);
    function delegatorCount() external view returns (uint256);
    function delegatorAt(uint256 index) external view returns (address delegator, address operator, uint256 weight);
    function holdingOf(uint256 index, uint256 asset) external view returns (Holding memory);
    /// @return seconds from one round's opening to the next's.
    function roundInterval() external view returns (uint256);
    /// @return wei that the delegator's pod ever paid here.
    function paidBy(uint256 index) external view returns (uint256);
    function round() external view returns (Round memory);
    function tickets() external view returns (uint256[] memory);

    /// @return wei of everything outside the vault, as booked.
    function booked() external view returns (uint256);
    /// @return wei as booked of what one delegator has of an asset.
    function assetsIn(uint256 index, uint256 asset) external view returns (uint256);
    /// @return units that the delegator may get by its weight.
    function roomFor(uint256 index, uint256 asset) external view returns (uint256);
    /// @return units that wait here and may be routed: all but what somebody waits for in ether that its issuer would pay for them.
    function routable(uint256 asset) external view returns (uint256);
    /// @return wei that the queue and the lane are short of, of which nothing is on its way.
    function wanted() external view returns (uint256);
    /// @return wei that one day's rungs may ask back.
    function rung() external view returns (uint256);
    /// @return wei asked back, as last counted and booked, and not here yet: queued withdrawals of ether and of what has a queue for
    /// ether, and what stands in one.
    function coming() external view returns (uint256);
}
