// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {BridgeAttester} from "../../src/avs/BridgeAttester.sol";
import {IBridgeAttester} from "../../src/interfaces/avs/IBridgeAttester.sol";
import {IService, ServiceParameters} from "../../src/interfaces/avs/IService.sol";
import {StrategyAndMultiplier} from "../../src/interfaces/restaking/IRewardsCoordinator.sol";
import {Services} from "./Services.sol";

contract AttestTest is Services {
    bytes32 internal constant ROOT = keccak256("root");
    bytes32 internal constant OTHER = keccak256("other root");

    function setUp() public override {
        super.setUp();
        _enlist(3);
    }

    function test_attest_aRootCanBeRead() public {
        IBridgeAttester.Attestation memory a = _attestation(64, ROOT);
        vm.expectEmit(address(bridge));
        emit IBridgeAttester.Attested(SOURCE, 64, ROOT, 100e18, 150e18);
        bridge.attest(a, _signatures(2, a));

        assertTrue(bridge.isAttested(SOURCE, 64), "ATTEST-1");
        vm.assertEq(bridge.rootOf(SOURCE, 64), ROOT, "ATTEST-1");
    }

    function test_attest_latestIsTheHighest() public {
        _attest(64, ROOT);
        _attest(32, OTHER);
        (uint64 number, bytes32 root) = bridge.latestOf(SOURCE);
        assertEq(number, 64, "ATTEST-1: highest");
        vm.assertEq(root, ROOT, "ATTEST-1: its root");
        (number, root) = bridge.latestOf(SOURCE + 1);
        assertEq(number, 0, "ATTEST-1: of each chain by itself");
    }

    function test_attest_theFirstRootStays() public {
        _attest(64, ROOT);
        IBridgeAttester.Attestation memory a = _attestation(64, OTHER);
        bytes[] memory signatures = _signatures(3, a);
        vm.expectRevert(abi.encodeWithSelector(IBridgeAttester.AlreadyAttested.selector, SOURCE, 64));
        bridge.attest(a, signatures);
    }

    function test_attest_zeroIsNoRoot() public {
        IBridgeAttester.Attestation memory a = _attestation(64, 0);
        bytes[] memory signatures = _signatures(3, a);
        vm.expectRevert(IBridgeAttester.RootZero.selector);
        bridge.attest(a, signatures);
    }

    function test_attest_whatDoesntCountIsPassedOverAndTwoThirdsAreNeeded() public {
        IBridgeAttester.Attestation memory a = _attestation(64, ROOT);
        bytes[] memory signatures = new bytes[](5);
        signatures[0] = _signature(0, a);
        signatures[1] = _signature(0, a);
        signatures[2] = _signature(1, _attestation(64, OTHER));
        signatures[3] = _signature(1, _attestation(65, ROOT));
        signatures[4] = "";
        vm.expectRevert(abi.encodeWithSelector(IService.NoQuorum.selector, 50e18, 150e18));
        bridge.attest(a, signatures);

        signatures[4] = _signature(1, a);
        bridge.attest(a, signatures);
        vm.assertEq(bridge.rootOf(SOURCE, 64), ROOT, "QUORUM-3");
    }

    function test_attest_untilThenThereIsNoRoot() public {
        vm.expectRevert(abi.encodeWithSelector(IBridgeAttester.NotAttested.selector, SOURCE, 64));
        bridge.rootOf(SOURCE, 64);
    }

    // -- Evidence ----------------------------------------------------------------------------------------------------

    function test_slash_twoRootsOfOneHeightAreBurnedFor() public {
        _conflict(64);
        assertEq(_magnitude(0), 0.875e18, "OFFENCE-1");

        strategyManager.clearBurnOrRedistributableShares(_setOf(bridge), 1);
        assertEq(token.balanceOf(strategyManager.DEFAULT_BURN_ADDRESS()), 12.5e18, "OFFENCE-6: burned");
    }

    function test_slash_onceForAHeight() public {
        _conflict(64);
        IBridgeAttester.Attestation memory a = _attestation(64, ROOT);
        IBridgeAttester.Attestation memory b = _attestation(64, keccak256("third"));
        (bytes memory one, bytes memory other) = (_signature(0, a), _signature(0, b));
        vm.expectRevert(
            abi.encodeWithSelector(IService.AlreadySlashed.selector, bridge.subjectOf(SOURCE, 64), _operator(0))
        );
        bridge.slash(a, one, b, other);

        _conflict(65);
        assertEq(_magnitude(0), 0.78125e18, "OFFENCE-2: another height is another offence");
    }

    function test_slash_heightsAndChainsMayDiffer() public {
        IBridgeAttester.Attestation memory a = _attestation(64, ROOT);
        IBridgeAttester.Attestation[2] memory others = [_attestation(65, OTHER), _attestation(64, OTHER)];
        others[1].sourceChainId = SOURCE + 1;
        for (uint256 i; i < 2; ++i) {
            (bytes memory one, bytes memory other) = (_signature(0, a), _signature(0, others[i]));
            vm.expectRevert(IBridgeAttester.HeightsDiffer.selector);
            bridge.slash(a, one, others[i], other);
        }
    }

    function test_slash_oneAttestationIsNoConflict() public {
        IBridgeAttester.Attestation memory a = _attestation(64, ROOT);
        bytes memory signature = _signature(0, a);
        vm.expectRevert(IService.NoConflict.selector);
        bridge.slash(a, signature, a, signature);
    }

    /// @dev One operator, slashed by both services for one lie each, of what each of them has.
    function test_slash_eachServiceTakesOfItsOwnAllocation() public {
        _conflict(64);
        _slash(0, oracle.currentRound());
        assertEq(_magnitude(0), 0.75e18, "OFFENCE-1: an eighth and an eighth");
    }

    // -- Beacon ether ------------------------------------------------------------------------------------------------

    /// @dev A set that burns may hold beacon ether beside tokens: here a share of it weighs two of the token's.
    function test_slash_beaconEtherWeighsAndIsBurnedForToo() public {
        ServiceParameters memory p = _parameters(address(0));
        bool first = BEACON_ETHER < address(strategy);
        p.strategies = new StrategyAndMultiplier[](2);
        p.strategies[first ? 0 : 1] = StrategyAndMultiplier(BEACON_ETHER, 2e18);
        p.strategies[first ? 1 : 0] = StrategyAndMultiplier(address(strategy), 1e18);
        bridge = new BridgeAttester(p);

        _register(_operator(5));
        _deposit(_operator(5), 100e18);
        _checkpoint(_operator(5), 0, 32e18);
        _allocate(_operator(5), _setOf(bridge), address(strategy), WAD / 2);
        _allocate(_operator(5), _setOf(bridge), BEACON_ETHER, WAD / 4);
        _join(5, bridge, _key(5));
        assertEq(bridge.weightOf(_operator(5)), 50e18 + 16e18, "QUORUM-2: a half and a quarter of two");

        IBridgeAttester.Attestation memory a = _attestation(64, ROOT);
        IBridgeAttester.Attestation memory b = _attestation(64, OTHER);
        bridge.slash(a, _signature(5, a), b, _signature(5, b));

        assertEq(_withdrawable(_operator(5)), 87.5e18, "OFFENCE-1: tokens");
        assertEq(_withdrawable(_operator(5), BEACON_ETHER), 30e18, "OFFENCE-1: beacon ether");
        assertEq(eigenPodManager.burnableETHShares(), 2e18, "OFFENCE-6: burned");
    }

    // -- Headers -----------------------------------------------------------------------------------------------------

    function testFuzz_readHeader_findsTheThreeRoots(bytes32 state, bytes32 transactions, bytes32 receipts) public {
        bytes memory header = _header(state, transactions, receipts);
        _attest(64, keccak256(header));

        (bytes32 s, bytes32 t, bytes32 r) = bridge.readHeader(SOURCE, 64, header);
        vm.assertEq(s, state, "ATTEST-2: state");
        vm.assertEq(t, transactions, "ATTEST-2: transactions");
        vm.assertEq(r, receipts, "ATTEST-2: receipts");
    }

    function testFuzz_readHeader_refusesAnyOtherHeader(uint256 place, uint8 change) public {
        bytes memory header = _header(ROOT, OTHER, ROOT);
        bytes32 root = keccak256(header);
        _attest(64, root);

        place = bound(place, 0, header.length - 1);
        header[place] ^= bytes1(change == 0 ? 1 : change);
        vm.expectRevert(abi.encodeWithSelector(IBridgeAttester.WrongHeader.selector, root, keccak256(header)));
        bridge.readHeader(SOURCE, 64, header);
    }

    /// @dev A header as far as the logs' bloom; what follows isn't read.
    function _header(bytes32 state, bytes32 transactions, bytes32 receipts) private pure returns (bytes memory) {
        bytes memory front = abi.encodePacked(
            hex"f90240", hex"a0", keccak256("parent"), hex"a0", keccak256("uncles"), hex"94", address(0xfee)
        );
        return
            abi.encodePacked(
                front, hex"a0", state, hex"a0", transactions, hex"a0", receipts, hex"b90100", new bytes(256)
            );
    }

    function _attest(uint64 height, bytes32 root) private {
        IBridgeAttester.Attestation memory a = _attestation(height, root);
        bridge.attest(a, _signatures(3, a));
    }

    /// @dev Operator 0 attests two roots of `height`.
    function _conflict(uint64 height) private {
        IBridgeAttester.Attestation memory a = _attestation(height, ROOT);
        IBridgeAttester.Attestation memory b = _attestation(height, OTHER);
        bridge.slash(a, _signature(0, a), b, _signature(0, b));
    }
}
