// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ERC20} from "solady/tokens/ERC20.sol";

/// @dev A token that anyone can make more of.
contract Token is ERC20 {
    string private _name;
    uint8 private immutable _decimals;

    constructor(string memory name_, uint8 decimals_) {
        _name = name_;
        _decimals = decimals_;
    }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function burn(address from, uint256 amount) external {
        _burn(from, amount);
    }

    function name() public view override returns (string memory) {
        return _name;
    }

    function symbol() public view override returns (string memory) {
        return _name;
    }

    function decimals() public view override returns (uint8) {
        return _decimals;
    }
}
