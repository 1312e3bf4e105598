// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ILayouts, Layout} from "../../src/interfaces/IBeacon.sol";
import {Layouts} from "../../src/beacon/Layouts.sol";
import {Support} from "./Support.sol";

contract LayoutsTest is Support {
    uint256 private constant GENESIS = 1_606_824_023;
    uint64 private constant NOTICE = 50_000;
    uint64 private constant NOW = 12_000_000; // slot

    Layouts private _layouts;

    function setUp() public {
        vm.warp(GENESIS + 12 * uint256(NOW) + 11);
        Layout[] memory rows = new Layout[](2);
        rows[0] = _layout(1000, 5);
        rows[1] = _layout(2000, 6);
        _layouts = new Layouts(GENESIS, NOTICE, address(this), rows);
    }

    function test_at_isTheLatestRowThatHasStarted() public {
        assertEq(_layouts.at(1000).forkVersion, bytes4(0x05000000), "PROOF-7");
        assertEq(_layouts.at(1999).forkVersion, bytes4(0x05000000), "PROOF-7");
        assertEq(_layouts.at(2000).forkVersion, bytes4(0x06000000), "PROOF-7");
        assertEq(_layouts.at(type(uint64).max).forkVersion, bytes4(0x06000000), "PROOF-7");

        vm.expectRevert(abi.encodeWithSelector(ILayouts.UnknownLayout.selector, 999));
        _layouts.at(999);
    }

    function test_at_knowsNothingWithoutRows() public {
        Layouts empty = new Layouts(GENESIS, NOTICE, address(this), new Layout[](0));

        vm.expectRevert(abi.encodeWithSelector(ILayouts.UnknownLayout.selector, NOW));
        empty.at(NOW);
    }

    function test_announce_appendsARowThatStartsLater() public {
        Layout memory layout = _layout(NOW + NOTICE, 7);

        vm.expectEmit();
        emit ILayouts.LayoutAnnounced(2, layout);
        _layouts.announce(layout);

        assertEq(_layouts.count(), 3, "PROOF-7");
        assertEq(keccak256(abi.encode(_layouts.row(2))), keccak256(abi.encode(layout)), "PROOF-7");
        assertEq(_layouts.at(NOW + NOTICE - 1).forkVersion, bytes4(0x06000000), "PROOF-7");
        assertEq(_layouts.at(NOW + NOTICE).forkVersion, bytes4(0x07000000), "PROOF-7");
    }

    function test_announce_isRefusedWithLessNotice() public {
        uint64 earliest = NOW + NOTICE;
        vm.expectRevert(abi.encodeWithSelector(ILayouts.LayoutTooEarly.selector, earliest - 1, earliest));
        _layouts.announce(_layout(earliest - 1, 7));

        vm.warp(GENESIS + 12 * uint256(NOW) + 12);
        vm.expectRevert(abi.encodeWithSelector(ILayouts.LayoutTooEarly.selector, earliest, earliest + 1));
        _layouts.announce(_layout(earliest, 7));
    }

    function test_announce_isRefusedAtOrBeforeTheLastRow() public {
        uint64 last = NOW + 2 * NOTICE;
        _layouts.announce(_layout(last, 7));

        vm.expectRevert(abi.encodeWithSelector(ILayouts.LayoutTooEarly.selector, last, last + 1));
        _layouts.announce(_layout(last, 8));
        vm.expectRevert(abi.encodeWithSelector(ILayouts.LayoutTooEarly.selector, last - 1, last + 1));
        _layouts.announce(_layout(last - 1, 8));
        _layouts.announce(_layout(last + 1, 8));
    }

    function test_announce_isTheStewardsAlone() public {
        vm.prank(address(1));
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, address(1)));
        _layouts.announce(_layout(NOW + NOTICE, 7));
    }

    function test_announce_endsWhenTheTableIsFull() public {
        for (uint8 i = 2; i < 16; ++i) {
            _layouts.announce(_layout(NOW + NOTICE + i, 5 + i));
        }

        vm.expectRevert(abi.encodeWithSelector(ILayouts.TooManyLayouts.selector, 16));
        _layouts.announce(_layout(NOW + 2 * NOTICE, 30));
    }

    function test_announce_refusesMalformedRows() public {
        Layout[8] memory rows;
        for (uint256 i; i < rows.length; ++i) {
            rows[i] = _layout(NOW + NOTICE, 7);
        }
        rows[0].forkField = rows[0].validatorsField;
        rows[1].balancesField = rows[1].validatorsField - 1;
        rows[2].pendingDepositsField = rows[2].balancesField;
        rows[3].pendingDepositsField = 64;
        rows[4].validatorsDepth = 0;
        rows[5].balancesDepth = 1;
        rows[6].pendingDepositsDepth = 65;
        rows[7].stateDepth = 17;

        for (uint256 i; i < rows.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(Layouts.MalformedLayout.selector, rows[i]));
            _layouts.announce(rows[i]);
        }
    }

    function test_constructor_refusesRowsThatDontAscend() public {
        Layout[] memory rows = new Layout[](2);
        rows[0] = _layout(2000, 5);
        rows[1] = _layout(2000, 6);

        vm.expectRevert(abi.encodeWithSelector(ILayouts.LayoutTooEarly.selector, 2000, 2001));
        new Layouts(GENESIS, NOTICE, address(this), rows);
    }

    function test_steward_cannotBeRenounced() public {
        vm.expectRevert(abi.encodeWithSelector(Layouts.StewardRequired.selector, address(this)));
        _layouts.renounceOwnership();
        assertTrue(_layouts.owner() == address(this), "PROOF-7");
    }

    function test_steward_isHandedOverInTwoSteps() public {
        _layouts.transferOwnership(address(1));
        assertEq(bytes32(bytes20(_layouts.owner())), bytes32(bytes20(address(this))), "PROOF-7");

        vm.prank(address(1));
        _layouts.acceptOwnership();
        assertEq(bytes32(bytes20(_layouts.owner())), bytes32(bytes20(address(1))), "PROOF-7");
    }

    function _layout(uint64 fromSlot, uint8 version) private pure returns (Layout memory) {
        return Layout(fromSlot, bytes4(uint32(version) << 24), 6, 3, 11, 12, 34, 41, 39, 28);
    }
}
