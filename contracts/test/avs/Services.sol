// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {BridgeAttester} from "../../src/avs/BridgeAttester.sol";
import {PriceOracle} from "../../src/avs/PriceOracle.sol";
import {IBridgeAttester} from "../../src/interfaces/avs/IBridgeAttester.sol";
import {IPriceOracle} from "../../src/interfaces/avs/IPriceOracle.sol";
import {IService, ServiceParameters} from "../../src/interfaces/avs/IService.sol";
import {DeregisterParams, OperatorSet, RegisterParams} from "../../src/interfaces/restaking/IAllocationManager.sol";
import {StrategyAndMultiplier} from "../../src/interfaces/restaking/IRewardsCoordinator.sol";
import {Scene} from "../restaking/Scene.sol";

/// @dev Both services over the whole layer. Operator `i` has a signing key `i`.
abstract contract Services is Scene {
    uint64 internal constant PERIOD = 1 hours;
    uint32 internal constant EVIDENCE = 10; // blocks
    uint64 internal constant SLASH = 0.25e18;
    uint256 internal constant MINIMUM = 1e18;
    uint256 internal constant BUDGET = 1000e18;
    uint256 internal constant PER_DAY = 10e18;

    uint64 internal constant SOURCE = 17;

    address internal fund = account("fund");
    PriceOracle internal oracle;
    BridgeAttester internal bridge;

    function setUp() public virtual override {
        super.setUp();
        oracle = new PriceOracle(_parameters(fund), PERIOD);
        bridge = new BridgeAttester(_parameters(address(0)));
        // A round begins.
        vm.warp((block.timestamp / PERIOD + 1) * PERIOD);
    }

    function _parameters(address recipient) internal view returns (ServiceParameters memory p) {
        p.allocationManager = address(alm);
        p.rewardsCoordinator = address(rewardsCoordinator);
        p.strategies = new StrategyAndMultiplier[](1);
        p.strategies[0] = StrategyAndMultiplier(address(strategy), 1e18);
        p.redistributionRecipient = recipient;
        p.wadToSlash = SLASH;
        p.evidenceBlocks = EVIDENCE;
        p.minimumStake = MINIMUM;
        p.budget = BUDGET;
        p.rewardsPerDay = PER_DAY;
        p.tokenName = "Service";
        p.tokenSymbol = "SRV";
    }

    // -- Operators ---------------------------------------------------------------------------------------------------

    function _operator(uint256 i) internal pure returns (address) {
        return address(uint160(0x0be1a70400000 + i));
    }

    function _key(uint256 i) internal pure returns (uint256) {
        return 0xc0ffee00 + i;
    }

    /// @dev Brings `stake`, half for each service, and registers with both.
    function _enlist(uint256 i, uint256 stake) internal {
        _bring(i, stake);
        _join(i, oracle, _key(i));
        _join(i, bridge, _key(i));
    }

    function _enlist(uint256 count) internal {
        for (uint256 i; i < count; ++i) {
            _enlist(i, 100e18);
        }
    }

    function _bring(uint256 i, uint256 stake) internal {
        _register(_operator(i));
        if (stake > 0) _deposit(_operator(i), stake);
        _allocate(_operator(i), _setOf(oracle), address(strategy), WAD / 2);
        _allocate(_operator(i), _setOf(bridge), address(strategy), WAD / 2);
    }

    function _join(uint256 i, IService service, uint256 key) internal {
        address who = _operator(i);
        bytes memory proof = _sign(key, service.keyDigest(who, vm.addr(key)));
        _joinWith(who, service, abi.encode(vm.addr(key), proof));
    }

    function _joinWith(address who, IService service, bytes memory data) internal {
        vm.prank(who);
        alm.registerForOperatorSets(who, RegisterParams(address(service), new uint32[](1), data));
    }

    function _leave(uint256 i, IService service) internal {
        vm.prank(_operator(i));
        alm.deregisterFromOperatorSets(DeregisterParams(_operator(i), address(service), new uint32[](1)));
    }

    function _setOf(IService service) internal pure returns (OperatorSet memory) {
        return OperatorSet(address(service), 0);
    }

    function _magnitude(uint256 i) internal view returns (uint256) {
        return alm.getMaxMagnitude(_operator(i), address(strategy));
    }

    // -- Statements --------------------------------------------------------------------------------------------------

    function _sign(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function _report(uint256 i, uint64 round, uint128 value) internal view returns (IPriceOracle.Report memory) {
        return IPriceOracle.Report(value, _sign(_key(i), oracle.reportDigest(round, value)));
    }

    /// @dev Operators 0 to `count` report the same.
    function _reports(uint256 count, uint64 round, uint128 value)
        internal
        view
        returns (IPriceOracle.Report[] memory reports)
    {
        reports = new IPriceOracle.Report[](count);
        for (uint256 i; i < count; ++i) {
            reports[i] = _report(i, round, value);
        }
    }

    /// @dev Operator `i` says two things about `round`.
    function _slash(uint256 i, uint64 round) internal returns (uint256) {
        return oracle.slash(round, _report(i, round, 100), _report(i, round, 101));
    }

    function _attestation(uint64 height, bytes32 root) internal pure returns (IBridgeAttester.Attestation memory) {
        return IBridgeAttester.Attestation(SOURCE, height, root);
    }

    function _signature(uint256 i, IBridgeAttester.Attestation memory a) internal view returns (bytes memory) {
        return _sign(_key(i), bridge.attestationDigest(a));
    }

    function _signatures(uint256 count, IBridgeAttester.Attestation memory a)
        internal
        view
        returns (bytes[] memory signatures)
    {
        signatures = new bytes[](count);
        for (uint256 i; i < count; ++i) {
            signatures[i] = _signature(i, a);
        }
    }
}
