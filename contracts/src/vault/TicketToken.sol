// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IERC721Metadata} from "@openzeppelin/contracts/token/ERC721/extensions/IERC721Metadata.sol";
import {ERC721Utils} from "@openzeppelin/contracts/token/ERC721/utils/ERC721Utils.sol";

import {IRedeemQueue} from "../interfaces/IRedeemQueue.sol";

/// @title A ticket as a token
/// @notice ERC-721, with a ticket's owner and size in one word. An id is a place in the line where a ticket begins; since
/// tickets don't overlap and what is left of one begins later, no id ever comes back. So an ended ticket may leave its
/// approval behind, which claims needn't pay to look for.
abstract contract TicketToken is IRedeemQueue, IERC165 {
    event Transfer(address indexed from, address indexed to, uint256 indexed id);
    event Approval(address indexed owner, address indexed account, uint256 indexed id);
    event ApprovalForAll(address indexed owner, address indexed operator, bool isApproved);

    struct Ticket {
        address owner;
        uint96 size; // shares
    }

    mapping(uint256 id => Ticket) internal tickets;
    mapping(address owner => uint256) internal ticketCount;
    mapping(uint256 id => address) private approvedFor;
    mapping(address owner => mapping(address operator => bool)) public isApprovedForAll;

    function approve(address account, uint256 id) external {
        address owner = ownerOf(id);
        if (msg.sender != owner && !isApprovedForAll[owner][msg.sender]) revert NotTicketOwner(id, msg.sender);

        approvedFor[id] = account;

        emit Approval(owner, account, id);
    }

    function setApprovalForAll(address operator, bool isApproved) external {
        isApprovedForAll[msg.sender][operator] = isApproved;

        emit ApprovalForAll(msg.sender, operator, isApproved);
    }

    function transferFrom(address from, address to, uint256 id) public {
        _checkReceiver(to);
        if (from != ownerOf(id)) revert NotTicketOwner(id, from);
        _checkMayAct(id, from);

        if (approvedFor[id] != address(0)) delete approvedFor[id];
        tickets[id].owner = to;
        ticketCount[from] -= 1;
        ticketCount[to] += 1;

        emit Transfer(from, to, id);
    }

    function safeTransferFrom(address from, address to, uint256 id) external {
        safeTransferFrom(from, to, id, "");
    }

    function safeTransferFrom(address from, address to, uint256 id, bytes memory data) public {
        transferFrom(from, to, id);
        ERC721Utils.checkOnERC721Received(msg.sender, from, to, id, data);
    }

    function ownerOf(uint256 id) public view returns (address owner) {
        owner = tickets[id].owner;
        if (owner == address(0)) revert UnknownTicket(id);
    }

    function balanceOf(address owner) external view returns (uint256) {
        if (owner == address(0)) revert InvalidReceiver(owner);
        return ticketCount[owner];
    }

    function getApproved(uint256 id) external view returns (address) {
        ownerOf(id);
        return approvedFor[id];
    }

    function supportsInterface(bytes4 id) external pure returns (bool) {
        return
            id == type(IERC165).interfaceId || id == type(IERC721).interfaceId
                || id == type(IERC721Metadata).interfaceId;
    }

    // -- Inside ------------------------------------------------------------------------------------------------------

    function _checkReceiver(address receiver) internal view virtual;

    function _checkMayAct(uint256 id, address owner) internal view {
        if (msg.sender == owner) return;
        // Nobody owns what isn't there, and an ended ticket's approval is worth nothing.
        bool may = owner != address(0) && (isApprovedForAll[owner][msg.sender] || approvedFor[id] == msg.sender);
        if (!may) revert NotTicketOwner(id, msg.sender);
    }

    function _begin(address owner, uint256 id, uint256 size) internal {
        tickets[id] = Ticket({owner: owner, size: uint96(size)});
        ticketCount[owner] += 1;

        emit Transfer(address(0), owner, id);
    }

    function _end(address owner, uint256 id) internal {
        delete tickets[id];
        unchecked {
            ticketCount[owner] -= 1;
        }

        emit Transfer(owner, address(0), id);
    }

    /// @dev What is left of a ticket goes on under another id.
    function _goOn(address owner, uint256 id, uint256 nextId, uint256 size) internal {
        delete tickets[id];
        tickets[nextId] = Ticket({owner: owner, size: uint96(size)});

        emit Transfer(owner, address(0), id);
        emit Transfer(address(0), owner, nextId);
    }
}
