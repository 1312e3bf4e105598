// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IERC721Metadata} from "@openzeppelin/contracts/token/ERC721/extensions/IERC721Metadata.sol";
import {IERC721Receiver} from "@openzeppelin/contracts/token/ERC721/IERC721Receiver.sol";
import {Base64} from "solady/utils/Base64.sol";
import {LibString} from "solady/utils/LibString.sol";

import {IRedeemQueue} from "../../src/interfaces/IRedeemQueue.sol";
import {TicketToken} from "../../src/vault/TicketToken.sol";
import {Scene} from "./Scene.sol";

contract Collector is IERC721Receiver {
    bytes public received;

    function onERC721Received(address operator, address from, uint256 id, bytes calldata data)
        external
        returns (bytes4)
    {
        received = abi.encode(operator, from, id, data);
        return this.onERC721Received.selector;
    }
}

contract TicketTest is Scene {
    using LibString for string;

    uint256 private id;

    function setUp() public override {
        super.setUp();
        deposit(alice, 100 ether);
        id = request(alice, 10 ether);
    }

    function test_ticket_isAnErc721() public view {
        assertTrue(queue.supportsInterface(type(IERC165).interfaceId), "ERC-165");
        assertTrue(queue.supportsInterface(type(IERC721).interfaceId), "ERC-721");
        assertTrue(queue.supportsInterface(type(IERC721Metadata).interfaceId), "ERC-721");
        assertTrue(!queue.supportsInterface(0xffffffff), "ERC-165");
        assertEq(queue.name(), "Cairn Redemption Ticket", "name");
        assertEq(queue.symbol(), "csETH-R", "symbol");
        assertEq(queue.balanceOf(alice), 1, "one ticket");
    }

    function testFuzz_transferFrom_movesTheTicketWhole(address to) public {
        vm.assume(to != address(0) && to != address(vault) && to != address(queue) && to != alice);
        vm.expectEmit(address(queue));
        emit TicketToken.Transfer(alice, to, id);
        vm.prank(alice);
        queue.transferFrom(alice, to, id);
        assertEq(queue.ownerOf(id), to, "moved");
        assertEq(queue.balanceOf(alice), 0, "moved");
        assertEq(queue.balanceOf(to), 1, "moved");
        assertEq(positionOf(id).size, 10 ether, "FIFO-1");
    }

    function test_transferFrom_toNobodyTheVaultOrTheQueueIsRefused() public {
        address[3] memory receivers = [address(0), address(vault), address(queue)];
        for (uint256 i; i < 3; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IRedeemQueue.InvalidReceiver.selector, receivers[i]));
            vm.prank(alice);
            queue.transferFrom(alice, receivers[i], id);
        }
    }

    function test_transferFrom_byOwnerApprovedOrOperatorAndNobodyElse() public {
        vm.expectRevert(abi.encodeWithSelector(IRedeemQueue.NotTicketOwner.selector, id, bob));
        vm.prank(bob);
        queue.transferFrom(alice, bob, id);
        vm.expectRevert(abi.encodeWithSelector(IRedeemQueue.NotTicketOwner.selector, id, bob));
        vm.prank(alice);
        queue.transferFrom(bob, carol, id);
        vm.expectRevert(abi.encodeWithSelector(IRedeemQueue.UnknownTicket.selector, 5));
        vm.prank(alice);
        queue.transferFrom(alice, bob, 5);

        vm.prank(alice);
        queue.approve(bob, id);
        assertEq(queue.getApproved(id), bob, "approved");
        vm.prank(bob);
        queue.transferFrom(alice, carol, id);
        assertEq(queue.getApproved(id), address(0), "an approval ends with the ownership");
        vm.expectRevert(abi.encodeWithSelector(IRedeemQueue.NotTicketOwner.selector, id, bob));
        vm.prank(bob);
        queue.transferFrom(carol, bob, id);

        vm.prank(carol);
        queue.setApprovalForAll(bob, true);
        vm.prank(bob);
        queue.approve(keeper, id);
        vm.prank(keeper);
        queue.transferFrom(carol, alice, id);
        assertEq(queue.ownerOf(id), alice, "back");
    }

    function test_approve_byOwnerOrOperatorAndNobodyElse() public {
        vm.expectRevert(abi.encodeWithSelector(IRedeemQueue.NotTicketOwner.selector, id, bob));
        vm.prank(bob);
        queue.approve(bob, id);
        vm.expectRevert(abi.encodeWithSelector(IRedeemQueue.UnknownTicket.selector, 5));
        queue.approve(bob, 5);
        vm.expectRevert(abi.encodeWithSelector(IRedeemQueue.UnknownTicket.selector, 5));
        queue.getApproved(5);
        vm.expectRevert(abi.encodeWithSelector(IRedeemQueue.UnknownTicket.selector, 5));
        queue.tokenURI(5);
        vm.expectRevert(abi.encodeWithSelector(IRedeemQueue.InvalidReceiver.selector, address(0)));
        queue.balanceOf(address(0));
    }

    function test_safeTransferFrom_asksContractsIfTheyWantIt() public {
        Collector collector = new Collector();
        vm.prank(alice);
        queue.safeTransferFrom(alice, address(collector), id, "hello");
        assertEq(queue.ownerOf(id), address(collector), "moved");
        assertTrue(
            keccak256(collector.received()) == keccak256(abi.encode(alice, alice, id, bytes("hello"))), "ERC-721"
        );

        uint256 other = request(alice, 10 ether);
        vm.expectRevert(abi.encodeWithSignature("ERC721InvalidReceiver(address)", address(weth)));
        vm.prank(alice);
        queue.safeTransferFrom(alice, address(weth), other);
        vm.prank(alice);
        queue.safeTransferFrom(alice, bob, other);
        assertEq(queue.ownerOf(other), bob, "accounts aren't asked");
    }

    // -- The picture -------------------------------------------------------------------------------------------------

    function picture(uint256 ticket) private view returns (string memory json, string memory svg) {
        string memory uri = queue.tokenURI(ticket);
        assertTrue(uri.startsWith("data:application/json;base64,"), "on chain");
        json = string(Base64.decode(uri.slice(29)));
        string memory image = vm.parseJsonString(json, ".image");
        assertTrue(image.startsWith("data:image/svg+xml;base64,"), "on chain");
        svg = string(Base64.decode(image.slice(26)));
    }

    function test_tokenURI_showsSizeFilledPartPlaceAndWhatIsClaimable() public {
        uint256 second = request(alice, 4 ether);
        (string memory json, string memory svg) = picture(second);
        assertEq(vm.parseJsonString(json, ".name"), "csETH redemption of 4.0000 shares", "size");
        assertTrue(svg.contains(">ahead in line</text>"), "place");
        assertTrue(svg.contains(">10.0000</text>"), "place");
        assertTrue(svg.contains('height="0"/></clipPath>'), "nothing is filled");

        checkpoint();
        fill(13 ether);
        (json, svg) = picture(second);
        assertTrue(svg.contains(">3.0000</text>"), "filled and claimable");
        assertTrue(svg.contains(">0.0000</text>"), "none is ahead");
        assertTrue(svg.contains('height="165"/></clipPath>'), "three quarters of 220");
        assertEq(vm.parseJsonString(json, ".attributes[1].trait_type"), "Filled shares", "attributes");
        assertTrue(json.contains('{"trait_type":"Claimable ETH","value":3.0000}'), "attributes");
    }

    function testFuzz_tokenURI_isValidForAnyTicket(uint256 size, uint256 filled) public {
        size = bound(size, 0.01 ether, 1_000_000 ether);
        deposit(bob, size);
        uint256 ticket = request(bob, size);
        checkpoint();
        fill(bound(filled, 0.011 ether, size + 11 ether));
        (string memory json,) = picture(ticket);
        assertTrue(bytes(vm.parseJsonString(json, ".description")).length > 0, "JSON");
    }
}
