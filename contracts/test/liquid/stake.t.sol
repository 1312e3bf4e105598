// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {PendingDeposit, Validator} from "../../src/interfaces/IBeacon.sol";
import {INativeStake} from "../../src/interfaces/liquid/INativeStake.sol";
import {IWitness, ValidatorEvidence} from "../../src/interfaces/liquid/IWitness.sol";
import {ICairnEigenPod} from "../../src/interfaces/restaking/IEigenPod.sol";
import {SystemContracts} from "../beacon/SystemContracts.sol";
import {BeaconChain} from "../staking/BeaconChain.sol";
import {Scene} from "./Scene.sol";

contract LiquidStakeTest is Scene {
    uint64 private constant ONE_ETHER = 1e9; // gwei

    BeaconChain private chain;
    address private pod;
    uint64 private slot;
    uint64 private parent;
    mapping(uint64 slot => uint64) private timeAfter;

    function setUp() public override {
        super.setUp();
        chain = new BeaconChain();
        chain.setChurn(1_000_000e9);
        slot = uint64((vm.getBlockTimestamp() - GENESIS) / 12) + 1;
        vm.warp(GENESIS + 12 * slot);
        _mine(1);
        _deposit(alice, 100 ether);
        pod = native.createPod(0);
        _predeposit(1, pod);
        bytes32[] memory keys = new bytes32[](2);
        (keys[0], keys[1]) = (_hash(1), _hash(2));
        vm.prank(operators[0]);
        native.offer(keys);
    }

    function test_stake_topsUpAProvenValidatorAndCountsItAtPar() public {
        uint256 before = _price();
        native.stake(0, _pubkey(1), 31 ether, _evidence(1));
        assertEq(native.inFlight(0), 32 ether, "NAV-8");
        assertEq(spread.holdingOf(0, ETHER).units, 32 ether, "NAV-8");
        assertEq(vault.idle(), 70 ether, "NAV-8");
        // The operator's own ether bought shares at the rate.
        assertEq(_worth(vault.balanceOf(operators[0])), 1 ether, "NAV-8");
        assertEq(_price(), before, "NAV-8");
        _assertBooked();
    }

    /// @dev Incident of the pods: native stake is never counted twice, whoever is first to prove it.
    function test_verifyCredentials_theFlightEndsWhereTheCreditBegins() public {
        native.stake(0, _pubkey(1), 31 ether, _evidence(1));
        uint256 before = spread.booked();
        _arrive(1, 31 * ONE_ETHER);
        _verify(1);
        assertEq(native.inFlight(0), 0, "NAV-8");
        assertEq(spread.holdingOf(0, ETHER).units, 32 ether, "NAV-8");
        assertEq(spread.booked(), before, "NAV-8");
        _assertBooked();
    }

    /// @dev Finding 32: a first deposit of someone else's decides the credentials.
    function test_incident32_noEtherFollowsForeignCredentials() public {
        _predeposit(2, stranger);
        ValidatorEvidence memory evidence = _evidence(2);
        vm.expectPartialRevert(INativeStake.WrongCredentials.selector);
        native.stake(0, _pubkey(2), 31 ether, evidence);
    }

    /// @dev Anyone can point a validator at our pod; its key stays its own.
    function test_stake_onlyKeysThatTheOperatorOffered() public {
        _predeposit(3, pod);
        ValidatorEvidence memory evidence = _evidence(3);
        vm.expectRevert(abi.encodeWithSelector(INativeStake.NotOffered.selector, _hash(3)));
        native.stake(0, _pubkey(3), 31 ether, evidence);
        bytes32[] memory keys = new bytes32[](1);
        keys[0] = _hash(3);
        vm.prank(operators[1]);
        native.offer(keys);
        vm.expectRevert(abi.encodeWithSelector(INativeStake.NotOffered.selector, _hash(3)));
        native.stake(0, _pubkey(3), 31 ether, evidence);
        vm.prank(operators[0]);
        native.offer(keys);
        native.stake(0, _pubkey(3), 31 ether, evidence);
        assertEq(native.inFlight(0), 32 ether, "NAV-8");
    }

    function test_stake_onceAValidator() public {
        ValidatorEvidence memory evidence = _evidence(1);
        native.stake(0, _pubkey(1), 31 ether, evidence);
        vm.expectPartialRevert(INativeStake.AlreadyStaked.selector);
        native.stake(0, _pubkey(1), 31 ether, evidence);
    }

    function test_stake_notOnOldEvidence() public {
        ValidatorEvidence memory evidence = _evidence(1);
        vm.warp(vm.getBlockTimestamp() + 1 hours + 12);
        vm.expectPartialRevert(IWitness.ProofTooOld.selector);
        native.stake(0, _pubkey(1), 31 ether, evidence);
    }

    function test_stake_notOneGweiThatIsFalse() public {
        ValidatorEvidence memory evidence = _evidence(1);
        evidence.validator.activationEligibilityEpoch = 5;
        vm.expectRevert();
        native.stake(0, _pubkey(1), 31 ether, evidence);
    }

    /// @dev A validator that is slashed before the pod knows it can't be verified any more: it is worth nothing until it is paid out.
    function test_writeOff_aSlashedFlightCountsNothing() public {
        native.stake(0, _pubkey(1), 31 ether, _evidence(1));
        _arrive(1, 31 * ONE_ETHER);
        chain.slash(_index(1), slot / 32);
        _mine(1);
        (uint256 before,) = vault.rate();
        native.writeOff(0, _evidence(1));
        (uint256 left,) = vault.rate();
        assertEq(before - left, 32 ether, "NAV-8");
        assertEq(native.inFlight(0), 0, "NAV-8");
        _assertBooked();
    }

    function test_writeOff_notOfAHealthyValidator() public {
        native.stake(0, _pubkey(1), 31 ether, _evidence(1));
        ValidatorEvidence memory evidence = _evidence(1);
        vm.expectPartialRevert(INativeStake.ValidatorUnfit.selector);
        native.writeOff(0, evidence);
    }

    // -- The beacon chain --------------------------------------------------------------------------------------------

    function _mine(uint64 slots) private {
        bytes32 root = chain.seal(slot);
        parent = slot;
        slot += slots;
        vm.warp(GENESIS + 12 * slot);
        vm.roll(vm.getBlockNumber() + slots);
        timeAfter[parent] = uint64(GENESIS + 12 * slot);
        vm.prank(SystemContracts.SYSTEM);
        (bool ok,) = ROOTS.call(abi.encode(root));
        assertTrue(ok, "a system contract answers the system");
    }

    function _predeposit(uint256 key, address withdrawsTo) private {
        _beaconDeposit(key, ONE_ETHER, bytes32(bytes1(0x02)) | bytes32(uint256(uint160(withdrawsTo))));
        _mine(1);
    }

    function _arrive(uint256 key, uint64 amount) private {
        _beaconDeposit(key, amount, 0);
        chain.updateEffectiveBalances();
        chain.activate(_index(key), slot / 32);
        _mine(1);
    }

    function _beaconDeposit(uint256 key, uint64 amount, bytes32 credentials) private {
        chain.deposit(PendingDeposit(_hash(key), credentials, amount, keccak256(abi.encode(key, amount)), 0));
        chain.processDeposits(slot / 32, slot);
    }

    function _evidence(uint256 key) private view returns (ValidatorEvidence memory evidence) {
        (Validator[] memory validators, bytes32[] memory siblings) = chain.proveValidators(parent, _list(_index(key)));
        evidence.timestamp = timeAfter[parent];
        evidence.state = chain.proveState(parent);
        evidence.index = _index(key);
        evidence.validator = validators[0];
        evidence.siblings = siblings;
    }

    function _verify(uint256 key) private {
        ValidatorEvidence memory evidence = _evidence(key);
        uint40[] memory indices = new uint40[](1);
        indices[0] = uint40(evidence.index);
        Validator[] memory validators = new Validator[](1);
        validators[0] = evidence.validator;
        native.verifyCredentials(
            0,
            abi.encodeCall(
                ICairnEigenPod.verifyCredentialsMultiproof,
                (evidence.timestamp, evidence.state, indices, validators, evidence.siblings)
            )
        );
    }

    function _list(uint256 element) private pure returns (uint256[] memory list) {
        list = new uint256[](1);
        list[0] = element;
    }

    function _pubkey(uint256 key) private pure returns (bytes memory) {
        return abi.encodePacked(keccak256(abi.encode("pubkey", key)), bytes16(keccak256(abi.encode("end", key))));
    }

    function _hash(uint256 key) private pure returns (bytes32) {
        return sha256(abi.encodePacked(_pubkey(key), bytes16(0)));
    }

    function _index(uint256 key) private view returns (uint40) {
        return chain.memberBy(_hash(key)).index;
    }
}
