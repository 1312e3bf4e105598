// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {PendingDeposit, StateProof, Validator} from "../../src/interfaces/IBeacon.sol";
import {IStakedEther} from "../../src/interfaces/IStakedEther.sol";
import {IValidatorRegistry} from "../../src/interfaces/IValidatorRegistry.sol";
import {World} from "./World.sol";

contract TopUpTest is World {
    uint256 private _id;

    function setUp() public override {
        super.setUp();
        _stake(alice, 990 ether);
        _id = _add(1);
        _mine(1);
    }

    function test_topUp_sendsIdleEtherToTheValidator() public {
        uint256 idle = vault.idle();
        _topUp(_id, 100e9);
        _mine(1);

        assertEq(vault.idle(), idle - 100 ether, "EXIT-2");
        assertEq(vault.snapshot().outside, 101 ether, "CKPT-3");
        PendingDeposit[] memory pending = chain.pendingDeposits();
        assertEq(pending[0].pubkeyRoot, _pubkeyRoot(1), "VAL-1");
        assertEq(pending[0].withdrawalCredentials, registry.withdrawalCredentials(), "VAL-1");
        assertEq(pending[0].amount, 100e9, "VAL-1");
        IValidatorRegistry.Flight[] memory flights = registry.flights();
        assertEq(flights.length, 1, "FLIGHT-2");
        assertEq(flights[0].id, _id, "FLIGHT-2");
        assertEq(flights[0].amount, 100e9, "FLIGHT-2");
        assertEq(flights[0].slot, parent, "FLIGHT-2");
        assertEq(pending[0].slot, flights[0].slot, "FLIGHT-2");
        assertEq(registry.validatorOf(_id).inFlight, 100e9, "FLIGHT-2");
    }

    function test_topUp_spendsNothingOfWhatWaitsHere() public {
        vm.deal(address(registry), 500 ether);
        _topUp(_id, 31e9);
        assertEq(address(registry).balance, 500 ether, "SWEEP-1");
    }

    function test_topUp_takesOnlyWhatNobodyIsOwed() public {
        uint256 shares = vault.balanceOf(alice);
        vm.prank(alice);
        vault.requestRedeem(shares, alice, alice);
        _expectTopUp(abi.encodeWithSelector(IStakedEther.ExceedsStakeable.selector, 31 ether, 0), 31e9);
    }

    function test_topUp_makesAValidatorWholeAndNotMoreThanWhole() public {
        // One that holds 1 ETH lacks 31 to be active and has room for 2,047.
        _expectTopUp(_outOfRange(31e9 - 1, 31e9, 2047e9), 31e9 - 1);
        _expectTopUp(_outOfRange(2047e9 + 1, 31e9, 2047e9), 2047e9 + 1);
        uint256 before = cheats.snapshotState();
        _topUp(_id, 31e9);
        cheats.revertToState(before);
        _stake(alice, 2000 ether);
        _topUp(_id, 2047e9);
        _mineEpochs(12);
        _mine(1);

        // The effective balance tells, though no checkpoint has been there.
        _proveArrived(_id, parent);
        _expectTopUp(_outOfRange(1e9, 1e9, 0), 1e9);
    }

    function test_topUp_isOneAtATime() public {
        _topUp(_id, 31e9);
        _expectTopUp(abi.encodeWithSelector(IValidatorRegistry.DepositInFlight.selector, _id), 31e9);
    }

    function test_topUp_isNotMisledByAStateFromBeforeTheLastOne() public {
        uint64 before = parent;
        _stake(alice, 2000 ether);
        _topUp(_id, 2047e9);
        chain.setChurn(4096e9);
        _mineEpochs(3);
        _mine(1);
        _proveArrived(_id, parent);

        (StateProof memory state, Validator memory validator, bytes32[] memory siblings) = _proof(before);
        bytes memory pubkey = _pubkeyOf(_id);
        vm.expectRevert(
            abi.encodeWithSelector(
                IValidatorRegistry.RootOutOfRange.selector,
                timeAfter[before],
                GENESIS + 12 * uint256(parent + 1),
                block.timestamp
            )
        );
        registry.topUp(_id, pubkey, 1e9, timeAfter[before], state, validator, siblings);
    }

    function test_topUp_wantsAStateOfTheLastHour() public {
        uint64 at = parent;
        (StateProof memory state, Validator memory validator, bytes32[] memory siblings) = _proof(at);
        bytes memory pubkey = _pubkeyOf(_id);
        _mine(301);

        vm.expectRevert(
            abi.encodeWithSelector(
                IValidatorRegistry.RootOutOfRange.selector, timeAfter[at], block.timestamp - 1 hours, block.timestamp
            )
        );
        registry.topUp(_id, pubkey, 31e9, timeAfter[at], state, validator, siblings);
    }

    function test_topUp_refusesOneThatLeaves() public {
        chain.exit(_index(_id), slot / 32 + 5);
        _mine(1);
        _expectTopUp(abi.encodeWithSelector(IValidatorRegistry.ValidatorExiting.selector, _index(_id)), 31e9);
    }

    function test_topUp_refusesOneThatWasAskedToLeave() public {
        _topUp(_id, 63e9);
        _mineEpochs(3);
        _mine(1);
        _proveArrived(_id, parent);
        chain.activate(_index(_id), slot / 32);
        _checkpoint();
        for (uint256 i; i < 7; ++i) {
            _mineEpochs(40);
        }
        _mine(1);
        _request(curator, _id, 0);
        _expectTopUp(abi.encodeWithSelector(IValidatorRegistry.ValidatorExiting.selector, _index(_id)), 31e9);
    }

    function test_topUp_refusesASlashedOne() public {
        chain.slash(_index(_id), slot / 32);
        _mine(1);
        _expectTopUp(abi.encodeWithSelector(IValidatorRegistry.ValidatorSlashed.selector, _index(_id)), 31e9);
    }

    function test_topUp_refusesAProvenSlashingAtAnEarlierState() public {
        uint64 before = parent;
        chain.slash(_index(_id), slot / 32);
        _mine(1);
        _proveSlashing(_id, parent);

        (StateProof memory state, Validator memory validator, bytes32[] memory siblings) = _proof(before);
        bytes memory pubkey = _pubkeyOf(_id);
        vm.expectRevert(abi.encodeWithSelector(IValidatorRegistry.ValidatorSlashed.selector, _index(_id)));
        registry.topUp(_id, pubkey, 31e9, timeAfter[before], state, validator, siblings);
    }

    function test_topUp_knowsItsValidator() public {
        (StateProof memory state, Validator memory validator, bytes32[] memory siblings) = _proof(parent);
        bytes memory pubkey = _pubkeyOf(_id);

        vm.expectRevert(abi.encodeWithSelector(IValidatorRegistry.WrongPubkey.selector, _id));
        registry.topUp(_id, _pubkey(2), 31e9, timeAfter[parent], state, validator, siblings);

        vm.expectRevert(abi.encodeWithSelector(IValidatorRegistry.WrongPubkey.selector, 1));
        registry.topUp(1, pubkey, 31e9, timeAfter[parent], state, validator, siblings);

        validator.pubkeyRoot = _pubkeyRoot(2);
        vm.expectRevert(abi.encodeWithSelector(IValidatorRegistry.WrongPubkey.selector, _id));
        registry.topUp(_id, pubkey, 31e9, timeAfter[parent], state, validator, siblings);
    }

    function test_topUp_holdsAtMost64Flights() public {
        chain.setChurn(4096e9);
        for (uint256 key = 2; key <= 65; ++key) {
            _register(key);
        }
        _mineEpochs(8);
        _mine(1);
        for (uint256 key = 2; key <= 65; ++key) {
            _proveCredentials(key);
        }
        _stake(alice, 20_000 ether);
        uint256 stakeable = vault.stakeable();
        for (uint256 id = 1; id <= 64; ++id) {
            _topUp(id, _least());
        }

        assertEq(registry.flights().length, 64, "FLIGHT-3");
        _expectTopUp(abi.encodeWithSelector(IValidatorRegistry.TooManyFlights.selector, 64), _least());
        assertTrue(vault.stakeable() < stakeable * 14 / 100, "FLIGHT-11");
    }

    function test_topUp_isA32ndOfWhatCanBeStakedAtLeast() public {
        _stake(alice, 9000 ether);
        uint64 least = _least();
        assertTrue(least > 300e9, "much can be staked");
        _expectTopUp(_outOfRange(31e9, least, 2047e9), 31e9);
        _expectTopUp(_outOfRange(least - 1, least, 2047e9), least - 1);
        _topUp(_id, least);
        assertEq(registry.validatorOf(_id).inFlight, least, "FLIGHT-11");
    }

    function test_topUp_mayBeSmallWhereThereIsLittleRoom() public {
        _stake(alice, 5000 ether);
        _topUp(_id, 2039e9);
        chain.setChurn(4096e9);
        _mineEpochs(3);
        _mine(1);
        _proveArrived(_id, parent);

        _expectTopUp(_outOfRange(8e9 - 1, 8e9, 8e9), 8e9 - 1);
        _topUp(_id, 8e9);
        assertEq(registry.validatorOf(_id).inFlight, 8e9, "FLIGHT-11");
    }

    function _expectTopUp(bytes memory error_, uint64 amount) private {
        (StateProof memory state, Validator memory validator, bytes32[] memory siblings) = _proof(parent);
        bytes memory pubkey = _pubkeyOf(_id);
        vm.expectRevert(error_);
        registry.topUp(_id, pubkey, amount, timeAfter[parent], state, validator, siblings);
    }

    function _least() private view returns (uint64 least) {
        least = uint64(vault.stakeable() / 32e9);
        return least < 31e9 ? 31e9 : least;
    }

    function _outOfRange(uint64 amount, uint64 minimum, uint64 maximum) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IValidatorRegistry.TopUpOutOfRange.selector, amount, minimum, maximum);
    }

    function _proof(uint64 at)
        private
        view
        returns (StateProof memory state, Validator memory validator, bytes32[] memory siblings)
    {
        state = chain.proveState(at);
        (validator, siblings) = _proofOf(_index(_id), at);
    }
}
