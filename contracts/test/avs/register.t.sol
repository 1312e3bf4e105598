// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {PriceOracle} from "../../src/avs/PriceOracle.sol";
import {ServiceToken} from "../../src/avs/ServiceToken.sol";
import {IPriceOracle} from "../../src/interfaces/avs/IPriceOracle.sol";
import {IService, ServiceParameters} from "../../src/interfaces/avs/IService.sol";
import {
    DeregisterParams,
    IAllocationManager,
    OperatorSet,
    RegisterParams
} from "../../src/interfaces/restaking/IAllocationManager.sol";
import {StrategyAndMultiplier} from "../../src/interfaces/restaking/IRewardsCoordinator.sol";
import {Services} from "./Services.sol";

contract RegisterTest is Services {
    // -- What is made ------------------------------------------------------------------------------------------------

    function test_service_itsSetIsThereWithItsStrategiesAndItselfAsSlasher() public view {
        OperatorSet memory ofOracle = _setOf(oracle);
        assertTrue(alm.isOperatorSet(ofOracle), "SERVICE-1: a set");
        assertEq(alm.getSlasher(ofOracle), address(oracle), "SERVICE-1: slasher");
        assertEq(alm.getAVSRegistrar(address(oracle)), address(oracle), "SERVICE-1: registrar");
        assertEq(alm.getStrategiesInOperatorSet(ofOracle)[0], address(strategy), "SERVICE-1: strategy");
        assertEq(alm.getRedistributionRecipient(ofOracle), fund, "SERVICE-1: the oracle's recipient");
        assertTrue(!alm.isRedistributingOperatorSet(_setOf(bridge)), "SERVICE-1: the bridge's set burns");
        assertTrue(oracle.supportsAVS(address(oracle)), "SERVICE-1: supports itself");
        assertTrue(!oracle.supportsAVS(address(bridge)), "SERVICE-1: and nobody else");
    }

    function test_service_holdsAllOfItsToken() public view {
        ServiceToken budget = ServiceToken(oracle.token());
        assertEq(budget.totalSupply(), BUDGET, "BUDGET-1: supply");
        assertEq(budget.balanceOf(address(oracle)), BUDGET, "BUDGET-1: all of it");
        assertEq(budget.symbol(), "SRV", "BUDGET-1: symbol");
    }

    /// @dev Whoever makes it can't change it either: this contract did.
    function test_service_nobodyChangesIt() public {
        address[] memory more = _one(address(_strategy("other", 18)));
        bytes4 refused = IAllocationManager.InvalidPermissions.selector;

        vm.expectRevert(refused);
        alm.addStrategiesToOperatorSet(address(oracle), 0, more);
        vm.expectRevert(refused);
        alm.removeStrategiesFromOperatorSet(address(oracle), 0, _one(address(strategy)));
        vm.expectRevert(refused);
        alm.updateSlasher(_setOf(oracle), address(this));
        vm.expectRevert(refused);
        alm.setAVSRegistrar(address(oracle), address(this));
        vm.expectRevert();
        permissionController.addPendingAdmin(address(oracle), address(this));
        assertEq(alm.getSlasher(_setOf(oracle)), address(oracle), "SERVICE-1");
    }

    function test_service_refusesParametersThatCouldNotWork() public {
        ServiceParameters memory p = _parameters(fund);
        p.wadToSlash = 0;
        vm.expectRevert(abi.encodeWithSelector(IService.InvalidWadToSlash.selector, 0));
        new PriceOracle(p, PERIOD);

        p.wadToSlash = 1e18 + 1;
        vm.expectRevert(abi.encodeWithSelector(IService.InvalidWadToSlash.selector, 1e18 + 1));
        new PriceOracle(p, PERIOD);

        p = _parameters(fund);
        p.evidenceBlocks = DELAY + 1;
        vm.expectRevert(abi.encodeWithSelector(IService.InvalidEvidenceBlocks.selector, DELAY + 1, DELAY));
        new PriceOracle(p, PERIOD);

        p = _parameters(fund);
        p.strategies = new StrategyAndMultiplier[](2);
        p.strategies[0] = p.strategies[1] = StrategyAndMultiplier(address(strategy), 1e18);
        vm.expectRevert(abi.encodeWithSelector(IService.StrategiesNotAscending.selector, 1));
        new PriceOracle(p, PERIOD);

        vm.expectRevert(abi.encodeWithSelector(IPriceOracle.InvalidPeriod.selector, 7 hours));
        new PriceOracle(_parameters(fund), 7 hours);
    }

    function test_service_aRedistributingSetHoldsNoBeaconEther() public {
        ServiceParameters memory p = _parameters(fund);
        p.strategies[0].strategy = BEACON_ETHER;
        vm.expectRevert(IAllocationManager.InvalidStrategy.selector);
        new PriceOracle(p, PERIOD);
    }

    // -- Keys --------------------------------------------------------------------------------------------------------

    function test_register_notesTheKey() public {
        _bring(0, 100e18);

        vm.expectEmit(address(oracle));
        emit IService.KeyRegistered(_operator(0), vm.addr(_key(0)));
        _join(0, oracle, _key(0));

        assertEq(oracle.keyOf(_operator(0)), vm.addr(_key(0)), "KEY-1");
        assertEq(oracle.operatorOf(vm.addr(_key(0))), _operator(0), "KEY-1");
        (IService.Member[] memory list, uint256 total) = oracle.members();
        assertEq(list.length, 1, "SEAT-1: one member");
        assertEq(list[0].operator, _operator(0), "SEAT-1");
        assertEq(list[0].key, vm.addr(_key(0)), "SEAT-1");
        assertEq(list[0].weight, 50e18, "QUORUM-2: half of its stake is allocated");
        assertEq(total, 50e18, "QUORUM-2");
    }

    function test_register_onlyTheAllocationManagerMay() public {
        vm.expectRevert(abi.encodeWithSelector(IService.OnlyAllocationManager.selector, address(this)));
        oracle.registerOperator(_operator(0), address(oracle), new uint32[](1), "");
    }

    function test_register_wantsItsOwnSetOnce() public {
        _bring(0, 100e18);
        uint32[] memory none = new uint32[](0);
        vm.expectRevert(abi.encodeWithSelector(IService.UnknownSet.selector, address(oracle), none));
        vm.prank(_operator(0));
        alm.registerForOperatorSets(_operator(0), RegisterParams(address(oracle), none, ""));

        // Another service named this one its registrar.
        uint32[] memory ids = new uint32[](1);
        vm.expectRevert(abi.encodeWithSelector(IService.UnknownSet.selector, avs, ids));
        vm.prank(address(alm));
        oracle.registerOperator(_operator(0), avs, ids, "");
    }

    function test_register_aKeyIsProvenByItsOwnSignatureForThisOperatorAndService() public {
        _bring(0, 100e18);
        address key = vm.addr(_key(0));
        bytes[4] memory wrong = [
            _sign(_key(1), oracle.keyDigest(_operator(0), key)),
            _sign(_key(0), oracle.keyDigest(_operator(1), key)),
            _sign(_key(0), bridge.keyDigest(_operator(0), key)),
            bytes("")
        ];
        for (uint256 i; i < wrong.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IService.KeyNotProven.selector, key));
            _joinWith(_operator(0), oracle, abi.encode(key, wrong[i]));
        }
        vm.expectRevert(abi.encodeWithSelector(IService.KeyNotProven.selector, address(0)));
        _joinWith(_operator(0), oracle, abi.encode(address(0), bytes("")));
    }

    function test_register_aKeyBelongsToOneOperatorForEver() public {
        _enlist(0, 100e18);
        _leave(0, oracle);
        _bring(1, 100e18);

        bytes memory proof = _sign(_key(0), oracle.keyDigest(_operator(1), vm.addr(_key(0))));
        vm.expectRevert(abi.encodeWithSelector(IService.KeyTaken.selector, vm.addr(_key(0)), _operator(0)));
        _joinWith(_operator(1), oracle, abi.encode(vm.addr(_key(0)), proof));
    }

    function test_register_againOnlyWhenNoLongerSlashable_withTheSameOrAnotherKey() public {
        _enlist(0, 100e18);
        _leave(0, oracle);
        vm.roll(block.number + DELAY);
        bytes memory proof = _sign(_key(9), oracle.keyDigest(_operator(0), vm.addr(_key(9))));
        vm.expectRevert(IAllocationManager.AlreadyMemberOfSet.selector);
        _joinWith(_operator(0), oracle, abi.encode(vm.addr(_key(9)), proof));

        vm.roll(block.number + 1);
        _joinWith(_operator(0), oracle, abi.encode(vm.addr(_key(9)), proof));
        assertEq(oracle.keyOf(_operator(0)), vm.addr(_key(9)), "KEY-2: the new key speaks");
        assertEq(oracle.operatorOf(vm.addr(_key(0))), _operator(0), "KEY-2: the old one answers");
    }

    // -- Seats -------------------------------------------------------------------------------------------------------

    function test_register_bringsTheMinimumStakeExactly() public {
        _bring(0, 2 * MINIMUM - 2);
        bytes memory data =
            abi.encode(vm.addr(_key(0)), _sign(_key(0), oracle.keyDigest(_operator(0), vm.addr(_key(0)))));
        vm.expectRevert(abi.encodeWithSelector(IService.StakeBelowMinimum.selector, MINIMUM - 1, MINIMUM));
        _joinWith(_operator(0), oracle, data);

        _deposit(_operator(0), 2);
        _joinWith(_operator(0), oracle, data);
        assertEq(oracle.weightOf(_operator(0)), MINIMUM, "SEAT-1");
    }

    function test_register_thereAreNoMoreSeatsThan32() public {
        _enlist(32);
        _bring(32, 100e18);
        bytes memory proof = _sign(_key(32), oracle.keyDigest(_operator(32), vm.addr(_key(32))));

        vm.expectRevert(abi.encodeWithSelector(IService.TooManyMembers.selector, 32));
        _joinWith(_operator(32), oracle, abi.encode(vm.addr(_key(32)), proof));

        _leave(7, oracle);
        _join(32, oracle, _key(32));
        assertEq(alm.getMemberCount(_setOf(oracle)), 32, "SEAT-1");
    }

    function test_register_whoWeighsATenthMoreTakesTheLightestSeat() public {
        for (uint256 i; i < 31; ++i) {
            _enlist(i, 100e18);
        }
        _enlist(31, 10e18);
        _bring(32, 11e18 - 2);
        bytes memory proof = _sign(_key(32), oracle.keyDigest(_operator(32), vm.addr(_key(32))));
        vm.expectRevert(abi.encodeWithSelector(IService.TooManyMembers.selector, 32));
        _joinWith(_operator(32), oracle, abi.encode(vm.addr(_key(32)), proof));

        _deposit(_operator(32), 2);
        _join(32, oracle, _key(32));
        assertTrue(alm.isMemberOfOperatorSet(_operator(32), _setOf(oracle)), "SEAT-1: in");
        assertTrue(!alm.isMemberOfOperatorSet(_operator(31), _setOf(oracle)), "SEAT-1: out");
        assertTrue(alm.isOperatorSlashable(_operator(31), _setOf(oracle)), "SEAT-1: and slashable as if it had left");
        assertEq(alm.getMemberCount(_setOf(oracle)), 32, "SEAT-1");
    }

    function test_service_refusesParametersThatWouldLockIt() public {
        ServiceParameters memory p = _parameters(fund);
        p.minimumStake = 0;
        vm.expectRevert(IService.MinimumStakeZero.selector);
        new PriceOracle(p, PERIOD);

        p = _parameters(fund);
        p.evidenceBlocks = DELAY + 1;
        vm.expectRevert(abi.encodeWithSelector(IService.InvalidEvidenceBlocks.selector, DELAY + 1, DELAY));
        new PriceOracle(p, PERIOD);
    }

    function test_evict_anyonePutsOutWhoFellBelowTheMinimum() public {
        _enlist(0, 2 * MINIMUM);
        vm.expectRevert(abi.encodeWithSelector(IService.StakeSuffices.selector, _operator(0), MINIMUM));
        oracle.evict(_operator(0));
        vm.expectRevert(abi.encodeWithSelector(IService.NotMember.selector, alice));
        oracle.evict(alice);

        // Half of what it gave is on its way out.
        _allocate(_operator(0), _setOf(oracle), address(strategy), WAD / 4);
        assertEq(oracle.weightOf(_operator(0)), MINIMUM, "QUORUM-2: it leaves after the evidence");
        vm.roll(block.number + DELAY + 1 - EVIDENCE);
        assertEq(oracle.weightOf(_operator(0)), MINIMUM / 2, "QUORUM-2: it leaves before the evidence");

        vm.prank(alice);
        oracle.evict(_operator(0));
        assertTrue(!alm.isMemberOfOperatorSet(_operator(0), _setOf(oracle)), "SEAT-1: out");
        assertTrue(alm.isOperatorSlashable(_operator(0), _setOf(oracle)), "SEAT-1: and slashable as if it had left");
    }

    function test_deregister_nothingKeepsAnOperatorFromLeaving() public {
        _enlist(0, 100e18);
        _slash(0, oracle.currentRound());
        _leave(0, oracle);
        _leave(0, bridge);
        assertEq(alm.getMemberCount(_setOf(oracle)), 0, "SEAT-2");
        assertGt(oracle.weightOf(_operator(0)), 0, "SEAT-2: slashable still");
        // Whoever calls it, and however: there is nothing to do.
        oracle.deregisterOperator(address(0), address(0), new uint32[](0));
    }
}
