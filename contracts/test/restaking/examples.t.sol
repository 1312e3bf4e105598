// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {OperatorSet} from "../../src/interfaces/restaking/IAllocationManager.sol";
import {Scene} from "./Scene.sol";

/// @dev The examples by which the rules were published.
contract ExamplesTest is Scene {
    uint64 private constant PART = WAD / 10_000;

    // -- ELIP 2: an operator's 200 tokens, of a magnitude of 10000 -----------------------------------------------------

    function test_example_aSlashOfOneSetLeavesTheOthersTheirTokens() public {
        _deposit(alice, 200e18);
        _delegate(alice, operator);
        OperatorSet[3] memory sets;
        uint64[3] memory parts = [2000 * PART, 2500 * PART, 2000 * PART];
        for (uint32 i; i < 3; ++i) {
            sets[i] = OperatorSet(account(i == 0 ? "first" : i == 1 ? "second" : "third"), 1);
            _makeSet(sets[i], _one(address(strategy)));
            _join(operator, sets[i]);
            _allocate(operator, sets[i], address(strategy), parts[i]);
        }

        (, uint256 slashed) = _slash(operator, sets[0], address(strategy), WAD / 2);

        uint64 max = alm.getMaxMagnitude(operator, address(strategy));
        uint64 free = alm.getAllocatableMagnitude(operator, address(strategy));
        assertEq(max, 9000 * PART, "MAG-1: 9000 of 10000");
        assertEq(_magnitude(sets[0]), 1000 * PART, "MAG-6: half");
        assertEq(_magnitude(sets[1]), 2500 * PART, "MAG-6: untouched");
        assertEq(_magnitude(sets[2]), 2000 * PART, "MAG-6: untouched");
        assertEq(free, 3500 * PART, "MAG-6: untouched");

        assertEq(slashed, 20e18, "20 tokens");
        assertEq(_withdrawable(alice), 180e18, "180 are left");
        assertEq(_operatorShares(operator), 180e18, "STAKE-1");
        assertEq(180e18 * uint256(_magnitude(sets[0])) / max, 20e18, "20 at the first's disposal");
        assertEq(180e18 * uint256(_magnitude(sets[1])) / max, 50e18, "50");
        assertEq(180e18 * uint256(_magnitude(sets[2])) / max, 40e18, "40");
        assertEq(180e18 * uint256(free) / max, 70e18, "70 at nobody's");

        // To the wei, as a slash of everything shows.
        uint256[3] memory tokens = [uint256(20e18), 50e18, 40e18];
        for (uint256 i; i < 3; ++i) {
            (, slashed) = _slash(operator, sets[i], address(strategy), WAD);
            assertEq(slashed, tokens[i], "MAG-6: what was at its disposal");
        }
        assertEq(_withdrawable(alice), 70e18, "70 at nobody's");
    }

    // -- Both slash: 32 of beacon ether, of which the operator's slash has left a quarter ----------------------------

    function test_example_bothSlash_A_anotherValidatorThenTheCheckpoint() public {
        _slashThreeQuarters();

        _checkpoint(alice, 32e18, 32e18);
        assertEq(_withdrawable(alice, BEACON_ETHER), 40e18, "8 + 32");
        assertEq(delegation.depositScalingFactor(alice, BEACON_ETHER), 2.5e18, "2.5");

        _checkpoint(alice, 64e18, -16e18);
        assertEq(_withdrawable(alice, BEACON_ETHER), 30e18, "BCSF-4: a quarter less");
        assertEq(delegation.operatorShares(operator, BEACON_ETHER), 30e18, "STAKE-1");
    }

    function test_example_bothSlash_B_theCheckpointThenAnotherValidator() public {
        _slashThreeQuarters();

        _checkpoint(alice, 32e18, -16e18);
        assertEq(_withdrawable(alice, BEACON_ETHER), 4e18, "BCSF-4: half of a quarter");

        _checkpoint(alice, 16e18, 32e18);
        assertEq(_withdrawable(alice, BEACON_ETHER), 36e18, "4 + 32");
        assertEq(delegation.depositScalingFactor(alice, BEACON_ETHER), 4.5e18, "4.5");
        assertEq(delegation.operatorShares(operator, BEACON_ETHER), 36e18, "STAKE-1");
    }

    // -- 100 tokens in the queue, and a slash of a tenth -------------------------------------------------------------

    function test_example_aSlashDuringTheQueueIsPaidByIt() public {
        _checkQueue(DELAY, 90e18);
    }

    function test_example_aSlashAfterTheQueueIsNot() public {
        _checkQueue(DELAY + 1, 100e18);
    }

    /// @param blocks from queueing to the slash.
    function _checkQueue(uint32 blocks, uint256 paid) private {
        _deposit(alice, 100e18);
        _delegate(alice, operator);
        _allocateAll(operator);
        uint256 start = vm.getBlockNumber();
        bytes32 root = _queue(alice, 100e18);

        vm.roll(start + blocks);
        (, uint256 slashed) = _slash(operator, set, address(strategy), WAD / 10);
        assertEq(slashed, 100e18 - paid, "WQ-3: what the slash takes is what isn't paid");
        vm.roll(start + DELAY + 1);
        _complete(root, true);
        assertEq(token.balanceOf(alice), paid, "WQ-3");
    }

    function _slashThreeQuarters() private {
        _checkpoint(alice, 0, 32e18);
        _delegate(alice, operator);
        _makeSet(set, _one(BEACON_ETHER));
        _join(operator, set);
        _allocate(operator, set, BEACON_ETHER, WAD);
        _slash(operator, set, BEACON_ETHER, 0.75e18);
        assertEq(_withdrawable(alice, BEACON_ETHER), 8e18, "a quarter of 32");
    }

    function _magnitude(OperatorSet memory of_) private view returns (uint64) {
        return alm.getAllocation(operator, of_, address(strategy)).currentMagnitude;
    }
}
