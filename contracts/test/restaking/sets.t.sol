// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {
    CreateSetParams,
    CreateSetParamsV2,
    IAllocationManager,
    OperatorSet
} from "../../src/interfaces/restaking/IAllocationManager.sol";
import {Registrar} from "./Registrar.sol";
import {Stage} from "./Stage.sol";

contract SetsTest is Stage {
    address private constant BURN = 0x00000000000000000000000000000000000E16E4;

    address private immutable recipient = account("recipient");

    function test_create_burnsAndIsSlashedByTheServiceItself() public {
        CreateSetParams[] memory params = new CreateSetParams[](2);
        params[0] = CreateSetParams(7, _one(lst));
        params[1] = CreateSetParams(0, new address[](0));
        vm.expectEmit(address(alm));
        emit IAllocationManager.OperatorSetCreated(_set(7));
        vm.expectEmit(address(alm));
        emit IAllocationManager.StrategyAddedToOperatorSet(_set(7), lst);
        vm.expectEmit(address(alm));
        emit IAllocationManager.SlasherUpdated(_set(7), avs, _now());
        vm.prank(avs);
        alm.createOperatorSets(avs, params);

        assertTrue(alm.isOperatorSet(_set(7)), "made");
        assertTrue(alm.isOperatorSet(_set(0)), "any id");
        assertEq(alm.getOperatorSetCount(avs), 2, "counted");
        assertEq(alm.getSlasher(_set(7)), avs, "the service");
        assertEq(alm.getRedistributionRecipient(_set(7)), BURN, "burns");
        assertEq(alm.isRedistributingOperatorSet(_set(7)), false, "burns");
        assertEq(alm.getStrategiesInOperatorSet(_set(7))[0], lst, "has the strategy");
    }

    function test_create_redistributesToWhomItWasMadeFor() public {
        CreateSetParams[] memory params = new CreateSetParams[](1);
        params[0] = CreateSetParams(7, _one(lst));
        vm.expectEmit(address(alm));
        emit IAllocationManager.RedistributionAddressSet(_set(7), recipient);
        vm.prank(avs);
        alm.createRedistributingOperatorSets(avs, params, _one(recipient));

        assertEq(alm.getRedistributionRecipient(_set(7)), recipient, "the recipient");
        assertTrue(alm.isRedistributingOperatorSet(_set(7)), "redistributes");
        assertEq(alm.getSlasher(_set(7)), avs, "the service");
    }

    function test_create_redistributionRefusesNobodyAndTheBurnAddress() public {
        vm.expectRevert(IAllocationManager.InputAddressZero.selector);
        this.createRedistributing(1, lst, address(0));
        vm.expectRevert(IAllocationManager.InvalidRedistributionRecipient.selector);
        this.createRedistributing(1, lst, BURN);
        CreateSetParamsV2[] memory params = new CreateSetParamsV2[](1);
        vm.expectRevert(IAllocationManager.InputArrayLengthMismatch.selector);
        vm.prank(avs);
        alm.createRedistributingOperatorSets(avs, params, new address[](0));
    }

    /// @dev It can't be moved, so it can't be given to anyone.
    function test_create_redistributionRefusesBeaconEtherAndTheEigenStrategy() public {
        vm.expectRevert(IAllocationManager.InvalidStrategy.selector);
        this.createRedistributing(1, BEACON_ETHER, recipient);
        address eigenStrategy = alm.eigenStrategy();
        vm.expectRevert(IAllocationManager.InvalidStrategy.selector);
        this.createRedistributing(1, eigenStrategy, recipient);

        this.createRedistributing(1, lst, recipient);
        vm.expectRevert(IAllocationManager.InvalidStrategy.selector);
        this.addStrategy(1, BEACON_ETHER);
        _createSet(2, _one(BEACON_ETHER));
    }

    function test_create_asksForMetadataFirst() public {
        vm.expectRevert(IAllocationManager.NonexistentAVSMetadata.selector);
        vm.prank(stranger);
        alm.createOperatorSets(stranger, new CreateSetParams[](1));
    }

    function test_create_onceAnIdAndWithASlasher() public {
        _createSet(1, _one(lst));
        vm.expectRevert(IAllocationManager.InvalidOperatorSet.selector);
        this.create(1);

        vm.expectRevert(IAllocationManager.InputAddressZero.selector);
        vm.prank(avs);
        alm.createOperatorSets(avs, new CreateSetParamsV2[](1));
    }

    function test_create_onlyForTheService() public {
        vm.expectRevert(IAllocationManager.InvalidPermissions.selector);
        vm.prank(stranger);
        alm.createOperatorSets(avs, new CreateSetParams[](1));
        vm.expectRevert(IAllocationManager.InvalidPermissions.selector);
        vm.prank(stranger);
        alm.updateAVSMetadataURI(avs, "");
        vm.expectRevert(IAllocationManager.InvalidPermissions.selector);
        vm.prank(stranger);
        alm.setAVSRegistrar(avs, stranger);
        vm.expectRevert(IAllocationManager.InvalidPermissions.selector);
        vm.prank(stranger);
        alm.addStrategiesToOperatorSet(avs, 1, _one(lst));
        vm.expectRevert(IAllocationManager.InvalidPermissions.selector);
        vm.prank(stranger);
        alm.removeStrategiesFromOperatorSet(avs, 1, _one(lst));
    }

    function test_strategies_onceEachInSetsThatExist() public {
        _createSet(1, _one(lst));
        vm.expectRevert(IAllocationManager.StrategyAlreadyInOperatorSet.selector);
        this.addStrategy(1, lst);
        vm.expectRevert(IAllocationManager.StrategyNotInOperatorSet.selector);
        this.removeStrategy(1, recipient);
        vm.expectRevert(IAllocationManager.InvalidOperatorSet.selector);
        this.addStrategy(2, lst);
        vm.expectRevert(IAllocationManager.InvalidOperatorSet.selector);
        this.removeStrategy(2, lst);

        this.removeStrategy(1, lst);
        assertEq(alm.getStrategiesInOperatorSet(_set(1)).length, 0, "gone");
    }

    /// @dev Whoever allocates asks what the set could add.
    function test_strategies_addedOnesMakeAllocationsSlashable() public {
        _createSet(1, new address[](0));
        _join(operator, 1);
        _allocate(operator, 1, lst, 0.5e18);
        vm.expectRevert(IAllocationManager.StrategyNotInOperatorSet.selector);
        this.slash(0.5e18);

        this.addStrategy(1, lst);
        _slash(operator, 1, lst, 0.5e18);
        assertEq(alm.getMaxMagnitude(operator, lst), 0.75e18, "MAG-6: slashed");
    }

    function test_registrar_isTheServiceUnlessItNamesOne() public {
        assertEq(alm.getAVSRegistrar(stranger), stranger, "itself");

        Registrar other = new Registrar();
        other.refuse(true);
        vm.expectRevert(IAllocationManager.InvalidAVSRegistrar.selector);
        vm.prank(avs);
        alm.setAVSRegistrar(avs, address(other));

        other.refuse(false);
        vm.expectEmit(address(alm));
        emit IAllocationManager.AVSRegistrarSet(avs, address(other));
        vm.prank(avs);
        alm.setAVSRegistrar(avs, address(other));
        assertEq(alm.getAVSRegistrar(avs), address(other), "named");
    }

    function test_redistributable_whoIsInOrAllocatedToARedistributingSet() public {
        _createSet(1, _one(lst));
        this.createRedistributing(2, lst, recipient);
        _join(operator, 1);
        _allocate(operator, 1, lst, 0.1e18);
        assertEq(alm.isOperatorRedistributable(operator), false, "only burns");

        uint256 state = vm.snapshotState();
        _join(operator, 2);
        assertTrue(alm.isOperatorRedistributable(operator), "in one");
        vm.revertToState(state);
        _allocate(operator, 2, lst, 0.1e18);
        assertTrue(alm.isOperatorRedistributable(operator), "allocated to one");
    }

    function test_migrateSlashers_changesNothing() public {
        OperatorSet[] memory sets = new OperatorSet[](1);
        sets[0] = _createSet(1, _one(lst));
        alm.migrateSlashers(sets);
        assertEq(alm.getSlasher(_set(1)), slasher, "as it was made");
    }

    function create(uint32 id) external {
        _createSet(id, _one(lst));
    }

    function createRedistributing(uint32 id, address strategy_, address recipient_) external {
        _createRedistributingSet(id, _one(strategy_), recipient_);
    }

    function addStrategy(uint32 id, address strategy_) external {
        vm.prank(avs);
        alm.addStrategiesToOperatorSet(avs, id, _one(strategy_));
    }

    function removeStrategy(uint32 id, address strategy_) external {
        vm.prank(avs);
        alm.removeStrategiesFromOperatorSet(avs, id, _one(strategy_));
    }

    function slash(uint256 wad) external {
        _slash(operator, 1, lst, wad);
    }
}
