// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {
    AllocateParams,
    Allocation,
    CreateSetParamsV2,
    DeregisterParams,
    OperatorSet,
    RegisterParams,
    SlashingParams
} from "../../src/interfaces/restaking/IAllocationManager.sol";
import {Registrar} from "./Registrar.sol";
import {Scene} from "./Scene.sol";

/// @dev The service has a slasher and a registrar that does what it is told; its sets are known by their ids.
abstract contract Stage is Scene {
    address internal immutable slasher = account("slasher");
    address internal immutable stranger = account("stranger");

    Registrar internal registrar;
    address internal lst;

    function setUp() public virtual override {
        super.setUp();
        lst = address(strategy);
        _announce(avs);
        registrar = Registrar(alm.getAVSRegistrar(avs));
    }

    function _announce(address service) internal {
        Registrar made = new Registrar();
        vm.startPrank(service);
        alm.updateAVSMetadataURI(service, "https://service.example");
        alm.setAVSRegistrar(service, address(made));
        vm.stopPrank();
    }

    function _register(address who, uint32 allocationDelay) internal {
        vm.prank(who);
        delegation.registerAsOperator(address(0), allocationDelay, "");
    }

    function _set(uint32 id) internal view returns (OperatorSet memory) {
        return OperatorSet(avs, id);
    }

    function _createSet(uint32 id, address[] memory of_) internal returns (OperatorSet memory) {
        CreateSetParamsV2[] memory params = new CreateSetParamsV2[](1);
        params[0] = CreateSetParamsV2(id, of_, slasher);
        vm.prank(avs);
        alm.createOperatorSets(avs, params);
        return _set(id);
    }

    function _createRedistributingSet(uint32 id, address[] memory of_, address recipient)
        internal
        returns (OperatorSet memory)
    {
        CreateSetParamsV2[] memory params = new CreateSetParamsV2[](1);
        params[0] = CreateSetParamsV2(id, of_, slasher);
        vm.prank(avs);
        alm.createRedistributingOperatorSets(avs, params, _one(recipient));
        return _set(id);
    }

    function _join(address who, uint32 id) internal {
        vm.prank(who);
        alm.registerForOperatorSets(who, RegisterParams(avs, _ids(id), ""));
    }

    function _leave(address who, uint32 id) internal {
        vm.prank(who);
        alm.deregisterFromOperatorSets(DeregisterParams(who, avs, _ids(id)));
    }

    function _allocate(address who, uint32 id, address of_, uint64 magnitude) internal {
        AllocateParams[] memory params = _allocation(id, of_, magnitude);
        vm.prank(who);
        alm.modifyAllocations(who, params);
    }

    function _allocation(uint32 id, address of_, uint64 magnitude)
        internal
        view
        returns (AllocateParams[] memory params)
    {
        uint64[] memory magnitudes = new uint64[](1);
        magnitudes[0] = magnitude;
        params = new AllocateParams[](1);
        params[0] = AllocateParams(_set(id), _one(of_), magnitudes);
    }

    function _slash(address who, uint32 id, address of_, uint256 wad) internal returns (uint256 slashed) {
        vm.prank(slasher);
        (, uint256[] memory shares) = alm.slashOperator(avs, _slashing(who, id, of_, wad));
        return shares[0];
    }

    function _slashing(address who, uint32 id, address of_, uint256 wad) internal pure returns (SlashingParams memory) {
        return SlashingParams(who, id, _one(of_), _one(wad), "for cause");
    }

    function _current(address who, uint32 id, address of_) internal view returns (Allocation memory) {
        return alm.getAllocation(who, _set(id), of_);
    }

    function _clear(address who, address of_, uint16 most) internal {
        uint16[] memory numbers = new uint16[](1);
        numbers[0] = most;
        alm.clearDeallocationQueue(who, _one(of_), numbers);
    }

    /// @dev Contracts read `block.number` of the block they are in; the compiler may keep a test's own reading of it.
    function _roll(uint256 blocks) internal {
        vm.roll(_now() + blocks);
    }

    function _now() internal view returns (uint32) {
        return uint32(vm.getBlockNumber());
    }

    function _ids(uint32 one) internal pure returns (uint32[] memory list) {
        list = new uint32[](1);
        list[0] = one;
    }
}
