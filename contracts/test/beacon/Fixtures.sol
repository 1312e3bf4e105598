// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {Layout, PendingDeposit, StateProof, Validator} from "../../src/interfaces/IBeacon.sol";
import {Layouts} from "../../src/beacon/Layouts.sol";
import {Support} from "./Support.sol";

/// @dev Real states and deposits, and proofs of their parts: see test/fixtures/beacon/generate.ts.
abstract contract Fixtures is Support {
    struct StateFixture {
        Layout layout;
        bytes32 blockRoot;
        StateProof proof;
        ValidatorCase[] validators;
        BalanceCase[] balances;
        DepositCase[] deposits;
        Beyond beyond;
    }

    struct ValidatorCase {
        uint256[] indices;
        Validator[] validators;
        bytes32[] siblings;
    }

    struct BalanceCase {
        uint256[] indices;
        bytes32[] chunks;
        bytes32[] siblings;
        uint64[] balances; // four to a chunk, gwei
    }

    struct DepositCase {
        uint256[] indices;
        PendingDeposit[] deposits;
        bytes32[] siblings;
    }

    /// @dev Proves that the chunk 1000 of the balances, far beyond the list's end, is zero.
    struct Beyond {
        bytes32[] siblings;
    }

    struct DepositFixture {
        bytes4 version;
        bytes pubkey;
        bytes32 credentials;
        uint64 amount;
        bytes signature;
        bytes pubkeyY;
        bytes signatureY;
        bytes32 pubkeyRoot;
        bytes32 signatureRoot;
        bytes32 messageRoot;
        bytes32 dataRoot;
        bytes32 topUpRoot;
    }

    /// @dev Points of the curves outside the subgroups.
    struct Stray {
        bytes pubkey;
        bytes pubkeyY;
        bytes signature;
        bytes signatureY;
    }

    function _state(string memory name) internal view returns (StateFixture memory) {
        return abi.decode(_read("states", name), (StateFixture));
    }

    function _deposits() internal view returns (DepositFixture[] memory deposits, Stray memory stray) {
        return abi.decode(_read("signatures", "signatures"), (DepositFixture[], Stray));
    }

    /// @dev The table of a chain that knows Electra and Fulu.
    function _layouts() internal returns (Layouts) {
        Layout[] memory rows = new Layout[](2);
        rows[0] = _state("electra").layout;
        rows[1] = _state("fulu").layout;
        return new Layouts(0, 100, address(this), rows);
    }

    function _read(string memory file, string memory key) private view returns (bytes memory) {
        string memory path = string.concat(vm.projectRoot(), "/test/fixtures/beacon/", file, ".json");
        return vm.parseJsonBytes(vm.readFile(path), string.concat(".", key));
    }
}
