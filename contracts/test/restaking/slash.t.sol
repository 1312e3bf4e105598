// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {Allocation, IAllocationManager, SlashingParams} from "../../src/interfaces/restaking/IAllocationManager.sol";
import {ILock} from "../../src/interfaces/restaking/ILock.sol";
import {IPausable} from "../../src/interfaces/restaking/IPausable.sol";
import {Stage} from "./Stage.sol";

contract SlashTest is Stage {
    address private second;

    function setUp() public override {
        super.setUp();
        second = address(_strategy("second token", 18));
        address[] memory both = new address[](2);
        (both[0], both[1]) = lst < second ? (lst, second) : (second, lst);
        _createSet(1, both);
        _createSet(2, both);
        _join(operator, 1);
        _join(operator, 2);
    }

    function test_slash_takesOfTheSetsOwnAllocation() public {
        _deposit(alice, 100e18);
        _delegate(alice, operator);
        _allocate(operator, 1, lst, 0.4e18);
        _allocate(operator, 2, lst, 0.5e18);

        uint256 shares = _slash(operator, 1, lst, 0.25e18);

        assertEq(shares, 10e18, "a quarter of 40 of 100");
        assertEq(_current(operator, 1, lst).currentMagnitude, 0.3e18, "MAG-6");
        assertEq(_current(operator, 2, lst).currentMagnitude, 0.5e18, "MAG-6: not of others'");
        assertEq(alm.getMaxMagnitude(operator, lst), 0.9e18, "MAG-1");
        assertEq(alm.getEncumberedMagnitude(operator, lst), 0.8e18, "MAG-2");
        assertEq(alm.getAllocatableMagnitude(operator, lst), 0.1e18, "MAG-6: not of what is free");
        assertEq(_operatorShares(operator), 90e18, "STAKE-1");
        assertEq(_withdrawable(alice), 90e18, "the staker bears it");
        assertEq(strategyManager.getBurnOrRedistributableShares(_set(1), 1, lst), 10e18, "MAG-8: recorded");
    }

    function test_slash_severalStrategiesAndPassesOverWhatIsNotAllocated() public {
        _allocate(operator, 1, lst, WAD);
        SlashingParams memory params = _both(0.5e18, 0.25e18);
        uint256 place = params.strategies[0] == lst ? 0 : 1;
        uint256[] memory wads = new uint256[](2);
        wads[place] = params.wadsToSlash[place];

        vm.expectEmit(address(alm));
        emit IAllocationManager.OperatorSlashed(operator, _set(1), params.strategies, wads, params.description);
        vm.prank(slasher);
        alm.slashOperator(avs, params);

        assertEq(alm.getMaxMagnitude(operator, second), WAD, "MAG-6: nothing was allocated");
        assertEq(alm.getMaxMagnitude(operator, lst), WAD - wads[place], "MAG-1");
        assertEq(alm.getSlashCount(_set(1)), 1, "one slash");
    }

    function test_slash_countsBySet() public {
        _allocate(operator, 1, lst, 0.5e18);
        for (uint256 i = 1; i <= 3; ++i) {
            vm.prank(slasher);
            (uint256 id,) = alm.slashOperator(avs, _slashing(operator, 1, lst, 0.1e18));
            assertEq(id, i, "from 1");
        }
        assertEq(alm.getSlashCount(_set(1)), 3, "the first set's");
        assertEq(alm.getSlashCount(_set(2)), 0, "the second set's");
    }

    function test_slash_saysWhatItDoes() public {
        _allocate(operator, 1, lst, 0.5e18);
        _allocate(operator, 1, lst, 0.2e18);
        uint32 effectBlock = _now() + DELAY + 1;

        vm.expectEmit(address(alm));
        emit IAllocationManager.AllocationUpdated(operator, _set(1), lst, 0.1e18, effectBlock);
        vm.expectEmit(address(alm));
        emit IAllocationManager.EncumberedMagnitudeUpdated(operator, lst, 0.25e18);
        vm.expectEmit(address(alm));
        emit IAllocationManager.AllocationUpdated(operator, _set(1), lst, 0.25e18, _now());
        vm.expectEmit(address(alm));
        emit IAllocationManager.MaxMagnitudeUpdated(operator, lst, 0.75e18);
        vm.expectEmit(address(alm));
        emit IAllocationManager.OperatorSlashed(operator, _set(1), _one(lst), _one(0.25e18), "for cause");
        _slash(operator, 1, lst, 0.5e18);
    }

    function test_slash_anIncreaseUnderWayIsOutOfReach() public {
        address slow = account("slow operator");
        _register(slow, 10);
        _join(slow, 1);
        _allocate(slow, 1, lst, 0.4e18);
        _roll(10);
        _allocate(slow, 1, lst, 0.8e18);
        _slash(slow, 1, lst, WAD);

        Allocation memory allocation = _current(slow, 1, lst);
        assertEq(allocation.currentMagnitude, 0, "MAG-6: what is in effect");
        assertEq(allocation.pendingDiff, 0.4e18, "MAG-6: what isn't stays");
        assertEq(alm.getEncumberedMagnitude(slow, lst), 0.4e18, "MAG-2");
        _roll(10);
        assertEq(_current(slow, 1, lst).currentMagnitude, 0.4e18, "and comes");
    }

    function test_slash_refusesWhatIsNotInOrder() public {
        SlashingParams memory params = _both(1, 1);
        (params.strategies[0], params.strategies[1]) = (params.strategies[1], params.strategies[0]);
        _refuse(IAllocationManager.StrategiesMustBeInAscendingOrder.selector, params);
        params.strategies[1] = params.strategies[0];
        _refuse(IAllocationManager.StrategiesMustBeInAscendingOrder.selector, params);

        params = _both(1, 0);
        _refuse(IAllocationManager.InvalidWadToSlash.selector, params);
        params = _both(1, WAD + 1);
        _refuse(IAllocationManager.InvalidWadToSlash.selector, params);
        params.wadsToSlash = new uint256[](1);
        _refuse(IAllocationManager.InputArrayLengthMismatch.selector, params);

        _refuse(IAllocationManager.StrategyNotInOperatorSet.selector, _slashing(operator, 1, stranger, 1));
        _refuse(IAllocationManager.InvalidOperatorSet.selector, _slashing(operator, 3, lst, 1));
        _refuse(IAllocationManager.OperatorNotSlashable.selector, _slashing(alice, 1, lst, 1));
    }

    function test_slash_whoLeftUntilTheLastBlock() public {
        _allocate(operator, 1, lst, WAD);
        _leave(operator, 1);
        _roll(DELAY);
        _slash(operator, 1, lst, 0.5e18);
        _roll(1);
        _refuse(IAllocationManager.OperatorNotSlashable.selector, _slashing(operator, 1, lst, 0.5e18));
        assertEq(alm.getMaxMagnitude(operator, lst), 0.5e18, "MAG-5");
    }

    function test_slash_allLeavesNothingToAllocate() public {
        _deposit(alice, 100e18);
        _delegate(alice, operator);
        _allocate(operator, 1, lst, WAD);
        assertEq(_slash(operator, 1, lst, WAD), 100e18, "all");

        assertEq(alm.getMaxMagnitude(operator, lst), 0, "MAG-1");
        assertEq(_operatorShares(operator), 0, "STAKE-7");
        assertEq(alm.getAllocatedSets(operator).length, 0, "nothing is allocated");
        assertEq(alm.getAllocatableMagnitude(operator, lst), 0, "nothing can be");
        uint256[][] memory stake = alm.getAllocatedStake(_set(1), _one(operator), _one(lst));
        assertEq(stake[0][0], 0, "no stake");
        vm.prank(slasher);
        (, uint256[] memory again) = alm.slashOperator(avs, _slashing(operator, 1, lst, WAD));
        assertEq(again[0], 0, "MAG-8: nothing is taken twice");
    }

    /// @dev Up, in magnitude; but what is left of the shares is rounded up too, so the least slashes may take none.
    function test_slash_theLeastIsFelt() public {
        _deposit(alice, 1e18);
        _delegate(alice, operator);
        _allocate(operator, 1, lst, 1);
        assertEq(_slash(operator, 1, lst, 1), 1, "a wei of 1e18");
        assertEq(alm.getMaxMagnitude(operator, lst), WAD - 1, "MAG-6: up");
        assertEq(_operatorShares(operator), 1e18 - 1, "STAKE-1");
    }

    /// @dev A look-up before the first block is one of nothing queued.
    function test_slash_worksOnAChainYoungerThanTheDelay() public {
        vm.roll(5);
        address young = account("young operator");
        _register(young);
        _createSet(3, _one(lst));
        _join(young, 3);
        _allocate(young, 3, lst, WAD);
        _deposit(alice, 100e18);
        _delegate(alice, young);
        _queue(alice, 50e18);
        assertEq(_slash(young, 3, lst, 0.1e18), 10e18, "WQ-3: of the queue too");
    }

    function test_slash_whilePausedNot() public {
        vm.prank(pauser);
        alm.pause(2);
        _refuse(IPausable.CurrentlyPaused.selector, _slashing(operator, 1, lst, 1));
    }

    function testFuzz_slash_roundsMagnitudeUpAndSharesDown(uint64 allocated, uint256 wad, uint128 staked) public {
        allocated = uint64(bound(allocated, 1, WAD));
        wad = bound(wad, 1, WAD);
        uint256 amount = bound(staked, 1, 1e30);
        _deposit(alice, amount);
        _delegate(alice, operator);
        _allocate(operator, 1, lst, allocated);
        uint256 shares = _slash(operator, 1, lst, wad);

        uint256 slashed = (uint256(allocated) * wad + WAD - 1) / WAD;
        assertEq(alm.getMaxMagnitude(operator, lst), WAD - slashed, "MAG-6: allocated times wad, up");
        assertEq(_current(operator, 1, lst).currentMagnitude, allocated - slashed, "MAG-6");
        assertEq(shares, amount * slashed / WAD, "shares times slashed, down");
        assertEq(_operatorShares(operator), amount - shares, "MAG-8");
        assertGe(_operatorShares(operator), _withdrawable(alice), "STAKE-1");
    }

    /// @dev Against a list of what the magnitude was at the end of every block.
    function testFuzz_slash_historyAnswersForEveryBlock(uint256 seed) public {
        _allocate(operator, 1, lst, WAD);
        uint32 start = _now();
        uint64[40] memory magnitudes;
        for (uint256 i; i < magnitudes.length; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            // None, one or two slashes a block, mostly none.
            for (uint256 count = seed % 4; count > 1; --count) {
                _slash(operator, 1, lst, bound(seed >> 8, 1, WAD / 3));
            }
            magnitudes[i] = alm.getMaxMagnitude(operator, lst);
            _roll(1);
        }
        for (uint32 i; i < magnitudes.length; ++i) {
            uint64 then = alm.getMaxMagnitudesAtBlock(operator, _one(lst), start + i)[0];
            assertEq(then, magnitudes[i], "MAG-7");
        }
        assertEq(alm.getMaxMagnitudesAtBlock(operator, _one(lst), start - 1)[0], WAD, "MAG-7: before");
        assertEq(alm.getMaxMagnitudesAtBlock(operator, _one(lst), 0)[0], WAD, "MAG-7: in the beginning");
        assertEq(alm.getMaxMagnitudes(operator, _one(lst))[0], magnitudes[39], "MAG-7: now");
    }

    function test_stake_isWhatASlashCouldTake() public {
        _deposit(alice, 100e18);
        _delegate(alice, operator);
        _allocate(operator, 1, lst, 0.5e18);
        _allocate(operator, 1, lst, 0.2e18);
        uint32 effectBlock = _now() + DELAY + 1;

        address[] memory operators = new address[](2);
        (operators[0], operators[1]) = (operator, alice);
        uint256[][] memory stake = alm.getAllocatedStake(_set(1), operators, _one(lst));
        assertEq(stake[0][0], 50e18, "allocated now");
        assertEq(stake[1][0], 0, "no operator");
        stake = alm.getMinimumSlashableStake(_set(1), operators, _one(lst), effectBlock - 1);
        assertEq(stake[0][0], 50e18, "until then");
        stake = alm.getMinimumSlashableStake(_set(1), operators, _one(lst), effectBlock);
        assertEq(stake[0][0], 20e18, "from then on");

        _leave(operator, 1);
        _roll(DELAY + 1);
        assertEq(alm.getAllocatedStake(_set(1), operators, _one(lst))[0][0], 20e18, "allocated still");
        stake = alm.getMinimumSlashableStake(_set(1), operators, _one(lst), _now());
        assertEq(stake[0][0], 0, "out of reach");
    }

    /// @dev Shares and magnitudes are ahead of one another while a flow is under way.
    function test_lock_nothingIsChangedInTheMiddleOfAFlow() public {
        vm.prank(address(strategyManager));
        delegation.lock();
        _refuse(ILock.Reentered.selector, _slashing(operator, 1, lst, 1));
        vm.expectRevert(ILock.Reentered.selector);
        this.allocate();
        vm.expectRevert(ILock.Reentered.selector);
        _clear(operator, lst, 1);
        vm.expectRevert(ILock.Reentered.selector);
        this.leave();
        vm.expectRevert(ILock.Reentered.selector);
        vm.prank(operator);
        alm.setAllocationDelay(operator, 1);
    }

    function allocate() external {
        _allocate(operator, 1, lst, 1);
    }

    function leave() external {
        _leave(operator, 1);
    }

    function _both(uint256 first, uint256 last) private view returns (SlashingParams memory params) {
        params = SlashingParams(operator, 1, alm.getStrategiesInOperatorSet(_set(1)), new uint256[](2), "for cause");
        (params.wadsToSlash[0], params.wadsToSlash[1]) = (first, last);
    }

    function _refuse(bytes4 reason, SlashingParams memory params) private {
        vm.expectRevert(reason);
        vm.prank(slasher);
        alm.slashOperator(avs, params);
    }
}
