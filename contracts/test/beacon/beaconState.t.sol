// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ILayouts, Layout, PendingDeposit, StateProof, Validator} from "../../src/interfaces/IBeacon.sol";
import {BeaconState} from "../../src/beacon/BeaconState.sol";
import {Layouts} from "../../src/beacon/Layouts.sol";
import {Multiproof} from "../../src/beacon/Multiproof.sol";
import {Fixtures} from "./Fixtures.sol";
import {BeaconStateProver} from "./Provers.sol";

contract BeaconStateTest is Fixtures {
    uint256 private constant VALIDATORS = 317;

    BeaconStateProver private _prover;

    function setUp() public {
        _prover = new BeaconStateProver(_layouts());
    }

    // -- What it accepts: real states of both forks ------------------------------------------------------------------

    function test_anchor_acceptsElectraAndFulu() public view {
        string[2] memory forks = ["electra", "fulu"];
        for (uint256 i; i < forks.length; ++i) {
            StateFixture memory fixture = _state(forks[i]);
            Layout memory layout = _prover.state(fixture.blockRoot, fixture.proof);
            assertEq(layout.fromSlot, fixture.layout.fromSlot, "PROOF-3");
        }
    }

    function test_verifyValidators_acceptsEverySetOfBothForks() public view {
        string[2] memory forks = ["electra", "fulu"];
        for (uint256 i; i < forks.length; ++i) {
            StateFixture memory f = _state(forks[i]);
            for (uint256 j; j < f.validators.length; ++j) {
                ValidatorCase memory c = f.validators[j];
                _prover.validators(f.blockRoot, f.proof, c.indices, c.validators, c.siblings);
                if (c.indices.length == 1) {
                    _prover.validator(f.blockRoot, f.proof, c.indices[0], c.validators[0], c.siblings);
                }
            }
        }
    }

    function test_verifyBalances_acceptsEverySetOfBothForks_andReadsTheBalances() public view {
        string[2] memory forks = ["electra", "fulu"];
        for (uint256 i; i < forks.length; ++i) {
            StateFixture memory f = _state(forks[i]);
            for (uint256 j; j < f.balances.length; ++j) {
                BalanceCase memory c = f.balances[j];
                _prover.balances(f.blockRoot, f.proof, c.indices, c.chunks, c.siblings);
                for (uint256 k; k < c.balances.length; ++k) {
                    uint256 index = 4 * c.indices[k / 4] + k % 4;
                    assertEq(_prover.balanceIn(c.chunks[k / 4], index), c.balances[k], "PROOF-4");
                }
            }
        }
    }

    function test_verifyPendingDeposits_acceptsEverySetOfBothForks() public view {
        string[2] memory forks = ["electra", "fulu"];
        for (uint256 i; i < forks.length; ++i) {
            StateFixture memory f = _state(forks[i]);
            for (uint256 j; j < f.deposits.length; ++j) {
                DepositCase memory c = f.deposits[j];
                _prover.pendingDeposits(f.blockRoot, f.proof, c.indices, c.deposits, c.siblings);
                if (c.indices.length == 1) {
                    _prover.pendingDeposit(f.blockRoot, f.proof, c.indices[0], c.deposits[0], c.siblings);
                }
            }
        }
    }

    function test_hasNoPendingDeposits_onlyOfAnEmptyList() public view {
        StateFixture memory without = _state("fuluWithoutDeposits");
        assertTrue(_prover.hasNoPendingDeposits(without.blockRoot, without.proof), "PROOF-6");
        StateFixture memory with = _state("fulu");
        assertTrue(!_prover.hasNoPendingDeposits(with.blockRoot, with.proof), "PROOF-6");
    }

    // -- Forks -------------------------------------------------------------------------------------------------------

    function test_anchor_refusesAForkThatHasNoLayout() public {
        StateFixture memory f = _state("unknownFork");

        vm.expectRevert(abi.encodeWithSelector(BeaconState.WrongFork.selector, bytes4(0x07000000), bytes4(0x06000000)));
        _prover.state(f.blockRoot, f.proof);
    }

    function test_anchor_refusesAnUnknownForkThatPosesAsAKnownOne() public {
        StateFixture memory f = _state("unknownFork");
        f.proof.currentVersion = 0x06000000;

        vm.expectPartialRevert(Multiproof.WrongRoot.selector);
        _prover.state(f.blockRoot, f.proof);
    }

    function test_anchor_refusesAStateFromBeforeTheFirstLayout() public {
        StateFixture memory f = _state("electra");
        Layout[] memory rows = new Layout[](1);
        rows[0] = _state("fulu").layout;
        BeaconStateProver later = new BeaconStateProver(new Layouts(0, 100, address(this), rows));

        vm.expectRevert(abi.encodeWithSelector(ILayouts.UnknownLayout.selector, f.proof.header.slot));
        later.state(f.blockRoot, f.proof);
    }

    function test_anchor_refusesAStateOfAForkWhoseLayoutStartsTooEarlyOrTooLate() public {
        Layout[] memory rows = new Layout[](2);
        rows[0] = _state("electra").layout;
        rows[1] = _state("fulu").layout;
        StateFixture memory electra = _state("electra");
        StateFixture memory fulu = _state("fulu");

        rows[1].fromSlot = electra.proof.header.slot;
        BeaconStateProver early = new BeaconStateProver(new Layouts(0, 100, address(this), rows));
        vm.expectRevert(abi.encodeWithSelector(BeaconState.WrongFork.selector, bytes4(0x05000000), bytes4(0x06000000)));
        early.state(electra.blockRoot, electra.proof);

        rows[1].fromSlot = fulu.proof.header.slot + 1;
        BeaconStateProver late = new BeaconStateProver(new Layouts(0, 100, address(this), rows));
        vm.expectRevert(abi.encodeWithSelector(BeaconState.WrongFork.selector, bytes4(0x06000000), bytes4(0x05000000)));
        late.state(fulu.blockRoot, fulu.proof);
    }

    function test_anchor_refusesALayoutWithAMovedField() public {
        StateFixture memory f = _state("fulu");
        Layout[] memory rows = new Layout[](1);
        rows[0] = f.layout;
        rows[0].pendingDepositsField += 1;
        BeaconStateProver moved = new BeaconStateProver(new Layouts(0, 100, address(this), rows));

        vm.expectPartialRevert(Multiproof.WrongRoot.selector);
        moved.state(f.blockRoot, f.proof);
    }

    // -- Roots -------------------------------------------------------------------------------------------------------

    function test_anchor_refusesAnyRootButTheHeaders() public {
        StateFixture memory f = _state("fulu");
        bytes32[4] memory pins = [bytes32(0), f.proof.header.stateRoot, f.proof.header.parentRoot, ~f.blockRoot];
        for (uint256 i; i < pins.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(BeaconState.WrongBlockRoot.selector, f.blockRoot, pins[i]));
            _prover.state(pins[i], f.proof);
        }
    }

    function test_anchor_refusesTheStateOfAnotherBlock() public {
        StateFixture memory f = _state("fulu");
        StateFixture memory g = _state("fuluWithoutDeposits");
        g.proof.header = f.proof.header;

        vm.expectPartialRevert(Multiproof.WrongRoot.selector);
        _prover.state(f.blockRoot, g.proof);
    }

    // -- Places in a list --------------------------------------------------------------------------------------------

    /// @dev The length's half of the tree holds no elements, and what isn't a list of elements must not pass for one.
    function test_verify_refusesPlacesInTheHalfOfTheLength() public {
        StateFixture memory f = _state("fulu");
        ValidatorCase memory v = f.validators[0];
        BalanceCase memory b = f.balances[0];
        DepositCase memory d = f.deposits[0];

        v.indices[0] = 1 << 40;
        vm.expectRevert(abi.encodeWithSelector(BeaconState.BeyondList.selector, v.indices[0], uint256(1) << 40));
        _prover.validators(f.blockRoot, f.proof, v.indices, v.validators, v.siblings);
        vm.expectRevert(abi.encodeWithSelector(BeaconState.BeyondList.selector, v.indices[0], uint256(1) << 40));
        _prover.validator(f.blockRoot, f.proof, v.indices[0], v.validators[0], v.siblings);

        b.indices[0] = 1 << 38;
        vm.expectRevert(abi.encodeWithSelector(BeaconState.BeyondList.selector, b.indices[0], uint256(1) << 38));
        _prover.balances(f.blockRoot, f.proof, b.indices, b.chunks, b.siblings);

        d.indices[0] = 1 << 27;
        vm.expectRevert(abi.encodeWithSelector(BeaconState.BeyondList.selector, d.indices[0], uint256(1) << 27));
        _prover.pendingDeposits(f.blockRoot, f.proof, d.indices, d.deposits, d.siblings);
        vm.expectRevert(abi.encodeWithSelector(BeaconState.BeyondList.selector, d.indices[0], uint256(1) << 27));
        _prover.pendingDeposit(f.blockRoot, f.proof, d.indices[0], d.deposits[0], d.siblings);
    }

    /// @dev The length is a leaf one level down: its neighbour is the data's root.
    function test_verify_refusesTheLengthAndInnerNodesAsLeaves() public {
        StateFixture memory f = _state("fulu");
        uint256[] memory indices = new uint256[](1);
        bytes32[] memory leaves = new bytes32[](1);
        BalanceCase memory b = f.balances[0];

        // The parent of the first two chunks, with the siblings that are left above it.
        leaves[0] = sha256(abi.encodePacked(b.chunks[0], b.siblings[0]));
        bytes32[] memory above = new bytes32[](b.siblings.length - 1);
        for (uint256 i; i < above.length; ++i) {
            above[i] = b.siblings[i + 1];
        }
        vm.expectRevert(abi.encodeWithSelector(Multiproof.WrongSiblings.selector, 38, 39));
        _prover.balances(f.blockRoot, f.proof, indices, leaves, above);

        leaves[0] = bytes32(uint256(VALIDATORS) << 248 | uint256(VALIDATORS >> 8) << 240);
        vm.expectRevert(abi.encodeWithSelector(Multiproof.WrongSiblings.selector, 1, 39));
        _prover.balances(f.blockRoot, f.proof, indices, leaves, new bytes32[](1));
    }

    /// @dev Why a balance proves nothing for an index that isn't known to exist: whoever asks must have seen its validator.
    function test_verifyBalances_beyondTheEndProvesZeros() public view {
        StateFixture memory f = _state("fulu");
        uint256[] memory indices = new uint256[](1);
        indices[0] = 1000;

        _prover.balances(f.blockRoot, f.proof, indices, new bytes32[](1), f.beyond.siblings);
    }

    /// @dev And why that is enough: beyond the end no container of a validator can be shown, not even one of zeros.
    function test_verifyValidators_beyondTheEndProvesNothing() public {
        StateFixture memory f = _state("fulu");
        ValidatorCase memory last = f.validators[1];
        assertEq(last.indices[0], VALIDATORS - 1, "PROOF-5");
        Validator memory nobody;

        vm.expectPartialRevert(Multiproof.WrongRoot.selector);
        _prover.validator(f.blockRoot, f.proof, VALIDATORS, nobody, last.siblings);
        vm.expectPartialRevert(Multiproof.WrongRoot.selector);
        _prover.validator(f.blockRoot, f.proof, VALIDATORS, last.validators[0], last.siblings);
    }

    function test_verify_refusesOnePartOfTheStateAsAnother() public {
        StateFixture memory f = _state("fulu");
        (f.proof.validatorsRoot, f.proof.balancesRoot) = (f.proof.balancesRoot, f.proof.validatorsRoot);

        vm.expectPartialRevert(Multiproof.WrongRoot.selector);
        _prover.state(f.blockRoot, f.proof);
    }

    function test_verify_refusesUnequalLengths() public {
        StateFixture memory f = _state("fulu");
        ValidatorCase memory v = f.validators[3];

        vm.expectRevert(abi.encodeWithSelector(Multiproof.LeavesMismatch.selector, 5, 0));
        _prover.validators(f.blockRoot, f.proof, v.indices, new Validator[](0), v.siblings);
        vm.expectRevert(Multiproof.NoLeaves.selector);
        _prover.pendingDeposits(f.blockRoot, f.proof, new uint256[](0), new PendingDeposit[](0), new bytes32[](0));
    }
}
