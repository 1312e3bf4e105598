// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {Base64} from "solady/utils/Base64.sol";
import {LibString} from "solady/utils/LibString.sol";

import {IRedeemQueue} from "../interfaces/IRedeemQueue.sol";

/// @title What a ticket looks like
/// @notice A cairn of five stones that fills from the ground up, as far as the ticket is filled, and under it the numbers: the
/// picture is drawn from the state it is asked in, so it is never out of date.
library TicketPicture {
    using LibString for uint256;

    uint256 private constant GROUND = 300;
    uint256 private constant HEIGHT = 220;

    function uri(string memory symbol, uint256 id, IRedeemQueue.Position memory p)
        internal
        pure
        returns (string memory)
    {
        string memory json = string.concat(
            '{"name":"',
            symbol,
            " redemption of ",
            decimal(p.size),
            ' shares","description":"A place in the line of ',
            symbol,
            ' redemptions. Its holder can claim what is filled.","image":"data:image/svg+xml;base64,',
            Base64.encode(bytes(svg(id, p))),
            '","attributes":[',
            attributes(id, p),
            "]}"
        );
        return string.concat("data:application/json;base64,", Base64.encode(bytes(json)));
    }

    function svg(uint256 id, IRedeemQueue.Position memory p) internal pure returns (string memory) {
        uint256 level = p.size == 0 ? 0 : HEIGHT * p.claimableShares / p.size;
        return string.concat(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 480" font-family="monospace" font-size="15">',
            '<rect width="360" height="480" rx="24" fill="#10161d"/><clipPath id="f"><rect width="360" y="',
            (GROUND - level).toString(),
            '" height="',
            level.toString(),
            '"/></clipPath><defs><g id="s">',
            stones(id),
            '</g></defs><use href="#s" fill="#2b3a47"/><use href="#s" fill="#7fd1ae" clip-path="url(#f)"/>',
            lines(p),
            "</svg>"
        );
    }

    /// @dev Widths vary with the id, so that two tickets are told apart at a glance.
    function stones(uint256 id) private pure returns (string memory drawn) {
        uint256 seed = uint256(keccak256(abi.encode(id)));
        for (uint256 i; i < 5; ++i) {
            uint256 radius = 104 - 17 * i - (seed >> (8 * i)) % 12;
            uint256 lean = 172 + (seed >> (64 + 8 * i)) % 17;
            drawn = string.concat(
                drawn,
                '<ellipse cx="',
                lean.toString(),
                '" cy="',
                (GROUND - 22 - 44 * i).toString(),
                '" rx="',
                radius.toString(),
                '" ry="22"/>'
            );
        }
    }

    function lines(IRedeemQueue.Position memory p) private pure returns (string memory) {
        return string.concat(
            line(350, "shares", decimal(p.size)),
            line(380, "filled", decimal(p.claimableShares)),
            line(410, "claimable ETH", decimal(p.assets)),
            line(440, "ahead in line", decimal(p.ahead))
        );
    }

    function line(uint256 y, string memory label, string memory value) private pure returns (string memory) {
        string memory at = string.concat('" y="', y.toString(), '"');
        return string.concat(
            '<text x="36',
            at,
            ' fill="#8fa3b3">',
            label,
            '</text><text x="324',
            at,
            ' fill="#fff" text-anchor="end">',
            value,
            "</text>"
        );
    }

    function attributes(uint256 id, IRedeemQueue.Position memory p) private pure returns (string memory) {
        return string.concat(
            attribute("Shares", p.size),
            ",",
            attribute("Filled shares", p.claimableShares),
            ",",
            attribute("Claimable ETH", p.assets),
            ",",
            attribute("Shares ahead", p.ahead),
            ",",
            attribute("Place", id)
        );
    }

    function attribute(string memory trait, uint256 value) private pure returns (string memory) {
        return string.concat('{"trait_type":"', trait, '","value":', decimal(value), "}");
    }

    /// @dev 18 decimals to four, down.
    function decimal(uint256 value) internal pure returns (string memory) {
        string memory fraction = (1e4 + value % 1e18 / 1e14).toString();
        return string.concat((value / 1e18).toString(), ".", LibString.slice(fraction, 1));
    }
}
