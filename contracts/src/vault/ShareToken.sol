// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

import {ILiquidVault} from "../interfaces/ILiquidVault.sol";

/// @title The share as a token
/// @notice ERC-20 and ERC-2612. How many shares there are, and how many the vault itself holds, is the ledger's business.
///
/// A permit that somebody else has submitted first is not an error: if the signature was the last one used and the
/// allowance is still there, nothing is left to do. Accounts with code sign by ERC-1271, or, under EIP-7702, with their key.
abstract contract ShareToken is ILiquidVault, IERC20Metadata, IERC20Permit, EIP712 {
    bytes32 private constant PERMIT =
        keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");

    mapping(address owner => uint256) internal balances;
    mapping(address owner => mapping(address spender => uint256)) public allowance;
    mapping(address owner => uint256) public nonces;

    function decimals() external pure returns (uint8) {
        return 18;
    }

    function transfer(address to, uint256 shares) external returns (bool) {
        _checkReceiver(to);
        _move(msg.sender, to, shares);
        return true;
    }

    function transferFrom(address from, address to, uint256 shares) external returns (bool) {
        _checkReceiver(to);
        _spendAllowance(from, shares);
        _move(from, to, shares);
        return true;
    }

    function approve(address spender, uint256 shares) external returns (bool) {
        _approve(msg.sender, spender, shares);
        return true;
    }

    function permit(address owner, address spender, uint256 shares, uint256 deadline, uint8 v, bytes32 r, bytes32 s)
        external
    {
        permit(owner, spender, shares, deadline, abi.encodePacked(r, s, v));
    }

    function permit(address owner, address spender, uint256 shares, uint256 deadline, bytes memory signature) public {
        if (block.timestamp > deadline) revert PermitExpired(deadline);

        uint256 nonce = nonces[owner];
        if (_signed(owner, spender, shares, nonce, deadline, signature)) {
            nonces[owner] = nonce + 1;
            _approve(owner, spender, shares);
        } else {
            bool done = nonce != 0 && allowance[owner][spender] >= shares
                && _signed(owner, spender, shares, nonce - 1, deadline, signature);
            if (!done) revert InvalidPermit(owner);
        }
    }

    function DOMAIN_SEPARATOR() external view returns (bytes32) {
        return _domainSeparatorV4();
    }

    // -- Inside ------------------------------------------------------------------------------------------------------

    function _checkReceiver(address receiver) internal view virtual;

    function _move(address from, address to, uint256 shares) internal {
        _debit(from, shares);
        unchecked {
            // Cannot overflow: no balance exceeds the supply.
            balances[to] += shares;
        }
        emit Transfer(from, to, shares);
    }

    function _mint(address to, uint256 shares) internal {
        unchecked {
            balances[to] += shares;
        }
        emit Transfer(address(0), to, shares);
    }

    function _burn(address from, uint256 shares) internal {
        _debit(from, shares);
        emit Transfer(from, address(0), shares);
    }

    function _debit(address owner, uint256 shares) private {
        uint256 balance = balances[owner];
        if (balance < shares) revert InsufficientBalance(owner, balance, shares);
        unchecked {
            balances[owner] = balance - shares;
        }
    }

    function _approve(address owner, address spender, uint256 shares) private {
        allowance[owner][spender] = shares;
        emit Approval(owner, spender, shares);
    }

    /// @dev An allowance of `type(uint256).max` is never used up.
    function _spendAllowance(address owner, uint256 shares) internal {
        uint256 allowed = allowance[owner][msg.sender];
        if (allowed == type(uint256).max) return;
        if (allowed < shares) revert InsufficientAllowance(msg.sender, allowed, shares);
        unchecked {
            allowance[owner][msg.sender] = allowed - shares;
        }
    }

    function _signed(
        address owner,
        address spender,
        uint256 shares,
        uint256 nonce,
        uint256 deadline,
        bytes memory signature
    ) private view returns (bool) {
        bytes32 hash = _hashTypedDataV4(keccak256(abi.encode(PERMIT, owner, spender, shares, nonce, deadline)));
        (address signer, ECDSA.RecoverError failure,) = ECDSA.tryRecover(hash, signature);
        if (failure == ECDSA.RecoverError.NoError && signer == owner) return true;
        return owner.code.length != 0 && SignatureChecker.isValidERC1271SignatureNow(owner, hash, signature);
    }
}
