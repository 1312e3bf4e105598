// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {ScalingFactor} from "../../src/restaking/types/ScalingFactor.sol";
import {slashedDown, SlashingFactor, slashingFactor} from "../../src/restaking/types/SlashingFactor.sol";
import {WAD} from "../../src/restaking/types/Standing.sol";
import {Test} from "../support/Test.sol";

/// @dev The arithmetic of factors against EigenLayer's formulas, written out: cut to 18 digits at every step.
contract FactorsTest is Test {
    function testFuzz_tokensAreRoundedAsEigenLayerRounds(
        uint256 scaling,
        uint256 held,
        uint256 added,
        uint256 amount,
        uint64 magnitude
    ) public pure {
        (scaling, held, added) = (bound(scaling, 1, 1e36), bound(held, 0, 1e38), bound(added, 1, 1e38));
        amount = bound(amount, 0, 1e38);
        magnitude = uint64(bound(magnitude, 1, WAD));
        ScalingFactor k = ScalingFactor.wrap(scaling);
        SlashingFactor f = slashingFactor(magnitude, WAD);

        assertEq(k.toScaledDown(amount), _mulWad(amount, scaling), "STAKE-4: scaled");
        assertEq(f.toWithdrawableDown(amount), _mulWad(amount, magnitude), "STAKE-4: withdrawable");
        assertEq(
            f.toScaledDown(k.toDepositSharesDown(amount)),
            _divWad(_divWad(amount, scaling), magnitude),
            "WQ-6: deposit shares of withdrawable ones"
        );
        assertEq(
            ScalingFactor.unwrap(k.afterDeposit(held, added, f)),
            _scaling(scaling, held, added, magnitude),
            "STAKE-4: scaling factor"
        );
    }

    function testFuzz_beaconEtherIsCutOnce(uint256 scaled, uint64 magnitude, uint64 beacon) public pure {
        scaled = bound(scaled, 0, 1e38);
        (magnitude, beacon) = (uint64(bound(magnitude, 0, WAD)), uint64(bound(beacon, 0, WAD)));

        uint256 ours = slashingFactor(magnitude, beacon).toWithdrawableDown(scaled);
        uint256 theirs = _mulWad(scaled, _mulWad(magnitude, beacon));

        assertGe(ours, theirs, "BCSF-3");
        assertLe(ours, theirs + scaled / 1e18 + 1, "BCSF-3");
    }

    /// @dev Cantina's H-2: with a magnitude of a few wei, `⌊m · l⌋` doesn't change where `m` does, or is 0 where both aren't.
    function test_aSmallMagnitudeNeitherHidesASlashNorTakesEverything() public pure {
        uint64 half = WAD / 2;
        assertEq(_mulWad(100 ether, _mulWad(3, half)), _mulWad(100 ether, _mulWad(2, half)), "theirs: no slash felt");
        assertEq(slashingFactor(3, half).toWithdrawableDown(100 ether), 150, "BCSF-3");
        assertEq(slashingFactor(2, half).toWithdrawableDown(100 ether), 100, "BCSF-3");

        assertEq(_mulWad(100 ether, _mulWad(1, WAD - 1)), 0, "theirs: nothing left");
        assertEq(slashingFactor(1, WAD - 1).toWithdrawableDown(100 ether), 99, "BCSF-3");
    }

    function testFuzz_aSlashTakesNoMoreThanItsPart(uint256 shares, uint64 prev, uint64 next) public pure {
        shares = bound(shares, 0, 1e38);
        prev = uint64(bound(prev, 1, WAD));
        next = uint64(bound(next, 0, prev));

        uint256 slashed = slashedDown(shares, prev, next);

        assertEq(slashed, shares - Math.mulDiv(shares, next, prev, Math.Rounding.Ceil), "WQ-3");
        assertLe(slashed * prev, shares * (prev - next), "WQ-3");
    }

    function testFuzz_upIsTheLeastThatIsEnough(uint256 amount, uint256 scaling, uint64 magnitude, uint64 beacon)
        public
        pure
    {
        (amount, scaling) = (bound(amount, 0, 1e38), bound(scaling, 1, 1e36));
        SlashingFactor f = slashingFactor(uint64(bound(magnitude, 0, WAD)), uint64(bound(beacon, 0, WAD)));
        ScalingFactor k = ScalingFactor.wrap(scaling);

        assertEq(
            f.toWithdrawableUp(amount),
            Math.mulDiv(amount, SlashingFactor.unwrap(f), 1e36, Math.Rounding.Ceil),
            "STAKE-1"
        );
        assertEq(k.toScaledUp(amount), Math.mulDiv(amount, scaling, 1e18, Math.Rounding.Ceil), "STAKE-1");
    }

    function _scaling(uint256 scaling, uint256 held, uint256 added, uint256 factor) private pure returns (uint256) {
        if (held == 0) return _divWad(scaling, factor);
        uint256 withdrawable = _mulWad(_mulWad(held, scaling), factor);
        return _divWad(_divWad(withdrawable + added, held + added), factor);
    }

    function _mulWad(uint256 x, uint256 y) private pure returns (uint256) {
        return Math.mulDiv(x, y, 1e18);
    }

    function _divWad(uint256 x, uint256 y) private pure returns (uint256) {
        return Math.mulDiv(x, 1e18, y);
    }
}
