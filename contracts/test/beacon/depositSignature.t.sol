// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IDepositSignature} from "../../src/interfaces/IBeacon.sol";
import {DepositData} from "../../src/beacon/DepositData.sol";
import {DepositSignature} from "../../src/beacon/DepositSignature.sol";
import {Fixtures} from "./Fixtures.sol";

contract DepositHasher {
    function root(bytes calldata pubkey, bytes32 credentials, uint64 amount, bytes calldata signature)
        external
        view
        returns (bytes32)
    {
        return DepositData.root(pubkey, credentials, amount, signature);
    }

    function topUpRoot(bytes calldata pubkey, bytes32 credentials, uint64 amount) external view returns (bytes32) {
        return DepositData.topUpRoot(pubkey, credentials, amount);
    }

    function messageRoot(bytes calldata pubkey, bytes32 credentials, uint64 amount) external view returns (bytes32) {
        return DepositData.messageRoot(pubkey, credentials, amount);
    }

    function pubkeyRoot(bytes calldata pubkey) external view returns (bytes32) {
        return DepositData.pubkeyRoot(pubkey);
    }

    function signatureRoot(bytes calldata signature) external view returns (bytes32) {
        return DepositData.signatureRoot(signature);
    }
}

contract DepositSignatureTest is Fixtures {
    // (p - 1) / 2, and one more: of two opposite y, the smaller and the greater that are nearest to each other.
    bytes private constant HALF =
        hex"000000000000000000000000000000000d0088f51cbff34d258dd3db21a5d66bb23ba5c279c2895fb39869507b587b120f55ffff58a9ffffdcff7fffffffd555";
    bytes private constant ABOVE_HALF =
        hex"000000000000000000000000000000000d0088f51cbff34d258dd3db21a5d66bb23ba5c279c2895fb39869507b587b120f55ffff58a9ffffdcff7fffffffd556";
    bytes private constant PRIME =
        hex"000000000000000000000000000000001a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab";

    DepositSignature private _mainnet = new DepositSignature(0x00000000);
    DepositHasher private _hasher = new DepositHasher();

    // -- What it accepts ---------------------------------------------------------------------------------------------

    function test_verify_acceptsRealDepositsOfItsChain() public {
        (DepositFixture[] memory deposits,) = _deposits();
        uint256 greater;
        for (uint256 i; i < deposits.length; ++i) {
            DepositFixture memory d = deposits[i];
            DepositSignature verifier = new DepositSignature(d.version);
            uint256 gas = gasleft();
            verifier.verify(
                d.pubkey, d.credentials, d.amount, d.signature, IDepositSignature.Points(d.pubkeyY, d.signatureY)
            );
            if (i == 0) emit log_named_uint("gas of a check", gas - gasleft());
            if (d.pubkey[0] & 0x20 != 0) greater |= 1;
            if (d.pubkey[0] & 0x20 == 0) greater |= 2;
            if (d.signature[0] & 0x20 != 0) greater |= 4;
            if (d.signature[0] & 0x20 == 0) greater |= 8;
        }
        assertEq(greater, 15, "both signs of both points are among the fixtures");
    }

    function test_depositDomain_isMainnets() public view {
        assertEq(_mainnet.depositDomain(), 0x03000000f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a9, "BLS-2");
    }

    // -- What it refuses ---------------------------------------------------------------------------------------------

    function test_verify_refusesTheDomainOfAnotherChain() public {
        (DepositFixture[] memory deposits,) = _deposits();
        DepositSignature other = new DepositSignature(deposits[6].version);

        vm.expectRevert(IDepositSignature.InvalidDepositSignature.selector);
        _verify(other, deposits[0]);
        vm.expectRevert(IDepositSignature.InvalidDepositSignature.selector);
        _verify(_mainnet, deposits[6]);
    }

    function test_verify_refusesAnotherMessage() public {
        (DepositFixture[] memory deposits,) = _deposits();

        deposits[0].amount += 1;
        vm.expectRevert(IDepositSignature.InvalidDepositSignature.selector);
        _verify(_mainnet, deposits[0]);

        deposits[1].credentials ^= bytes32(uint256(1));
        vm.expectRevert(IDepositSignature.InvalidDepositSignature.selector);
        _verify(_mainnet, deposits[1]);
    }

    function test_verify_refusesTheSignatureOfAnother() public {
        (DepositFixture[] memory deposits,) = _deposits();
        (deposits[0].signature, deposits[0].signatureY) = (deposits[1].signature, deposits[1].signatureY);
        vm.expectRevert(IDepositSignature.InvalidDepositSignature.selector);
        _verify(_mainnet, deposits[0]);

        (deposits[2].pubkey, deposits[2].pubkeyY) = (deposits[3].pubkey, deposits[3].pubkeyY);
        vm.expectRevert(IDepositSignature.InvalidDepositSignature.selector);
        _verify(_mainnet, deposits[2]);
    }

    function test_verify_refusesTheOtherY() public {
        (DepositFixture[] memory deposits,) = _deposits();

        bytes memory pubkeyY = deposits[0].pubkeyY;
        deposits[0].pubkeyY = _negated(pubkeyY, 0);
        vm.expectRevert(IDepositSignature.MalformedPoint.selector);
        _verify(_mainnet, deposits[0]);

        // With its own sign the other y is a point again, but not the one that signed.
        deposits[0].pubkey[0] ^= 0x20;
        vm.expectRevert(IDepositSignature.InvalidDepositSignature.selector);
        _verify(_mainnet, deposits[0]);

        bytes memory y = deposits[1].signatureY;
        deposits[1].signatureY = bytes.concat(_negated(y, 0), _negated(y, 64));
        vm.expectRevert(IDepositSignature.MalformedPoint.selector);
        _verify(_mainnet, deposits[1]);

        deposits[1].signature[0] ^= 0x20;
        vm.expectRevert(IDepositSignature.InvalidDepositSignature.selector);
        _verify(_mainnet, deposits[1]);
    }

    function test_verify_refusesInfinityAndBytesThatArentCompressed() public {
        bytes1[4] memory flags = [bytes1(0xc0), 0xe0, 0x00, 0x20];
        for (uint256 i; i < flags.length; ++i) {
            (DepositFixture[] memory deposits,) = _deposits();
            deposits[0].pubkey[0] = flags[i] | (deposits[0].pubkey[0] & 0x1f);
            vm.expectRevert(IDepositSignature.MalformedPoint.selector);
            _verify(_mainnet, deposits[0]);

            deposits[1].signature[0] = flags[i] | (deposits[1].signature[0] & 0x1f);
            vm.expectRevert(IDepositSignature.MalformedPoint.selector);
            _verify(_mainnet, deposits[1]);
        }

        // Both at infinity would satisfy the equation for any message.
        (DepositFixture[] memory all,) = _deposits();
        all[0].pubkey = bytes.concat(hex"c0", new bytes(47));
        all[0].pubkeyY = new bytes(64);
        all[0].signature = bytes.concat(hex"c0", new bytes(95));
        all[0].signatureY = new bytes(128);
        vm.expectRevert(IDepositSignature.MalformedPoint.selector);
        _verify(_mainnet, all[0]);

        // The precompiles know infinity as zeros, whatever the flags say.
        all[0].pubkey[0] = 0x80;
        all[0].signature[0] = 0x80;
        vm.expectRevert(IDepositSignature.MalformedPoint.selector);
        _verify(_mainnet, all[0]);
    }

    function test_verify_refusesWrongLengths() public {
        (DepositFixture[] memory deposits,) = _deposits();
        deposits[0].pubkey = bytes.concat(deposits[0].pubkey, hex"00");
        deposits[1].signature = bytes.concat(deposits[1].signature, hex"00");
        deposits[2].pubkeyY = bytes.concat(deposits[2].pubkeyY, hex"00");
        deposits[3].signatureY = new bytes(127);
        for (uint256 i; i < 4; ++i) {
            vm.expectRevert(IDepositSignature.MalformedPoint.selector);
            _verify(_mainnet, deposits[i]);
        }
    }

    function test_verify_refusesPointsOutsideTheSubgroup() public {
        (DepositFixture[] memory deposits, Stray memory stray) = _deposits();
        assertTrue(_isOnCurve(address(0x0b), bytes.concat(_x(stray.pubkey, 0), stray.pubkeyY)), "on the curve of G1");
        bytes memory x = bytes.concat(_x(stray.signature, 48), _x(stray.signature, 0));
        assertTrue(_isOnCurve(address(0x0d), bytes.concat(x, stray.signatureY)), "on the curve of G2");

        (deposits[0].pubkey, deposits[0].pubkeyY) = (stray.pubkey, stray.pubkeyY);
        vm.expectRevert(IDepositSignature.InvalidDepositSignature.selector);
        _verify(_mainnet, deposits[0]);

        (deposits[1].signature, deposits[1].signatureY) = (stray.signature, stray.signatureY);
        vm.expectRevert(IDepositSignature.InvalidDepositSignature.selector);
        _verify(_mainnet, deposits[1]);
    }

    /// @dev The sign is decided before the curve is: which error comes tells which y was taken for the greater.
    function test_verify_takesForTheGreaterYWhatIsAboveHalf() public {
        (DepositFixture[] memory deposits,) = _deposits();
        DepositFixture memory d = deposits[0];
        _assertSign(d, HALF, false);
        _assertSign(d, ABOVE_HALF, true);
        _assertSign(d, PRIME, true);

        // Of G2, c1 decides, and c0 only where c1 is zero.
        bytes memory zero = new bytes(64);
        _assertSignG2(d, bytes.concat(ABOVE_HALF, HALF), false);
        _assertSignG2(d, bytes.concat(HALF, ABOVE_HALF), true);
        _assertSignG2(d, bytes.concat(HALF, zero), false);
        _assertSignG2(d, bytes.concat(ABOVE_HALF, zero), true);
    }

    function testFuzz_verify_refusesAnyOtherBit(uint256 number, uint256 bit) public {
        (DepositFixture[] memory deposits,) = _deposits();
        DepositFixture memory d = deposits[number % 6];
        bytes memory all = bytes.concat(d.pubkey, d.credentials, bytes8(d.amount), d.signature, d.pubkeyY, d.signatureY);
        bit %= all.length * 8;
        all[bit / 8] ^= bytes1(uint8(1 << (bit % 8)));

        bytes memory call = abi.encodeCall(
            _mainnet.verify,
            (
                _slice(all, 0, 48),
                bytes32(_slice(all, 48, 32)),
                uint64(bytes8(_slice(all, 80, 8))),
                _slice(all, 88, 96),
                IDepositSignature.Points(_slice(all, 184, 64), _slice(all, 248, 128))
            )
        );
        // A precompile that refuses its input burns the gas it is given.
        (bool accepted,) = address(_mainnet).staticcall{gas: 1_000_000}(call);
        assertTrue(!accepted, "BLS-1");
    }

    // -- Roots -------------------------------------------------------------------------------------------------------

    function test_depositData_hasTheRootsThatSszHas() public view {
        (DepositFixture[] memory deposits,) = _deposits();
        for (uint256 i; i < deposits.length; ++i) {
            DepositFixture memory d = deposits[i];
            assertEq(_hasher.root(d.pubkey, d.credentials, d.amount, d.signature), d.dataRoot, "BLS-3");
            assertEq(_hasher.topUpRoot(d.pubkey, d.credentials, d.amount), d.topUpRoot, "BLS-3");
            assertEq(_hasher.messageRoot(d.pubkey, d.credentials, d.amount), d.messageRoot, "BLS-3");
            assertEq(_hasher.pubkeyRoot(d.pubkey), d.pubkeyRoot, "BLS-3");
            assertEq(_hasher.signatureRoot(d.signature), d.signatureRoot, "BLS-3");
        }
    }

    function test_depositData_wantsTheRightLengths() public {
        vm.expectRevert(abi.encodeWithSelector(DepositData.WrongPubkeyLength.selector, 47));
        _hasher.pubkeyRoot(new bytes(47));
        vm.expectRevert(abi.encodeWithSelector(DepositData.WrongSignatureLength.selector, 97));
        _hasher.signatureRoot(new bytes(97));
    }

    // -- Inside ------------------------------------------------------------------------------------------------------

    function _verify(DepositSignature verifier, DepositFixture memory d) private view {
        verifier.verify{gas: 1_000_000}(
            d.pubkey, d.credentials, d.amount, d.signature, IDepositSignature.Points(d.pubkeyY, d.signatureY)
        );
    }

    function _assertSign(DepositFixture memory d, bytes memory y, bool greater) private {
        bytes memory signatureY = d.signatureY;
        d.pubkeyY = y;
        d.pubkey[0] = (d.pubkey[0] & 0x1f) | (greater ? bytes1(0xa0) : bytes1(0x80));
        vm.expectRevert(IDepositSignature.InvalidDepositSignature.selector);
        _verify(_mainnet, d);

        d.pubkey[0] ^= 0x20;
        vm.expectRevert(IDepositSignature.MalformedPoint.selector);
        _verify(_mainnet, d);
        d.signatureY = signatureY;
    }

    function _assertSignG2(DepositFixture memory d, bytes memory y, bool greater) private {
        (DepositFixture[] memory deposits,) = _deposits();
        (d.pubkey, d.pubkeyY) = (deposits[0].pubkey, deposits[0].pubkeyY);
        d.signatureY = y;
        d.signature[0] = (d.signature[0] & 0x1f) | (greater ? bytes1(0xa0) : bytes1(0x80));
        vm.expectRevert(IDepositSignature.InvalidDepositSignature.selector);
        _verify(_mainnet, d);

        d.signature[0] ^= 0x20;
        vm.expectRevert(IDepositSignature.MalformedPoint.selector);
        _verify(_mainnet, d);
    }

    /// @dev Adding is defined on all of the curve: it tells whether a point lies there, but not whether in the subgroup.
    function _isOnCurve(address add, bytes memory point) private view returns (bool accepted) {
        (accepted,) = add.staticcall{gas: 10_000}(bytes.concat(point, new bytes(point.length)));
    }

    function _x(bytes memory compressed, uint256 from) private pure returns (bytes memory x) {
        x = bytes.concat(bytes16(0), _slice(compressed, from, 48));
        if (from == 0) x[16] &= 0x1f;
    }

    /// @dev p - y, of the element at `from`.
    function _negated(bytes memory y, uint256 from) private pure returns (bytes memory) {
        uint256 high = uint256(bytes32(_slice(y, from, 32)));
        uint256 low = uint256(bytes32(_slice(y, from + 32, 32)));
        uint256 primeHigh = uint256(bytes32(_slice(PRIME, 0, 32)));
        uint256 primeLow = uint256(bytes32(_slice(PRIME, 32, 32)));
        unchecked {
            return abi.encodePacked(primeHigh - high - (low > primeLow ? 1 : 0), primeLow - low);
        }
    }

    function _slice(bytes memory from, uint256 start, uint256 length) private pure returns (bytes memory part) {
        part = new bytes(length);
        for (uint256 i; i < length; ++i) {
            part[i] = from[start + i];
        }
    }
}
