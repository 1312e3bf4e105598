// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ValidatorRequests} from "../../src/beacon/ValidatorRequests.sol";
import {Support} from "./Support.sol";
import {SystemContracts} from "./SystemContracts.sol";

contract Requester {
    function fee() external view returns (uint256) {
        return ValidatorRequests.fee();
    }

    function request(bytes calldata pubkey, uint64 amount, uint256 paid) external {
        ValidatorRequests.request(pubkey, amount, paid);
    }
}

contract ValidatorRequestsTest is Support {
    bytes private constant PUBKEY =
        hex"a99a76ed7796f7be22d5b7e85deeb7c5677e88e511e0b337618f8c4eb61349b4bf2d153f649f7b53359fe8b94a38e44c";

    Requester private _requester = new Requester();

    function setUp() public {
        vm.etch(ValidatorRequests.CONTRACT, SystemContracts.WITHDRAWAL_REQUESTS);
        vm.deal(address(_requester), 1 ether);
    }

    function test_request_isQueuedForTheConsensusLayerToTheByte() public {
        _requester.request(PUBKEY, 0x0123456789abcdef, 1);
        _requester.request(PUBKEY, 0, 1);

        bytes memory queue = _dequeue();

        // Each: who asked, the pubkey, the amount with its lowest byte first.
        bytes memory expected = abi.encodePacked(
            address(_requester), PUBKEY, hex"efcdab8967452301", address(_requester), PUBKEY, uint64(0)
        );
        assertEq(keccak256(queue), keccak256(expected), "REQ-1");
    }

    function test_fee_isWhatARequestCosts() public {
        assertEq(_requester.fee(), 1, "REQ-2");
        for (uint256 i; i < 40; ++i) {
            _requester.request(PUBKEY, 1, 1);
        }
        _dequeue();

        uint256 fee = _requester.fee();

        assertTrue(fee > 1, "REQ-2");
        vm.expectRevert(abi.encodeWithSelector(ValidatorRequests.RequestRefused.selector, fee - 1));
        _requester.request(PUBKEY, 1, fee - 1);
        _requester.request(PUBKEY, 1, fee);
    }

    function test_request_wantsAPubkeysLength() public {
        vm.expectRevert(abi.encodeWithSelector(ValidatorRequests.WrongPubkeyLength.selector, 47));
        _requester.request(new bytes(47), 1, 1);
        vm.expectRevert(abi.encodeWithSelector(ValidatorRequests.WrongPubkeyLength.selector, 49));
        _requester.request(new bytes(49), 1, 1);
    }

    function test_fee_isUnavailableBeforeTheForkAndWithoutTheContract() public {
        vm.store(ValidatorRequests.CONTRACT, 0, bytes32(type(uint256).max));
        vm.expectRevert(ValidatorRequests.FeeUnavailable.selector);
        _requester.fee();

        vm.etch(ValidatorRequests.CONTRACT, "");
        vm.expectRevert(ValidatorRequests.FeeUnavailable.selector);
        _requester.fee();
    }

    function _dequeue() private returns (bytes memory queue) {
        bool done;
        vm.prank(SystemContracts.SYSTEM);
        (done, queue) = ValidatorRequests.CONTRACT.call("");
        assertTrue(done, "system call");
    }
}
