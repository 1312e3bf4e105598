// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IAVSRegistrar} from "../restaking/IAVSRegistrar.sol";
import {StrategyAndMultiplier} from "../restaking/IRewardsCoordinator.sol";

/// @dev What a service is made with; nothing of it can be changed afterwards. Each strategy's multiplier (1e18 is one) is both
/// what a share weighs in votes and its part of the rewards; strategies ascend.
struct ServiceParameters {
    address allocationManager;
    address rewardsCoordinator;
    StrategyAndMultiplier[] strategies;
    address redistributionRecipient; // gets what is slashed; zero: it is burned
    uint64 wadToSlash; // of the operator's allocation, for one offence; 1e18 is all of it
    uint32 evidenceBlocks; // stake weighs only if it can still be slashed so many blocks later
    uint256 minimumStake; // weight that a member has to bring, and to keep
    uint256 budget; // of the service's own token, all that there will ever be
    uint256 rewardsPerDay;
    string tokenName;
    string tokenSymbol;
    string metadataURI;
}

/// @title A service secured by restaked stake
/// @notice One contract is the service's account, its registrar and the slasher of its only operator set. It has no owner: its
/// parameters are fixed, no admin can be added to its account, and whoever is slashed is slashed by evidence.
///
/// *Signing.* An operator registers with a key of its own, proven by a signature. Every statement that the service asks for has a
/// subject (a round, a height of another chain). Whoever signs two different statements on one subject commits an offence.
///
/// *Weight.* A signature weighs the operator's stake that can still be slashed `evidenceBlocks` later: what is on its way out
/// doesn't vouch for anything. A quorum is two thirds of all members' weight.
///
/// *Slashing.* Anyone may show both signatures. It is done at once, once for each subject, and pays the one who shows it
/// nothing. An operator that was slashed over a subject has no voice on that subject, so an offence can't be paid for ahead, with
/// little stake, and committed later with much.
///
/// *Keys.* One operator, one key, from one registration to the next; it can register again only when it can't be slashed any
/// more. Keys that it had before have no voice, but answer for all they ever signed, for as long as the operator can be
/// slashed. Keep a retired key safe, or destroy it.
///
/// *Rewards.* A budget in the service's own token, of which a part a day is submitted to the rewards coordinator. Anyone may
/// see to it.
interface IService is IAVSRegistrar {
    event KeyRegistered(address indexed operator, address indexed key);
    event Slashed(bytes32 indexed subject, address indexed operator, uint256 slashId, address by);
    event Evicted(address indexed operator, uint256 weight);
    event RewardsPaid(uint256 indexed day, uint256 amount);

    error InvalidWadToSlash(uint64 wad);
    error StrategiesNotAscending(uint256 index);

    /// @notice With no minimum, seats would be held for nothing and for ever.
    error MinimumStakeZero();

    /// @notice A day's rewards are submitted by themselves, so the coordinator has to count in days.
    error InvalidCalculationInterval(uint32 interval);

    /// @notice Nothing is sure to be slashable for longer than the deallocation delay, or the withdrawal delay if that is shorter.
    error InvalidEvidenceBlocks(uint32 blocks, uint32 maximum);
    error OnlyAllocationManager(address caller);

    /// @notice The service has one operator set, `SET`.
    error UnknownSet(address avs, uint32[] operatorSetIds);

    /// @notice All seats are taken. Who weighs a tenth more than the lightest member takes its place; somebody below `minimumStake`
    /// may be evicted.
    error TooManyMembers(uint256 maximum);

    /// @notice Allocate more to the service, let the allocation take effect, and register then.
    error StakeBelowMinimum(uint256 weight, uint256 minimum);

    /// @notice The operator keeps what the service asks for.
    error StakeSuffices(address operator, uint256 weight);

    /// @notice The signature isn't the key's own, over `Key(operator,key)`.
    error KeyNotProven(address key);

    /// @notice A key belongs to one operator for ever.
    error KeyTaken(address key, address operator);
    error NotMember(address operator);

    /// @notice Signatures that count weigh `heard`; two thirds of `total` are needed.
    error NoQuorum(uint256 heard, uint256 total);

    /// @notice Both statements are the same, whatever their signatures look like.
    error NoConflict();

    /// @notice The signatures are of keys of different operators, or of nobody (zero).
    error SignersDiffer(address first, address second);
    error AlreadySlashed(bytes32 subject, address operator);

    /// @notice The operator isn't a member, and its slashable time after leaving is over.
    error NotSlashable(address operator);

    /// @notice Nothing is allocated to the service, or nothing is delegated to the operator. The evidence keeps.
    error NothingToSlash(address operator);

    /// @notice A day's rewards are paid once it is over: from `readyAt` on.
    error DayNotOver(uint256 day, uint256 readyAt);
    error AlreadyPaid(uint256 day);

    /// @notice The service wasn't served that day.
    error NothingEarned(uint256 day);
    error BudgetSpent();

    /// @dev A member now: what its signature would weigh, and the key that has to make it.
    struct Member {
        address operator;
        address key;
        uint256 weight;
    }

    /// @notice Puts out a member whose weight fell below `minimumStake`, so that empty seats aren't held. Anyone may. It stays
    /// slashable as if it had left by itself.
    function evict(address operator) external;

    /// @notice Submits the rewards of `day` (days since 1970, UTC) to the rewards coordinator. Anyone may, once a day.
    /// @return amount submitted, in the service's token.
    function payRewards(uint256 day) external returns (uint256 amount);

    function SET() external view returns (uint32);
    function MAX_MEMBERS() external view returns (uint256);
    function allocationManager() external view returns (address);
    function rewardsCoordinator() external view returns (address);
    function token() external view returns (address);
    function wadToSlash() external view returns (uint64);
    function evidenceBlocks() external view returns (uint32);
    function minimumStake() external view returns (uint256);
    function rewardsPerDay() external view returns (uint256);
    function strategies() external view returns (StrategyAndMultiplier[] memory);

    /// @return the key whose signatures count for `operator`; kept after it left.
    function keyOf(address operator) external view returns (address);

    /// @return the operator that answers for `key`, for ever.
    function operatorOf(address key) external view returns (address);
    function weightOf(address operator) external view returns (uint256);
    function members() external view returns (Member[] memory list, uint256 total);

    /// @return whether `operator` was slashed over `subject`, and so has no voice on it.
    function slashedOver(bytes32 subject, address operator) external view returns (bool);
    function isPaid(uint256 day) external view returns (bool);

    /// @return what a key signs (EIP-712) to be registered for `operator`. The registration's data is
    /// `abi.encode(key, signature)`.
    function keyDigest(address operator, address key) external view returns (bytes32);
}
