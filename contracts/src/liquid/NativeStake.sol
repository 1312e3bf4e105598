// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {FixedPointMathLib as Math} from "solady/utils/FixedPointMathLib.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {Validator} from "../interfaces/IBeacon.sol";
import {IDepositContract} from "../interfaces/IExternal.sol";
import {INativeStake} from "../interfaces/liquid/INativeStake.sol";
import {IOperatorDelegator} from "../interfaces/liquid/IOperatorDelegator.sol";
import {ISpread} from "../interfaces/liquid/ISpread.sol";
import {IWitness, ValidatorEvidence} from "../interfaces/liquid/IWitness.sol";
import {IEigenPod, ValidatorInfo, ValidatorStatus, WithdrawalRequest} from "../interfaces/restaking/IEigenPod.sol";
import {IEigenPodManager} from "../interfaces/restaking/IEigenPodManager.sol";
import {Guard} from "../vault/Guard.sol";
import {BPS} from "../vault/types/Books.sol";

/// @title The delegators' validators
/// @dev `inFlight` asks the pod for each flight, so a credit and the end of its flight are one moment, whoever looks.
contract NativeStake is INativeStake, Guard {
    using SafeCast for uint256;
    using SafeTransferLib for address;

    uint256 private constant ETHER = 0;
    uint256 private constant WEI_PER_GWEI = 1e9;
    uint64 private constant FAR_FUTURE = type(uint64).max;
    uint256 private constant PREDEPOSIT = 1 ether;
    /// @dev With the first deposit, the least that a validator is activated with, and the most that it earns on.
    uint256 private constant MIN_STAKE = 31 ether;
    uint256 private constant MAX_STAKE = 2047 ether;
    uint256 private constant MAX_FLIGHTS = 16;
    /// @dev Less of a deposit than this part, and it isn't ours that the pod has credited.
    uint256 private constant ARRIVED_BPS = 9500;
    /// @dev gwei that a validator keeps, short of a whole exit.
    uint256 private constant KEPT = 32e9;
    uint256 private constant LEAST_PART = 1e9; // gwei
    /// @dev In a week, what is asked of the beacon chain has come or was ignored.
    uint256 private constant WEEK = 7 days;

    struct Flight {
        bytes32 pubkeyRoot;
        uint96 assets; // wei
    }

    /// @dev Of a delegator's validators. One slot.
    struct Asked {
        uint96 due; // wei that the pod will ever have had when all of it has come
        uint32 week;
        uint64 thisWeek; // gwei
        uint64 lastWeek; // gwei
    }

    /// @dev Of one validator, in a week that begins with the first request.
    struct AskedOf {
        uint64 since; // seconds
        uint64 amount; // gwei
    }

    address public immutable spread;
    IWitness private immutable witness;
    IDepositContract private immutable depositContract;
    IEigenPodManager private immutable pods;

    mapping(address operator => mapping(bytes32 pubkeyRoot => bool)) public offered;
    mapping(uint256 index => Flight[]) private _flights;
    mapping(uint256 index => uint256) private _verifiedAt; // seconds: validators came to a pod without any
    mapping(bytes32 pubkeyRoot => bool) private _staked;
    mapping(uint256 index => Asked) private _asked;
    mapping(bytes32 pubkeyRoot => AskedOf) private _askedOf;

    constructor(address spread_, address witness_, address depositContract_, address pods_) {
        spread = spread_;
        witness = IWitness(witness_);
        depositContract = IDepositContract(depositContract_);
        pods = IEigenPodManager(pods_);
    }

    /// @dev From the spread, on its way to the deposit contract; from delegators, what a fee left.
    receive() external payable {}

    // -- Pods --------------------------------------------------------------------------------------------------------

    function createPod(uint256 index) external guarded returns (address) {
        return _delegator(index).createPod();
    }

    /// @dev Credentials are proven by a root that is newer than the last checkpoint: whoever is on the way has an hour for that.
    function startCheckpoint(uint256 index, bool revertIfNoBalance) external guarded {
        if (_flights[index].length != 0) {
            uint256 from = _pod(index).lastCheckpointTimestamp() + 1 hours;
            if (block.timestamp < from) revert CheckpointTooSoon(index, from);
        }
        _delegator(index).startCheckpoint(revertIfNoBalance);
    }

    function verifyCredentials(uint256 index, bytes calldata call) external guarded {
        // Both functions begin with the timestamp of their root.
        if (_pod(index).activeValidatorCount() == 0) _verifiedAt[index] = uint64(bytes8(call[28:36]));
        _delegator(index).verifyCredentials(call);
        _land(index);
        ISpread(spread).sync(index);
    }

    function offer(bytes32[] calldata pubkeyRoots) external {
        for (uint256 i; i < pubkeyRoots.length; ++i) {
            offered[msg.sender][pubkeyRoots[i]] = true;
            emit Offered(msg.sender, pubkeyRoots[i]);
        }
    }

    // -- Flights -----------------------------------------------------------------------------------------------------

    function stake(uint256 index, bytes calldata pubkey, uint256 assets, ValidatorEvidence calldata evidence)
        external
        guarded
    {
        // Whole ether: a pod credits the effective balance.
        if (assets < MIN_STAKE || assets > MAX_STAKE || assets % 1 ether != 0) {
            revert AmountOutOfBounds(assets, MIN_STAKE, MAX_STAKE);
        }
        bytes32 pubkeyRoot = witness.pubkeyRoot(pubkey);
        bytes32 credentials = _admit(index, pubkeyRoot, evidence.validator);
        witness.verify(evidence);

        _land(index);
        if (_flights[index].length == MAX_FLIGHTS) revert TooManyFlights(index, MAX_FLIGHTS);
        _flights[index].push(Flight(pubkeyRoot, (assets + PREDEPOSIT).toUint96()));
        _staked[pubkeyRoot] = true;

        emit Staked(index, pubkeyRoot, assets);

        ISpread(spread).fund(index, assets, PREDEPOSIT);
        bytes32 root = witness.topUpRoot(pubkey, credentials, uint64(assets / WEI_PER_GWEI));
        depositContract.deposit{value: assets}(pubkey, abi.encodePacked(credentials), new bytes(96), root);
    }

    /// @dev Compounding credentials only: one validator can hold as much as 64 others.
    function _admit(uint256 index, bytes32 pubkeyRoot, Validator calldata validator)
        private
        view
        returns (bytes32 credentials)
    {
        IEigenPod pod = _pod(index);
        credentials = bytes32(bytes1(0x02)) | bytes32(uint256(uint160(address(pod))));
        if (validator.withdrawalCredentials != credentials) {
            revert WrongCredentials(pubkeyRoot, validator.withdrawalCredentials);
        }
        if (_staked[pubkeyRoot]) revert AlreadyStaked(pubkeyRoot);
        // Anyone can point a validator at a pod. Whose key it is, only the operator can say.
        (, address operator,) = ISpread(spread).delegatorAt(index);
        if (!offered[operator][pubkeyRoot]) revert NotOffered(pubkeyRoot);
        bool fit = validator.pubkeyRoot == pubkeyRoot && !validator.slashed && validator.exitEpoch == FAR_FUTURE
            && validator.activationEpoch == FAR_FUTURE && validator.effectiveBalance == PREDEPOSIT / WEI_PER_GWEI
            && pod.validatorStatus(pubkeyRoot) == ValidatorStatus.INACTIVE;
        if (!fit) revert ValidatorUnfit(pubkeyRoot);
    }

    function land(uint256 index) external guarded {
        _land(index);
    }

    function _land(uint256 index) private {
        Flight[] storage flights = _flights[index];
        for (uint256 place = flights.length; place != 0; --place) {
            Flight memory flight = flights[place - 1];
            ValidatorInfo memory info = _pod(index).validatorPubkeyHashToInfo(flight.pubkeyRoot);
            if (info.status == ValidatorStatus.INACTIVE) continue;
            // Who brings a validator to life with less can't have the rest of ours forgotten on its way.
            uint256 credited = info.restakedBalanceGwei * WEI_PER_GWEI;
            if (credited < flight.assets * ARRIVED_BPS / BPS) revert NotArrived(flight.pubkeyRoot);
            _end(flights, place - 1);
            emit Landed(index, flight.pubkeyRoot, flight.assets);
        }
    }

    function _end(Flight[] storage flights, uint256 place) private {
        flights[place] = flights[flights.length - 1];
        flights.pop();
    }

    function writeOff(uint256 index, ValidatorEvidence calldata evidence) external guarded {
        (bytes32 pubkeyRoot, Validator calldata validator) = (evidence.validator.pubkeyRoot, evidence.validator);
        if (!validator.slashed && validator.exitEpoch == FAR_FUTURE) revert ValidatorUnfit(pubkeyRoot);
        witness.verify(evidence);

        Flight[] storage flights = _flights[index];
        for (uint256 place; place < flights.length; ++place) {
            Flight memory flight = flights[place];
            if (flight.pubkeyRoot != pubkeyRoot) continue;
            _end(flights, place);
            emit WrittenOff(index, pubkeyRoot, flight.assets);
            ISpread(spread).sync(index);
            return;
        }
        revert NotInFlight(pubkeyRoot);
    }

    // -- Back --------------------------------------------------------------------------------------------------------

    function requestWithdrawal(uint256 index, WithdrawalRequest[] calldata requests) external payable guarded {
        ISpread(spread).sync(index);
        uint256 wanted = needed(index);
        uint256 asked;
        for (uint256 i; i < requests.length; ++i) {
            asked += _ask(_pod(index), requests[i], Math.zeroFloorSub(wanted, asked));
        }
        _expect(index, asked);

        emit WithdrawalsAsked(index, asked);

        _delegator(index).requestWithdrawal{value: msg.value}(requests);
        msg.sender.safeTransferETH(address(this).balance);
    }

    /// @return wei that the request brings.
    function _ask(IEigenPod pod, WithdrawalRequest calldata request, uint256 wanted) private returns (uint256) {
        bytes32 pubkeyRoot = witness.pubkeyRoot(request.pubkey);
        ValidatorInfo memory info = pod.validatorPubkeyHashToInfo(pubkeyRoot);
        if (info.status != ValidatorStatus.ACTIVE) revert ValidatorUnfit(pubkeyRoot);
        AskedOf memory before = _askedOf[pubkeyRoot];
        if (block.timestamp >= before.since + WEEK) before = AskedOf(uint64(block.timestamp), 0);
        uint256 above = Math.zeroFloorSub(info.restakedBalanceGwei, KEPT);

        uint256 amount = request.amountGwei;
        if (amount == 0) {
            amount = info.restakedBalanceGwei;
            // The beacon chain ignores it while a part is on its way; and a part that is enough leaves the validator where it is.
            if (before.amount != 0) revert AskedLately(pubkeyRoot, before.since + WEEK);
            if (wanted <= above * WEI_PER_GWEI) revert NotWanted(wanted, amount * WEI_PER_GWEI);
        } else {
            uint256 left = Math.zeroFloorSub(above, before.amount);
            if (amount > left) revert ExceedsBalance(pubkeyRoot, amount, left);
            uint256 most = Math.divUp(wanted, WEI_PER_GWEI);
            if (amount > most) revert NotWanted(wanted, amount * WEI_PER_GWEI);
            // A crumb would keep the whole from being asked for.
            uint256 least = Math.min(LEAST_PART, most);
            if (amount < least) revert PartTooSmall(pubkeyRoot, amount, least);
        }
        before.amount += uint64(amount);
        _askedOf[pubkeyRoot] = before;
        return amount * WEI_PER_GWEI;
    }

    function _expect(uint256 index, uint256 assets) private {
        uint256 had = _had(index);
        Asked memory a = _asked[index];
        (uint256 thisWeek, uint256 lastWeek) = _lately(a);
        // After two weeks without a request nothing is expected any more.
        uint256 due = thisWeek + lastWeek == 0 ? had : Math.max(a.due, had);
        _asked[index] = Asked({
            due: (due + assets).toUint96(),
            week: uint32(block.timestamp / WEEK),
            thisWeek: (thisWeek + assets / WEI_PER_GWEI).toUint64(),
            lastWeek: uint64(lastWeek)
        });
    }

    /// @return thisWeek gwei. @return lastWeek gwei.
    function _lately(Asked memory a) private view returns (uint256 thisWeek, uint256 lastWeek) {
        uint256 week = block.timestamp / WEEK;
        if (week == a.week) return (a.thisWeek, a.lastWeek);
        if (week == a.week + 1) return (0, a.thisWeek);
    }

    /// @dev wei that the pod ever had: what is there, and what it paid.
    function _had(uint256 index) private view returns (uint256) {
        return address(_pod(index)).balance + ISpread(spread).paidBy(index);
    }

    // -- Views -------------------------------------------------------------------------------------------------------

    function inFlight(uint256 index) external view returns (uint256 assets) {
        Flight[] storage flights = _flights[index];
        for (uint256 i; i < flights.length; ++i) {
            if (_pod(index).validatorStatus(flights[i].pubkeyRoot) == ValidatorStatus.INACTIVE) {
                assets += flights[i].assets;
            }
        }
    }

    function needed(uint256 index) public view returns (uint256) {
        Asked memory a = _asked[index];
        (uint256 thisWeek, uint256 lastWeek) = _lately(a);
        uint256 coming = Math.min((thisWeek + lastWeek) * WEI_PER_GWEI, Math.zeroFloorSub(a.due, _had(index)));
        uint256 queued = ISpread(spread).holdingOf(index, ETHER).queued;
        return Math.zeroFloorSub(queued, address(_pod(index)).balance + coming);
    }

    function provenAt(uint256 index) external view returns (uint256) {
        address pod = pods.ownerToPod(address(_delegator(index)));
        if (pod == address(0) || IEigenPod(pod).activeValidatorCount() == 0) return block.timestamp;
        return Math.max(IEigenPod(pod).lastCheckpointTimestamp(), _verifiedAt[index]);
    }

    function _pod(uint256 index) private view returns (IEigenPod) {
        address pod = pods.ownerToPod(address(_delegator(index)));
        if (pod == address(0)) revert NoPod(index);
        return IEigenPod(pod);
    }

    function _delegator(uint256 index) private view returns (IOperatorDelegator) {
        (address delegator,,) = ISpread(spread).delegatorAt(index);
        return IOperatorDelegator(delegator);
    }
}
