// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IDepositSignature, PendingDeposit, StateProof, Validator} from "../../src/interfaces/IBeacon.sol";
import {ILiquidVault} from "../../src/interfaces/ILiquidVault.sol";
import {IValidatorRegistry} from "../../src/interfaces/IValidatorRegistry.sol";
import {RegistryParameters} from "../../src/staking/types/Parameters.sol";
import {ParameterOutOfBounds} from "../../src/vault/types/Parameters.sol";
import {World} from "./World.sol";

contract RegisterTest is World {
    IDepositSignature.Points private _points;

    // -- Registered --------------------------------------------------------------------------------------------------

    function test_register_makesThePredepositWithOurCredentials() public {
        _register(1);
        _mine(1);

        PendingDeposit[] memory pending = chain.pendingDeposits();
        assertEq(pending.length, 1, "VAL-1");
        assertEq(pending[0].pubkeyRoot, _pubkeyRoot(1), "VAL-1");
        assertEq(pending[0].withdrawalCredentials, registry.withdrawalCredentials(), "VAL-1");
        assertEq(pending[0].amount, 1e9, "VAL-1");
        assertTrue(registry.statusOf(_pubkeyRoot(1)) == IValidatorRegistry.Status.Registered, "VAL-1");
        assertEq(registry.withdrawalCredentials(), bytes32(uint256(2) << 248 | uint160(address(registry))), "VAL-1");
    }

    function test_register_isTheCuratorsAlone() public {
        vm.deal(alice, 1 ether);
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, alice));
        vm.prank(alice);
        registry.register{value: 1 ether}(_pubkey(1), new bytes(96), _points, 1);
    }

    function test_register_takesOneEtherExactly() public {
        vm.deal(curator, 2 ether);
        for (uint256 value = 1 ether - 1; value <= 1 ether + 1; value += 2) {
            vm.expectRevert(abi.encodeWithSelector(IValidatorRegistry.WrongPredeposit.selector, value, 1 ether));
            vm.prank(curator);
            registry.register{value: value}(_pubkey(1), new bytes(96), _points, 1);
        }
    }

    function test_register_takesAPubkeyOnceForEver() public {
        _add(1);
        vm.deal(curator, 1 ether);

        vm.expectRevert(abi.encodeWithSelector(IValidatorRegistry.PubkeyTaken.selector, _pubkeyRoot(1)));
        vm.prank(curator);
        registry.register{value: 1 ether}(_pubkey(1), new bytes(96), _points, 2);
    }

    function test_register_wantsThePubkeysSignature() public {
        signatures.set(true);
        vm.deal(curator, 1 ether);
        vm.expectRevert(abi.encodeWithSelector(IDepositSignature.InvalidDepositSignature.selector));
        vm.prank(curator);
        registry.register{value: 1 ether}(_pubkey(1), new bytes(96), _points, 1);
    }

    function test_register_spendsNothingOfWhatWaitsHere() public {
        vm.deal(address(registry), 7 ether);
        _register(1);
        assertEq(address(registry).balance, 7 ether, "SWEEP-1");
    }

    // -- Proven ------------------------------------------------------------------------------------------------------

    function test_proveCredentials_paysTheDepositorInSharesAtTheRate() public {
        _stake(alice, 10 ether);
        uint256 id = _add(1);

        assertEq(id, 0, "VAL-2");
        assertEq(vault.balanceOf(curator), 1 ether, "VAL-2");
        assertEq(vault.snapshot().outside, 1 ether, "VAL-2");
        assertEq(vault.snapshot().backing, 12 ether, "VAL-2");
        IValidatorRegistry.Record memory record = registry.validatorOf(id);
        assertTrue(record.status == IValidatorRegistry.Status.Proven, "VAL-2");
        assertEq(record.operator, 1, "VAL-2");
        assertEq(record.pubkeyRoot, _pubkeyRoot(1), "VAL-2");
        assertEq(record.balance, 1e9, "VAL-2");
        assertEq(record.checkpoint, 0, "VAL-2");
        assertTrue(registry.statusOf(_pubkeyRoot(1)) == IValidatorRegistry.Status.Proven, "VAL-2");
    }

    function test_proveCredentials_worksOnce() public {
        _add(1);
        (StateProof memory state, uint40 index, Validator memory validator, bytes32[] memory siblings) = _proof(1);

        vm.expectRevert(
            abi.encodeWithSelector(
                IValidatorRegistry.UnexpectedStatus.selector, _pubkeyRoot(1), IValidatorRegistry.Status.Proven
            )
        );
        registry.proveCredentials(timeAfter[parent], state, index, validator, siblings);
    }

    function test_proveCredentials_wantsARegistration() public {
        chain.deposit(PendingDeposit(_pubkeyRoot(9), registry.withdrawalCredentials(), 32e9, 0, slot));
        _mineEpochs(3);
        _mine(1);
        (StateProof memory state, uint40 index, Validator memory validator, bytes32[] memory siblings) = _proof(9);

        vm.expectRevert(
            abi.encodeWithSelector(
                IValidatorRegistry.UnexpectedStatus.selector, _pubkeyRoot(9), IValidatorRegistry.Status.None
            )
        );
        registry.proveCredentials(timeAfter[parent], state, index, validator, siblings);
    }

    function test_proveCredentials_refusesAnyOtherCredentials() public {
        bytes32[4] memory others = [
            bytes32(0),
            bytes32(uint256(1) << 248 | uint160(address(registry))),
            bytes32(uint256(2) << 248 | uint160(address(registry)) | 1 << 160),
            bytes32(uint256(2) << 248 | uint160(address(vault)))
        ];
        for (uint256 key = 1; key <= 4; ++key) {
            // Whoever deposits first decides.
            chain.deposit(PendingDeposit(_pubkeyRoot(key), others[key - 1], 1e9, 0, slot));
            _enter(key);
            (StateProof memory state, uint40 index, Validator memory validator, bytes32[] memory siblings) = _proof(key);

            vm.expectRevert(abi.encodeWithSelector(IValidatorRegistry.WrongCredentials.selector, others[key - 1]));
            registry.proveCredentials(timeAfter[parent], state, index, validator, siblings);
        }
        assertEq(vault.snapshot().outside, 0, "VAL-3");
    }

    function test_proveCredentials_refusesOneThatIsLeaving() public {
        _enter(1);
        uint40 index = chain.memberBy(_pubkeyRoot(1)).index;
        chain.exit(index, slot / 32 + 5);
        _mine(1);
        (StateProof memory state,, Validator memory validator, bytes32[] memory siblings) = _proof(1);

        vm.expectRevert(abi.encodeWithSelector(IValidatorRegistry.ValidatorExiting.selector, index));
        registry.proveCredentials(timeAfter[parent], state, index, validator, siblings);
    }

    function test_proveCredentials_refusesASlashedOne() public {
        _enter(1);
        uint40 index = chain.memberBy(_pubkeyRoot(1)).index;
        chain.slash(index, slot / 32);
        _mine(1);
        (StateProof memory state,, Validator memory validator, bytes32[] memory siblings) = _proof(1);

        vm.expectRevert(abi.encodeWithSelector(IValidatorRegistry.ValidatorSlashed.selector, index));
        registry.proveCredentials(timeAfter[parent], state, index, validator, siblings);
    }

    function test_proveCredentials_wantsAStateOfTheLastHour() public {
        _enter(1);
        uint64 at = parent;
        (StateProof memory state, uint40 index, Validator memory validator, bytes32[] memory siblings) = _proof(1);
        _mine(300);
        registry.proveCredentials(timeAfter[at], state, index, validator, siblings);

        _enter(2);
        at = parent;
        (state, index, validator, siblings) = _proof(2);
        _mine(301);
        vm.expectRevert(
            abi.encodeWithSelector(
                IValidatorRegistry.RootOutOfRange.selector, timeAfter[at], block.timestamp - 1 hours, block.timestamp
            )
        );
        registry.proveCredentials(timeAfter[at], state, index, validator, siblings);

        vm.expectRevert(
            abi.encodeWithSelector(
                IValidatorRegistry.RootOutOfRange.selector,
                block.timestamp + 1,
                block.timestamp - 1 hours,
                block.timestamp
            )
        );
        registry.proveCredentials(uint64(block.timestamp + 1), state, index, validator, siblings);
    }

    function test_proveCredentials_waitsForAFreshRate() public {
        _enter(1);
        _sleep(3 days);
        (StateProof memory state, uint40 index, Validator memory validator, bytes32[] memory siblings) = _proof(1);

        vm.expectPartialRevert(ILiquidVault.Stale.selector);
        registry.proveCredentials(timeAfter[parent], state, index, validator, siblings);
    }

    // -- Parameters --------------------------------------------------------------------------------------------------

    function test_constructor_hasBounds() public {
        RegistryParameters memory p = _parameters();
        p.vault = address(0);
        _expectBounds("vault", 0, 1, type(uint160).max, p);
        p = _parameters();
        p.layouts = address(0);
        _expectBounds("layouts", 0, 1, type(uint160).max, p);
        p = _parameters();
        p.depositSignature = address(0);
        _expectBounds("depositSignature", 0, 1, type(uint160).max, p);
        p = _parameters();
        p.depositContract = address(0);
        _expectBounds("depositContract", 0, 1, type(uint160).max, p);
        p = _parameters();
        p.genesisTime = uint64(block.timestamp + 1);
        _expectBounds("genesisTime", p.genesisTime, 1, block.timestamp, p);
        p.genesisTime = 0;
        _expectBounds("genesisTime", 0, 1, block.timestamp, p);
        p = _parameters();
        p.checkpointInterval = 1 hours - 1;
        _expectBounds("checkpointInterval", p.checkpointInterval, 1 hours, 1 days, p);
        p.checkpointInterval = 1 days + 1;
        _expectBounds("checkpointInterval", p.checkpointInterval, 1 hours, 1 days, p);
        p = _parameters();
        p.minTopUp = 1e9 - 1;
        _expectBounds("minTopUp", p.minTopUp, 1e9, 1024e9, p);
        p.minTopUp = 1024e9 + 1;
        _expectBounds("minTopUp", p.minTopUp, 1e9, 1024e9, p);
    }

    function test_constructor_wantsACurator() public {
        RegistryParameters memory p = _parameters();
        p.curator = address(0);
        bytes memory code = _registryCode(p);
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableInvalidOwner.selector, address(0)));
        _create(code);
    }

    function _expectBounds(
        string memory name,
        uint256 value,
        uint256 minimum,
        uint256 maximum,
        RegistryParameters memory p
    ) private {
        bytes memory code = _registryCode(p);
        vm.expectRevert(abi.encodeWithSelector(ParameterOutOfBounds.selector, name, value, minimum, maximum));
        _create(code);
    }

    function _proof(uint256 key)
        private
        view
        returns (StateProof memory state, uint40 index, Validator memory validator, bytes32[] memory siblings)
    {
        state = chain.proveState(parent);
        index = chain.memberBy(_pubkeyRoot(key)).index;
        (validator, siblings) = _proofOf(index, parent);
    }
}
