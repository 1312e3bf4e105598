// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {FixedPointMathLib as Math} from "solady/utils/FixedPointMathLib.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {Validator} from "../interfaces/IBeacon.sol";
import {IDepositContract} from "../interfaces/IExternal.sol";
import {ILiquidVault} from "../interfaces/ILiquidVault.sol";
import {IOperatorDelegator} from "../interfaces/liquid/IOperatorDelegator.sol";
import {IRateAdapter} from "../interfaces/liquid/IRateAdapter.sol";
import {IRestakedEther} from "../interfaces/liquid/IRestakedEther.sol";
import {IRiskPolicy} from "../interfaces/liquid/IRiskPolicy.sol";
import {SpreadParameters} from "../interfaces/liquid/ISpread.sol";
import {IWitness, ValidatorEvidence} from "../interfaces/liquid/IWitness.sol";
import {SignatureWithExpiry} from "../interfaces/restaking/IDelegationManager.sol";
import {IEigenPod, ValidatorStatus} from "../interfaces/restaking/IEigenPod.sol";
import {BPS} from "../vault/types/Books.sol";
import {Rounds} from "./Rounds.sol";

/// @title The way in
/// @dev A deposit waits here, whoever made it; a second step, which anyone takes, brings it to a delegator that has room by its weight
/// and that the policy admits.
abstract contract Routes is Rounds {
    using SafeCast for uint256;
    using SafeTransferLib for address;

    uint256 private constant WEI_PER_GWEI = 1e9;
    uint64 private constant FAR_FUTURE = type(uint64).max;
    /// @dev With the predeposit, the least that a validator is activated with, and the most that it earns on.
    uint256 private constant MIN_STAKE = 31 ether;
    uint256 private constant MAX_STAKE = 2047 ether;

    IWitness private immutable witness;
    IDepositContract private immutable depositContract;

    mapping(bytes32 pubkeyRoot => bool) private _staked;

    constructor(SpreadParameters memory p) {
        witness = IWitness(p.witness);
        depositContract = IDepositContract(p.depositContract);
    }

    // -- Entering ----------------------------------------------------------------------------------------------------

    function deposit(uint256 asset, uint256 units, address receiver, uint256 minShares, uint256 deadline)
        external
        guarded
        returns (uint256 shares)
    {
        if (block.timestamp > deadline) revert DeadlinePassed(deadline);
        AssetOf memory of_ = _token(asset);
        IRateAdapter(of_.adapter).checkDoor();
        uint256 worth = IRateAdapter(of_.adapter).toAssetsDown(units);
        Sum memory sum = _sums[asset];
        uint256 room = Math.zeroFloorSub(of_.capWei, sum.booked);
        if (worth > room) revert DoorClosed(asset, worth, room);

        // What the haircut takes is found by the next appraisal, and vests.
        uint256 assets = worth * (BPS - of_.haircutBps) / BPS;
        (sum.waiting, sum.booked) = ((sum.waiting + units).toUint96(), (sum.booked + assets).toUint96());
        _sums[asset] = sum;
        shares = IRestakedEther(vault).credit(receiver, assets, minShares);

        emit Deposited(msg.sender, receiver, asset, units, assets);

        of_.token.safeTransferFrom(msg.sender, address(this), units);
    }

    // -- Onwards -----------------------------------------------------------------------------------------------------

    function delegate(uint256 index, SignatureWithExpiry calldata approval, bytes32 salt) external guarded {
        Delegator memory delegator = _delegator(index);
        IOperatorDelegator(delegator.account).delegate(approval, salt);
        _measure(index);
        _appraiseAll();

        emit Delegated(index, delegator.operator, delegator.account);
    }

    function route(uint256 index, uint256 asset, uint256 units) external guarded {
        AssetOf memory of_ = _token(asset);
        if (units == 0) revert ZeroUnits();
        // First what there is, so that no room is granted by what was.
        _measure(index);
        _appraiseAll();
        uint256 waiting = _sums[asset].waiting;
        if (units > waiting) revert ExceedsWaiting(asset, units, waiting);
        _checkRoom(index, asset, units, _bookedOf(asset, units));

        address account = _delegator(index).account;
        _sums[asset].waiting = (waiting - units).toUint96();
        of_.token.safeTransfer(account, units);
        IOperatorDelegator(account).depositInto(of_.strategy, of_.token, units);
        _measure(index);
        _appraise(asset);

        emit Routed(index, asset, units);
    }

    function roomFor(uint256 index, uint256 asset) public view returns (uint256) {
        Sum memory sum = _sums[asset];
        uint256 all = uint256(sum.units) + sum.waiting;
        if (asset == ETHER) all += ILiquidVault(vault).stakeable();
        uint256 target = all * _delegator(index).weight / weights;
        return Math.zeroFloorSub(target, _holdings[index][asset].units);
    }

    function _checkRoom(uint256 index, uint256 asset, uint256 units, uint256 assets) private view {
        // Who isn't delegated would earn nothing there, and be slashed by nobody.
        if (!delegation.isDelegated(_delegator(index).account)) revert Breached(index);
        uint256 room = roomFor(index, asset);
        if (units > room) revert ExceedsRoom(index, asset, units, room);
        if (!IRiskPolicy(policy).admits(index, assets)) revert Breached(index);
    }

    // -- Native stake ------------------------------------------------------------------------------------------------

    function stake(uint256 index, bytes calldata pubkey, uint256 assets, ValidatorEvidence calldata evidence)
        external
        guarded
    {
        if (assets < MIN_STAKE || assets > MAX_STAKE || assets % WEI_PER_GWEI != 0) {
            revert AmountOutOfBounds(assets, MIN_STAKE, MAX_STAKE);
        }
        bytes32 pubkeyRoot = witness.pubkeyRoot(pubkey);
        if (pubkeyRoot != evidence.validator.pubkeyRoot) revert ValidatorUnfit(pubkeyRoot);
        witness.verify(evidence);
        _checkRoom(index, ETHER, assets, assets);

        bytes32 credentials = _admit(index, pubkeyRoot, evidence.validator);
        if (_flights[index].length == MAX_FLIGHTS) revert TooManyFlights(index, MAX_FLIGHTS);
        _flights[index].push(Flight(pubkeyRoot, (assets + PREDEPOSIT).toUint96()));
        _staked[pubkeyRoot] = true;
        _sums[ETHER].booked = (_sums[ETHER].booked + assets + PREDEPOSIT).toUint96();

        emit Staked(index, pubkeyRoot, assets);

        // The operator paid the first deposit, and the proof shows that it is the pod's.
        IRestakedEther(vault).credit(_delegators[index].operator, PREDEPOSIT, 0);
        IRestakedEther(vault).stake(assets);
        bytes32 root = witness.topUpRoot(pubkey, credentials, uint64(assets / WEI_PER_GWEI));
        depositContract.deposit{value: assets}(pubkey, abi.encodePacked(credentials), new bytes(96), root);
        _measure(index);
        _appraise(ETHER);
    }

    function _admit(uint256 index, bytes32 pubkeyRoot, Validator calldata validator)
        private
        view
        returns (bytes32 credentials)
    {
        address pod = pods.ownerToPod(_delegator(index).account);
        credentials = bytes32(bytes1(0x02)) | bytes32(uint256(uint160(pod)));
        if (validator.withdrawalCredentials != credentials || pod == address(0)) {
            revert WrongCredentials(pubkeyRoot, validator.withdrawalCredentials);
        }
        if (_staked[pubkeyRoot]) revert AlreadyStaked(pubkeyRoot);
        bool fit = !validator.slashed && validator.exitEpoch == FAR_FUTURE && validator.activationEpoch == FAR_FUTURE
            && validator.effectiveBalance == PREDEPOSIT / WEI_PER_GWEI
            && IEigenPod(pod).validatorStatus(pubkeyRoot) == ValidatorStatus.INACTIVE;
        if (!fit) revert ValidatorUnfit(pubkeyRoot);
    }

    function writeOff(uint256 index, ValidatorEvidence calldata evidence) external guarded {
        _delegator(index);
        (bytes32 pubkeyRoot, Validator calldata validator) = (evidence.validator.pubkeyRoot, evidence.validator);
        if (!validator.slashed && validator.exitEpoch == FAR_FUTURE) revert ValidatorUnfit(pubkeyRoot);
        witness.verify(evidence);

        Flight[] storage flights = _flights[index];
        for (uint256 i; i < flights.length; ++i) {
            if (flights[i].pubkeyRoot != pubkeyRoot) continue;
            emit WrittenOff(index, pubkeyRoot, flights[i].assets);
            _endFlight(index, i);
            _measure(index);
            _appraise(ETHER);
            return;
        }
        revert NotInFlight(pubkeyRoot);
    }
}
