// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";

import {IRestakedEther} from "../interfaces/liquid/IRestakedEther.sol";
import {ISpread} from "../interfaces/liquid/ISpread.sol";
import {LiquidVault} from "../vault/LiquidVault.sol";
import {Books} from "../vault/types/Books.sol";
import {Reserve} from "../vault/types/Ledger.sol";
import {VaultParameters, within} from "../vault/types/Parameters.sol";

/// @title crETH: a liquid share of a spread of restaked positions
/// @notice What stands behind the shares is the vault's idle ether and what its `Spread` counts. Each count is booked by itself: a
/// loss at once, a gain to vest. Nothing is paid without a stamp, which says that no slashing is unbooked.
///
/// The treasury's shares, which are the fees, bear losses before anyone else's: see `FirstLoss`, which is the treasury.
contract RestakedEther is LiquidVault, IRestakedEther {
    address public immutable spread;
    uint256 public immutable stampFor;

    uint256 public stampedAt;

    modifier onlySpread() {
        if (msg.sender != spread) revert OnlySpread(msg.sender);
        _;
    }

    constructor(address spread_, uint256 stampFor_, VaultParameters memory p)
        payable
        LiquidVault("Cairn Restaked Ether", p)
    {
        within("stampFor", stampFor_, 0, 32);
        if (spread_ == address(0)) revert InvalidReceiver(spread_);
        spread = spread_;
        stampFor = stampFor_;
    }

    function name() external pure returns (string memory) {
        return "Cairn Restaked Ether";
    }

    function symbol() external pure returns (string memory) {
        return "crETH";
    }

    // -- Leaving in kind ---------------------------------------------------------------------------------------------

    function redeemInKind(
        uint256 asset_,
        uint256 shares,
        address receiver,
        address owner,
        uint256 minUnits,
        uint256 deadline
    ) external before(deadline) guarded returns (uint256 units) {
        (uint256 owed, uint256 has) = _owedAndIdle();
        if (owed > has) revert QueueFirst(owed, has);

        (uint256 assets, uint256 fee) = _leaveInKind(shares, owner);
        units = ISpread(spread).payInKind(asset_, receiver, assets);
        if (units < minUnits) revert AssetsBelowMinimum(units, minUnits);

        emit RedeemedInKind(msg.sender, receiver, owner, asset_, shares, assets, fee, units);
    }

    // -- The spread's side -------------------------------------------------------------------------------------------

    function credit(address receiver, uint256 assets, uint256 minShares)
        external
        onlySpread
        guarded
        returns (uint256 shares)
    {
        shares = _deposit(assets, receiver, minShares);
        _moveOutside(assets);
    }

    function book(uint256 was, uint256 found) external onlySpread guarded returns (int256 delta) {
        uint256 covered;
        uint256 coverShares;
        (delta, covered, coverShares) = _book(was, found, treasury);
        if (covered != 0) emit Covered(covered, coverShares);
    }

    function stake(uint256 assets) external onlySpread guarded {
        Books memory books = _accrue();
        _checkNotStale(books);
        _save(books);
        uint256 left = stakeable();
        if (assets > left) revert ExceedsStakeable(assets, left);

        _moveOutside(assets);

        Address.sendValue(payable(spread), assets);
    }

    function give() external payable onlySpread guarded {
        _moveInside(msg.value);
    }

    function earn() external payable guarded {
        _earn(msg.value);
    }

    function finish(uint256 provenAt, uint256 eligible) external onlySpread guarded {
        _finish(provenAt, eligible);
    }

    function stamp() external onlySpread {
        stampedAt = block.number;
    }

    function _checkPaying(Reserve memory reserve_) internal view override {
        super._checkPaying(reserve_);
        uint256 validUntil = stampedAt + stampFor;
        if (block.number > validUntil) revert NotStamped(stampedAt, validUntil);
    }
}
