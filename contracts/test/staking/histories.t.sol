// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {PendingDeposit, Validator} from "../../src/interfaces/IBeacon.sol";
import {IValidatorRegistry} from "../../src/interfaces/IValidatorRegistry.sol";
import {BeaconChain} from "./BeaconChain.sol";
import {World} from "./World.sol";

/// @dev Random histories, and two ways to know better than the contracts what a checkpoint has to find: *what there is*, read
/// from the pinned state and from the balances at the opening; and *what happened*, every reward, penalty and gift as it
/// was dealt out. Deposits, top-ups, exits, payouts must show up in neither.
contract HistoriesTest is World {
    uint256 private constant STEPS = 90;
    uint256 private constant KEYS = 6;

    uint256 private _seed;
    uint256 private _registered;
    uint256 private _proven;
    bool private _slashedOne;

    // What happened, gwei, up to the state of `parent`; in this block; and given to the registry directly.
    int256 private _sealed;
    int256 private _fresh;
    int256 private _gifts;

    // At the newest opening, and at the one of the newest finished checkpoint.
    int256 private _dealtAtOpen;
    int256 private _dealtAtFinished;
    uint256 private _foundAtOpen; // wei
    uint256 private _movedSince; // wei
    uint256 private _finished;

    /// forge-config: default.fuzz.runs = 12
    function testFuzz_histories_findWhatThereIsAndWhatHappened(uint256 seed) public {
        emit log_named_uint("seed", seed);
        _seed = seed;
        chain.setNextIndex(uint40(1_000_000 + _random(8)));
        _stakeRandomly(200 ether);
        for (uint256 i; i < STEPS; ++i) {
            _step();
        }

        // However it went, it can be brought to an end.
        chain.setChurn(100_000e9);
        _mineOn(32 * 300);
        _mineOn(1);
        // A deposit that is later than all of ours, and an epoch for those of leaving validators to be put behind it.
        _foreign(slot);
        chain.setChurn(0);
        _mineOn(32);
        _mineOn(1);
        if (registry.checkpoint().open) _mineOn(301);
        _openNow();
        for (uint256 i; i < 20 && registry.checkpoint().open; ++i) {
            _settleFlights();
            _proveSome();
        }
        assertTrue(!registry.checkpoint().open, "CKPT-5");
        assertTrue(_finished != 0, "a history has a checkpoint");
    }

    function _step() private {
        uint256 dice = _random(100);
        if (dice < 8) _stakeRandomly(1 ether + _random(120) * 1e18);
        else if (dice < 14) _tryRegister();
        else if (dice < 22) _tryProveCredentials();
        else if (dice < 32) _tryTopUp();
        else if (dice < 36) _gift();
        else if (dice < 40) _foreign(_random(4) == 0 ? 0 : slot);
        else if (dice < 50) _reward();
        else if (dice < 53) _exit();
        else if (dice < 55) _slash();
        else if (dice < 60) _payOutSome();
        else if (dice < 66) _openIfDue();
        else if (dice < 72) _proveSome();
        else if (dice < 78) _settleFlights();
        else if (dice < 80) _leave();
        else if (dice < 82) _tryRetire();
        else if (dice < 84) chain.setChurn(uint64(_random(5) * 40e9));
        else if (dice < 97) _mineOn(uint64(1 + _random(40)));
        else if (dice < 99) _mineOn(uint64(32 * (1 + _random(20))));
        else _mineOn(32 * 262);
    }

    // -- What there is, what happened --------------------------------------------------------------------------------

    function _openIfDue() private {
        if (block.timestamp >= registry.dueAt()) _openNow();
    }

    function _openNow() private {
        if (block.timestamp < registry.dueAt()) _mineOn(uint64((registry.dueAt() - block.timestamp + 11) / 12));
        uint256 execution = address(vault).balance + address(registry).balance;

        _open();

        _foundAtOpen = execution + (_ours(pinned) + _underway(pinned)) * 1e9;
        _dealtAtOpen = _sealed + _gifts;
        _movedSince = 0;
    }

    /// @dev gwei that validators of the set hold in the state of `at`.
    function _ours(uint64 at) private view returns (uint256 sum) {
        BeaconChain.State memory state = chain.stateAt(at);
        for (uint256 id; id < _proven; ++id) {
            IValidatorRegistry.Record memory record = registry.validatorOf(id);
            if (record.status != IValidatorRegistry.Status.Proven) continue;
            for (uint256 i; i < state.members.length; ++i) {
                if (state.members[i].index == record.beaconIndex) sum += state.members[i].balance;
            }
        }
    }

    /// @dev gwei of ours that have left the vault and are on no validator in the state of `at`.
    function _underway(uint64 at) private view returns (uint256 sum) {
        IValidatorRegistry.Flight[] memory flights = registry.flights();
        for (uint256 i; i < flights.length; ++i) {
            if (flights[i].slot > at || _placeOf(flights[i].id, at) != type(uint256).max) sum += flights[i].amount;
        }
    }

    /// @dev Runs what may finish the checkpoint, and holds the result against both.
    modifier mayFinish() {
        bool wasOpen = registry.checkpoint().open;
        uint256 before = vault.snapshot().backing;
        _;
        if (wasOpen && !registry.checkpoint().open) {
            uint256 backing = vault.snapshot().backing;
            assertEq(backing, _foundAtOpen + _movedSince, "CKPT-1: what there is");
            int256 happened = (_dealtAtOpen - _dealtAtFinished) * 1e9;
            assertTrue(int256(backing) - int256(before) == happened, "CKPT-1: what happened");
            _dealtAtFinished = _dealtAtOpen;
            ++_finished;
        }
    }

    function _mineOn(uint64 slots) private {
        uint256 given = chain.given();
        _sealed += _fresh;
        _mine(slots);
        _fresh = int256(chain.given() - given);
    }

    // -- What people do ----------------------------------------------------------------------------------------------

    function _stakeRandomly(uint256 assets) private {
        if (block.timestamp > vault.snapshot().provenAt + 2 days) return;
        _stake(_random(2) == 0 ? alice : bob, assets);
        _movedSince += assets;
    }

    function _leave() private {
        uint256 shares = vault.balanceOf(alice) / 8;
        if (shares < 0.01 ether) return;
        vm.prank(alice);
        vault.requestRedeem(shares, alice, alice);
        if (registry.checkpoint().open) return;
        // Refused more often than not; what it pays is accounted for on both sides.
        try vault.fill(type(uint256).max) {} catch {}
    }

    function _tryRegister() private {
        if (_registered < KEYS) _register(++_registered);
    }

    function _tryProveCredentials() private {
        uint256 key = _proven + 1;
        if (key > _registered || !chain.isKnown(_pubkeyRoot(key))) return;
        if (block.timestamp > vault.snapshot().provenAt + 2 days) return;
        if (parent < _enteredAt(key)) return;
        try this.proveCredentialsOf(key) {
            ++_proven;
            _movedSince += 1 ether;
        } catch {}
    }

    function proveCredentialsOf(uint256 key) external {
        _proveCredentials(key);
    }

    function _tryTopUp() private {
        if (_proven == 0) return;
        uint256 id = _random(_proven);
        uint256 room = vault.stakeable() / 1e9;
        uint64 amount = uint64(31e9 + _random(90e9));
        if (room < amount) return;
        try this.topUpOf(id, amount) {} catch {}
    }

    function topUpOf(uint256 id, uint64 amount) external {
        _topUp(id, amount);
    }

    function _tryRetire() private {
        if (_proven == 0) return;
        uint256 id = _random(_proven);
        if (parent < _enteredAt(id + 1)) return;
        try this.retireOf(id) {} catch {}
    }

    function retireOf(uint256 id) external {
        _retire(id);
    }

    // -- What the chain does -----------------------------------------------------------------------------------------

    function _reward() private {
        if (_proven == 0) return;
        uint256 id = _random(_proven);
        Validator memory validator = chain.memberBy(_pubkeyRoot(id + 1)).validator;
        if (validator.withdrawableEpoch <= slot / 32) return;
        uint64 balance = chain.memberBy(_pubkeyRoot(id + 1)).balance;
        int64 change = int64(uint64(_random(0.2e9))) - 0.08e9;
        if (int64(balance) + change < 0) return;
        chain.addBalance(_index(id), change);
        _fresh += change;
    }

    function _gift() private {
        uint64 amount = uint64(1e9 + _random(3e9));
        if (_proven == 0 || _random(3) == 0) {
            vm.deal(address(registry), address(registry).balance + uint256(amount) * 1e9);
            _gifts += int64(amount);
            return;
        }
        bytes32 pubkeyRoot = _pubkeyRoot(1 + _random(_proven));
        if (registry.statusOf(pubkeyRoot) == IValidatorRegistry.Status.Retired) return;
        chain.deposit(PendingDeposit(pubkeyRoot, bytes32(0), amount, chain.GIFT(), slot));
    }

    function _foreign(uint64 at) private {
        chain.deposit(
            PendingDeposit(keccak256(abi.encode(_random(1e9))), bytes32(0), uint64(1e9 + _random(60e9)), 0, at)
        );
    }

    function _exit() private {
        if (_proven < 2) return;
        uint256 id = _random(_proven);
        if (_isUnshown(id)) return;
        chain.exit(_index(id), slot / 32 + 5);
    }

    function _slash() private {
        if (_proven < 2 || _slashedOne) return;
        uint256 id = _random(_proven);
        BeaconChain.Member memory member = chain.memberBy(_pubkeyRoot(id + 1));
        if (member.validator.withdrawableEpoch <= slot / 32 || member.balance < 1e9 || _isUnshown(id)) return;
        _slashedOne = true;
        chain.slash(_index(id), slot / 32);
        _fresh -= int64(member.validator.effectiveBalance / 4096);
    }

    /// @dev A landing has to be shown at a state of before the exit, while there is a root of it: these provers may miss that, and
    /// then only the withdrawable epoch, weeks later, brings a checkpoint to its end.
    function _isUnshown(uint256 id) private view returns (bool) {
        IValidatorRegistry.Record memory record = registry.validatorOf(id);
        if (record.inFlight == 0) return false;
        PendingDeposit[] memory pending = chain.pendingDeposits();
        for (uint256 i; i < pending.length; ++i) {
            if (pending[i].pubkeyRoot == record.pubkeyRoot && pending[i].slot == _flightOf(id).slot) return false;
        }
        return _flightOf(id).slot != slot;
    }

    /// @dev What is withdrawable goes out whole, others lose what they have above their stake.
    function _payOutSome() private {
        for (uint256 id; id < _proven; ++id) {
            BeaconChain.Member memory member = chain.memberBy(_pubkeyRoot(id + 1));
            if (member.validator.withdrawableEpoch <= slot / 32) {
                if (registry.validatorOf(id).status == IValidatorRegistry.Status.Retired) continue;
                _payOut(id, member.balance);
            } else if (member.balance > 40e9 && _random(3) == 0) {
                _payOut(id, uint64(1e9 + _random(7e9)));
            }
        }
    }

    // -- What provers do, honest or not ------------------------------------------------------------------------------

    function _proveSome() private mayFinish {
        IValidatorRegistry.Checkpoint memory it = registry.checkpoint();
        if (!it.open) return;
        if (it.remaining == 0) return _proveNothing();

        uint32 first = uint32(_random(it.validators));
        while (_isDone(first, it.number)) first = (first + 1) % it.validators;
        uint32 count = 1;
        uint256 wish = 1 + _random(4);
        while (count < wish && first + count < it.validators && !_isDone(first + count, it.number)) ++count;
        _prove(first, count);
    }

    function _isDone(uint256 id, uint256 number) private view returns (bool) {
        IValidatorRegistry.Record memory record = registry.validatorOf(id);
        return record.checkpoint == number || record.status == IValidatorRegistry.Status.Retired;
    }

    /// @dev Tries every evidence on every flight, at the pin and elsewhere: what isn't so has to be refused.
    function _settleFlights() private {
        IValidatorRegistry.Flight[] memory flights = registry.flights();
        bool isOpen = registry.checkpoint().open;
        for (uint256 i; i < flights.length; ++i) {
            uint256 id = flights[i].id;
            uint64 at = isOpen ? pinned : parent;
            bool pending = flights[i].slot <= at && _placeOf(id, at) != type(uint256).max;
            if (isOpen && pending && _random(4) != 0) _tryWaiting(id);
            if (_tryArrived(id, at)) assertTrue(!pending && flights[i].slot <= at, "FLIGHT-1");
        }
    }

    function _tryWaiting(uint256 id) private mayFinish {
        if (!registry.checkpoint().open) return;
        try this.proveWaitingOf(id) {} catch {}
    }

    function proveWaitingOf(uint256 id) external {
        _proveWaiting(id);
    }

    function _tryArrived(uint256 id, uint64 at) private mayFinish returns (bool accepted) {
        if (at < _enteredAt(id + 1)) return false;
        try this.proveArrivedOf(id, at) {
            accepted = true;
        } catch {}
    }

    function proveArrivedOf(uint256 id, uint64 at) external {
        _proveArrived(id, at);
    }

    // -- Inside ------------------------------------------------------------------------------------------------------

    /// @dev The first state that knows the validator of `key`, at most.
    function _enteredAt(uint256 key) private view returns (uint64) {
        BeaconChain.State memory state = chain.stateAt(parent);
        for (uint256 i; i < state.members.length; ++i) {
            if (state.members[i].validator.pubkeyRoot == _pubkeyRoot(key)) return 0;
        }
        return type(uint64).max;
    }

    function _random(uint256 below) private returns (uint256) {
        _seed = uint256(keccak256(abi.encode(_seed)));
        return _seed % below;
    }
}
