// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ShortString, ShortStrings} from "@openzeppelin/contracts/utils/ShortStrings.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

import {ISignedMessages} from "../interfaces/restaking/ISignedMessages.sol";

/// @dev EIP-712 under EigenLayer's name; the domain's version is the first character of the contract's.
abstract contract SignedMessages is ISignedMessages {
    bytes32 private constant DOMAIN_TYPEHASH =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");

    ShortString private immutable _version;

    constructor(string memory version_) {
        _version = ShortStrings.toShortString(version_);
    }

    function version() external view returns (string memory) {
        return ShortStrings.toString(_version);
    }

    function domainSeparator() public view returns (bytes32) {
        bytes1 major = ShortString.unwrap(_version)[0];
        return keccak256(
            abi.encode(
                DOMAIN_TYPEHASH,
                keccak256("EigenLayer"),
                keccak256(abi.encodePacked(major)),
                block.chainid,
                address(this)
            )
        );
    }

    function _digest(bytes32 structHash) internal view returns (bytes32) {
        return keccak256(abi.encodePacked(hex"1901", domainSeparator(), structHash));
    }

    /// @dev By a key, or by a contract (EIP-1271). The key first: an account with delegated code (EIP-7702) may use either.
    function _checkSignature(address signer, bytes32 digest, bytes calldata signature, uint256 expiry) internal view {
        if (expiry < block.timestamp) revert SignatureExpired();

        (address recovered,,) = ECDSA.tryRecoverCalldata(digest, signature);
        if (recovered == signer && signer != address(0)) return;
        if (SignatureChecker.isValidERC1271SignatureNowCalldata(signer, digest, signature)) return;
        revert InvalidSignature();
    }
}
