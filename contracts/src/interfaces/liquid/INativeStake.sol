// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {WithdrawalRequest} from "../restaking/IEigenPod.sol";
import {ValidatorEvidence} from "./IWitness.sol";

/// @title The delegators' validators
/// @notice A validator's first deposit is its operator's: one ether, by which nobody's but its own key gives it credentials. Only when
/// those are proven to be the pod's, and the key its operator's, does ether of ours follow, straight to the deposit contract. From then on the deposit is
/// *in flight*, at par, until the pod has credited the validator; or until it is proven to leave before that, when its
/// worth is found again only in what the pod is paid.
///
/// One deposit of ours to a validator, ever. Anyone may do all that is done here.
interface INativeStake {
    event Offered(address indexed operator, bytes32 indexed pubkeyRoot);
    event Staked(uint256 indexed index, bytes32 indexed pubkeyRoot, uint256 assets);
    event Landed(uint256 indexed index, bytes32 indexed pubkeyRoot, uint256 assets);
    event WrittenOff(uint256 indexed index, bytes32 indexed pubkeyRoot, uint256 assets);

    /// @param assets wei that the requests bring, if the beacon chain does as it is asked.
    event WithdrawalsAsked(uint256 indexed index, uint256 assets);

    error OnlySpread(address caller);

    /// @notice Make the delegator's pod first.
    error NoPod(uint256 index);
    error WrongCredentials(bytes32 pubkeyRoot, bytes32 credentials);

    /// @notice The validator has more than its first deposit, is known to the pod, slashed or leaving; or the evidence is of another.
    error ValidatorUnfit(bytes32 pubkeyRoot);
    error AlreadyStaked(bytes32 pubkeyRoot);

    /// @notice The delegator's operator hasn't said that the key is its own. It does so by `offer`.
    error NotOffered(bytes32 pubkeyRoot);
    error AmountOutOfBounds(uint256 assets, uint256 minimum, uint256 maximum);
    error NotInFlight(bytes32 pubkeyRoot);

    /// @notice A deposit is in flight, and the pod's last checkpoint is less than an hour old. Start one from `from` on.
    error CheckpointTooSoon(uint256 index, uint256 from);
    error TooManyFlights(uint256 index, uint256 maximum);

    /// @notice The validator has less than what was sent to it. Prove its credentials when all has arrived.
    error NotArrived(bytes32 pubkeyRoot);

    /// @notice The delegator needs `wanted` wei more: a request for `asked` wei takes more than that, or more of the validator than it
    /// needs to.
    error NotWanted(uint256 wanted, uint256 asked);

    /// @notice Of what the validator has above 32 ETH, `left` gwei weren't asked for in the last seven days.
    error ExceedsBalance(bytes32 pubkeyRoot, uint256 asked, uint256 left);

    /// @notice A part has `least` gwei or more: an ether, or all that is needed.
    error PartTooSmall(bytes32 pubkeyRoot, uint256 asked, uint256 least);

    /// @notice A part was asked for before. Ask for the whole from `until` on.
    error AskedLately(bytes32 pubkeyRoot, uint256 until);

    function createPod(uint256 index) external returns (address pod);

    /// @notice Starts a checkpoint of the delegator's pod; while a deposit is in flight, at most one an hour.
    function startCheckpoint(uint256 index, bool revertIfNoBalance) external;

    /// @param call to one of the pod's two functions that prove credentials.
    function verifyCredentials(uint256 index, bytes calldata call) external;

    /// @notice An operator's word that these keys are its own: no others' validators are topped up.
    function offer(bytes32[] calldata pubkeyRoots) external;

    function offered(address operator, bytes32 pubkeyRoot) external view returns (bool);

    /// @notice Tops a validator up whose key the delegator's operator has offered.
    /// @param assets wei, whole ether.
    function stake(uint256 index, bytes calldata pubkey, uint256 assets, ValidatorEvidence calldata evidence) external;

    /// @notice Forgets flights that the pod has credited: they don't count from that moment anyway.
    function land(uint256 index) external;

    /// @notice The validator was slashed, or is leaving, before the pod knew it. All of the flight is booked as lost, though most of it
    /// will be paid to the pod and vest then: whoever holds the key can bring that about, and nobody else.
    function writeOff(uint256 index, ValidatorEvidence calldata evidence) external;

    /// @notice Asks the beacon chain for what the delegator has queued and its pod lacks. The value pays the system contract's fee; what
    /// is left of it comes back.
    /// @param requests of the pod's active validators: for a part of what the pod last knew of above 32 ETH, or, by an amount of 0, for
    /// the whole, where that part wouldn't be enough. Together no more than is `needed`, but for the last one's whole.
    function requestWithdrawal(uint256 index, WithdrawalRequest[] calldata requests) external payable;

    /// @return assets wei that are in flight, the operators' first deposits included.
    function inFlight(uint256 index) external view returns (uint256 assets);

    /// @return wei of beacon ether that the delegator has queued, as last counted, less what its pod has and what was asked for lately
    /// and hasn't come.
    function needed(uint256 index) external view returns (uint256);

    /// @return seconds: what is known of the delegator's validators is known from then on; now, if there are none.
    function provenAt(uint256 index) external view returns (uint256);
    function spread() external view returns (address);
}
