// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IDepositSignature} from "../interfaces/IBeacon.sol";
import {DepositData} from "./DepositData.sol";
import {Multiproof} from "./Multiproof.sol";

/// @title On-chain check of a deposit's BLS signature
/// @notice `e(pubkey, H(m)) = e(G1, signature)`, with `H` the hash to G2 of RFC 9380. The pairing precompile refuses
/// coordinates that aren't reduced, points off the curve and points outside the subgroup. What it would take is the point at
/// infinity, with which the equation holds for any message: that is refused here, both by its flag in the compressed
/// bytes and by its coordinates, which to the precompiles are zeros.
contract DepositSignature is IDepositSignature {
    address private constant MODEXP = address(0x05);
    address private constant G2_ADD = address(0x0d);
    address private constant PAIRING = address(0x0f);
    address private constant MAP_FP2_TO_G2 = address(0x11);

    /// @dev The field's prime, as 16 and 32 bytes.
    uint256 private constant P_HIGH = 0x1a0111ea397fe69a4b1ba7b6434bacd7;
    uint256 private constant P_LOW = 0x64774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab;

    /// @dev (p - 1) / 2. Of y and -y, the greater one is above it.
    uint256 private constant HALF_HIGH = 0x0d0088f51cbff34d258dd3db21a5d66b;
    uint256 private constant HALF_LOW = 0xb23ba5c279c2895fb39869507b587b120f55ffff58a9ffffdcff7fffffffd555;

    /// @dev -G1: the generator of G1, its y replaced by p - y.
    bytes32 private constant NEGATED_G1_X_HIGH = 0x0000000000000000000000000000000017f1d3a73197d7942695638c4fa9ac0f;
    bytes32 private constant NEGATED_G1_X_LOW = 0xc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb;
    bytes32 private constant NEGATED_G1_Y_HIGH = 0x00000000000000000000000000000000114d1d6855d545a8aa7d76c8cf2e21f2;
    bytes32 private constant NEGATED_G1_Y_LOW = 0x67816aef1db507c96655b9d5caac42364e6f38ba0ecb751bad54dcd6b939c2ca;

    bytes1 private constant COMPRESSED = 0x80;
    bytes1 private constant INFINITY = 0x40;
    bytes1 private constant GREATER_Y = 0x20;

    /// @dev The suite's domain separation tag, and its length.
    bytes private constant TAG = "BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_\x2b";

    bytes4 private constant DOMAIN_DEPOSIT = 0x03000000;

    /// @notice Deposits are signed for the genesis fork, whatever the fork of the day, so that they stay valid.
    bytes32 public immutable depositDomain;

    constructor(bytes4 genesisForkVersion) {
        bytes32 forkDataRoot = Multiproof.hashPair(genesisForkVersion, 0);
        depositDomain = DOMAIN_DEPOSIT | (forkDataRoot >> 32);
    }

    /// @inheritdoc IDepositSignature
    function verify(
        bytes calldata pubkey,
        bytes32 withdrawalCredentials,
        uint64 amount,
        bytes calldata signature,
        Points calldata points
    ) external view {
        bytes memory g1 = _decompressG1(pubkey, points.pubkeyY);
        bytes memory g2 = _decompressG2(signature, points.signatureY);
        bytes32 message = DepositData.messageRoot(pubkey, withdrawalCredentials, amount);
        bytes memory hashed = _hashToG2(Multiproof.hashPair(message, depositDomain));

        (bool valid, bytes memory answer) = PAIRING.staticcall(
            abi.encodePacked(g1, hashed, NEGATED_G1_X_HIGH, NEGATED_G1_X_LOW, NEGATED_G1_Y_HIGH, NEGATED_G1_Y_LOW, g2)
        );
        if (!valid || answer.length != 32 || abi.decode(answer, (uint256)) != 1) revert InvalidDepositSignature();
    }

    // -- Points ------------------------------------------------------------------------------------------------------

    function _decompressG1(bytes calldata compressed, bytes calldata y) private pure returns (bytes memory) {
        if (compressed.length != 48 || y.length != 64) revert MalformedPoint();

        bool greater = _isGreater(y);
        return abi.encodePacked(bytes16(0), _x(compressed, greater), compressed[1:], y);
    }

    /// @dev Compressed, x is c1 then c0; the precompiles want c0 then c1.
    function _decompressG2(bytes calldata compressed, bytes calldata y) private pure returns (bytes memory) {
        if (compressed.length != 96 || y.length != 128) revert MalformedPoint();

        bool greater = _isGreater(_isZero(y[64:]) ? y[:64] : y[64:]);
        return abi.encodePacked(bytes16(0), compressed[48:], bytes16(0), _x(compressed, greater), compressed[1:48], y);
    }

    /// @dev The first byte of x, freed of its flags, after checking them: compressed, not infinity, the y that is given.
    function _x(bytes calldata compressed, bool greater) private pure returns (bytes1 first) {
        first = compressed[0];
        if (first & (COMPRESSED | INFINITY | GREATER_Y) != (greater ? COMPRESSED | GREATER_Y : COMPRESSED)) {
            revert MalformedPoint();
        }
        first &= 0x1f;
    }

    /// @dev Whether a field element of 64 bytes is greater than its negative. No point of the subgroup has the y zero: it
    /// would be its own negative.
    function _isGreater(bytes calldata y) private pure returns (bool) {
        if (_isZero(y)) revert MalformedPoint();

        uint256 high = uint256(bytes32(y[:32]));
        uint256 low = uint256(bytes32(y[32:]));
        return high > HALF_HIGH || (high == HALF_HIGH && low > HALF_LOW);
    }

    function _isZero(bytes calldata element) private pure returns (bool) {
        return bytes32(element[:32]) | bytes32(element[32:]) == 0;
    }

    // -- Hash to curve -----------------------------------------------------------------------------------------------

    /// @dev RFC 9380, `hash_to_curve` of BLS12381G2_XMD:SHA-256_SSWU_RO_. Mapping clears the cofactor, which commutes with adding.
    function _hashToG2(bytes32 message) private view returns (bytes memory) {
        bytes32[8] memory uniform = _expand(message);
        bytes memory a = _map(uniform[0], uniform[1], uniform[2], uniform[3]);
        bytes memory b = _map(uniform[4], uniform[5], uniform[6], uniform[7]);
        return _call(G2_ADD, abi.encodePacked(a, b));
    }

    /// @dev RFC 9380, `expand_message_xmd` to 256 bytes.
    function _expand(bytes32 message) private pure returns (bytes32[8] memory uniform) {
        bytes32 seed = sha256(abi.encodePacked(new bytes(64), message, uint16(256), uint8(0), TAG));
        bytes32 last;
        for (uint8 i; i < 8; ++i) {
            last = sha256(abi.encodePacked(seed ^ last, i + 1, TAG));
            uniform[i] = last;
        }
    }

    function _map(bytes32 a, bytes32 b, bytes32 c, bytes32 d) private view returns (bytes memory) {
        return _call(MAP_FP2_TO_G2, abi.encodePacked(_reduce(a, b), _reduce(c, d)));
    }

    /// @dev The 64-byte integer modulo p.
    function _reduce(bytes32 high, bytes32 low) private view returns (bytes memory) {
        return _call(MODEXP, abi.encodePacked(uint256(64), uint256(1), uint256(64), high, low, uint8(1), P_HIGH, P_LOW));
    }

    function _call(address precompile, bytes memory input) private view returns (bytes memory output) {
        bool done;
        (done, output) = precompile.staticcall(input);
        // Their input is of our making, so only want of gas or a chain without them can end here.
        if (!done || output.length == 0) revert InvalidDepositSignature();
    }
}
