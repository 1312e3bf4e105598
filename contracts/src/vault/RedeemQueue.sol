// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {FixedPointMathLib as Math} from "solady/utils/FixedPointMathLib.sol";
import {Guard} from "./Guard.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IRedeemQueue} from "../interfaces/IRedeemQueue.sol";
import {IWETH} from "../interfaces/IExternal.sol";
import {RedeemEscrow} from "./RedeemEscrow.sol";
import {TicketPicture} from "./TicketPicture.sol";
import {TicketToken} from "./TicketToken.sol";

/// @title The redemption queue
/// @notice 1. THE LINE. Its unit is the share. A ticket is the interval `[id, id + size)`: one storage word holds owner and
/// size, and the id says where it begins. The line begins at 1e18, so that no id is 0.
///
/// 2. THE CURVE. `fills` are points (how far the line is filled, wei paid up to there), both rising; between two points the
/// curve is straight. A ticket is owed the curve's rise over its interval, rounded down at either end, so what
/// rounding takes from one ticket it gives to its neighbour, and all tickets together are owed what was paid in.
///
/// 3. CLAIMS need no one's leave: no owner, no pause, and the ether is in an escrow that obeys only this contract. A claim
/// on a part burns the id; what is left goes on under the id of its own start. So an id means one thing for as long as it
/// exists, and a buyer gets what the picture shows.
///
/// 4. SETTLED BALANCES are the ERC-7540 way to claim: the owner of tickets moves what is filled of them into one balance, on
/// which the vault's `redeem` and `withdraw` act. Nothing joins it unasked. ERC-721 approvals count here, ERC-7540
/// operators there.
contract RedeemQueue is TicketToken, Guard {
    using Math for uint256;
    using SafeCast for uint256;

    uint128 private constant ORIGIN = 1e18;
    uint256 private constant MAX_TICKETS = 64;

    /// @dev One word: moved by requests, and by fills.
    struct Line {
        uint128 tail;
        uint64 fillCount;
    }

    struct Balance {
        uint128 shares;
        uint128 assets;
    }

    address public immutable vault;
    address public immutable escrow;
    IWETH private immutable weth;

    Line private line;
    Fill[1 << 32] private fills;
    mapping(address controller => Balance) private balanceFor;

    modifier onlyVault() {
        if (msg.sender != vault) revert OnlyVault(msg.sender);
        _;
    }

    modifier before(uint256 deadline) {
        if (block.timestamp > deadline) revert DeadlinePassed(deadline);
        _;
    }

    constructor(address vault_, address weth_) {
        vault = vault_;
        weth = IWETH(weth_);
        escrow = address(new RedeemEscrow());
        line.tail = ORIGIN;
        fills[0] = Fill({shares: ORIGIN, assets: 0});
    }

    /// @dev From the escrow, on its way to become WETH.
    receive() external payable {}

    // -- The vault's side --------------------------------------------------------------------------------------------

    function push(address owner, uint256 shares) external onlyVault returns (uint256 id) {
        id = line.tail;
        line.tail = (id + shares).toUint128();
        _begin(owner, id, shares.toUint96());
    }

    function record(uint256 shares, uint256 assets) external onlyVault {
        uint256 count = line.fillCount;
        Fill memory last = fills[count];

        line.fillCount = uint64(count + 1);
        fills[count + 1] =
            Fill({shares: (last.shares + shares).toUint128(), assets: (last.assets + assets).toUint128()});
    }

    function redeem(uint256 shares, address receiver, address controller) external onlyVault returns (uint256 assets) {
        Balance memory has = balanceFor[controller];
        if (shares > has.shares) revert ExceedsClaimable(shares, has.shares);

        assets = shares * has.assets / has.shares;
        _payOut(controller, has, shares, assets, receiver);
    }

    function withdraw(uint256 assets, address receiver, address controller)
        external
        onlyVault
        returns (uint256 shares)
    {
        Balance memory has = balanceFor[controller];
        if (assets > has.assets) revert ExceedsClaimable(assets, has.assets);

        shares = (assets * has.shares).divUp(has.assets);
        _payOut(controller, has, shares, assets, receiver);
    }

    function _payOut(address controller, Balance memory has, uint256 shares, uint256 assets, address receiver) private {
        balanceFor[controller] = Balance({shares: uint128(has.shares - shares), assets: uint128(has.assets - assets)});

        RedeemEscrow(payable(escrow)).pay(address(this), assets);
        weth.deposit{value: assets}();
        weth.transfer(receiver, assets);
    }

    // -- The holder's side -------------------------------------------------------------------------------------------

    function claim(uint256 id, address receiver) external guarded returns (uint256, uint256) {
        return _claim(id, receiver, 0);
    }

    function claim(uint256 id, address receiver, uint256 minAssets, uint256 deadline)
        external
        before(deadline)
        guarded
        returns (uint256, uint256)
    {
        return _claim(id, receiver, minAssets);
    }

    function _claim(uint256 id, address receiver, uint256 minAssets)
        private
        returns (uint256 assets, uint256 remainder)
    {
        address owner;
        uint256 shares;
        (owner, shares, assets, remainder) = _take(id);
        if (assets < minAssets) revert AssetsBelowMinimum(assets, minAssets);

        emit Claimed(id, owner, receiver, shares, assets);

        RedeemEscrow(payable(escrow)).pay(receiver, assets);
    }

    function settle(uint256[] calldata ids) external guarded {
        if (ids.length > MAX_TICKETS) revert TooManyTickets(ids.length, MAX_TICKETS);

        for (uint256 i; i < ids.length; ++i) {
            (address owner, uint256 shares, uint256 assets,) = _take(ids[i]);
            Balance storage balance = balanceFor[owner];
            (balance.shares, balance.assets) =
            ((balance.shares + shares).toUint128(), (balance.assets + assets).toUint128());

            emit Settled(ids[i], owner, shares, assets);
        }
    }

    /// @dev Takes out what is filled of a ticket: its id ends, and what is left begins where the line is filled up to.
    function _take(uint256 id) private returns (address owner, uint256 shares, uint256 assets, uint256 remainder) {
        uint256 size;
        (owner, size) = (tickets[id].owner, tickets[id].size);
        _checkMayAct(id, owner);
        uint256 ahead;
        (shares, assets, ahead) = _claimable(id, size);
        if (shares == 0) revert NothingToClaim(id, ahead);

        if (shares == size) {
            _end(owner, id);
        } else {
            remainder = id + shares;
            _goOn(owner, id, remainder, size - shares);
        }
    }

    // -- The curve ---------------------------------------------------------------------------------------------------

    function _claimable(uint256 id, uint256 size) private view returns (uint256 shares, uint256 assets, uint256 ahead) {
        uint256 count = line.fillCount;
        Fill memory last = fills[count];
        if (id >= last.shares) return (0, 0, id - last.shares);

        uint256 end = id + size;
        // A ticket that reaches past the last fill needs no search for its end.
        (end, assets) = end < last.shares ? (end, _paidUpTo(end, count)) : (last.shares, last.assets);
        return (end - id, assets - _paidUpTo(id, count), 0);
    }

    /// @dev wei paid for all of the line before `place`, which lies before point `last`. Both searches of a claim walk the
    /// same tree, so much of what the second one reads is warm; 2^n fills cost n steps.
    function _paidUpTo(uint256 place, uint256 last) private view returns (uint256) {
        unchecked {
            // Invariant: fills[low].shares <= place < fills[high].shares.
            uint256 low;
            uint256 high = last;
            while (high - low > 1) {
                uint256 middle = (low + high) >> 1;
                if (fills[middle].shares > place) high = middle;
                else low = middle;
            }

            (uint256 shares, uint256 assets) = (fills[low].shares, fills[low].assets);
            return assets + (place - shares) * (fills[high].assets - assets) / (fills[high].shares - shares);
        }
    }

    // -- Views -------------------------------------------------------------------------------------------------------

    function tail() external view returns (uint256) {
        return line.tail;
    }

    function filled() external view returns (uint256) {
        return fills[line.fillCount].shares;
    }

    function fillCount() external view returns (uint256) {
        return line.fillCount;
    }

    function fillAt(uint256 index) external view returns (Fill memory) {
        return fills[index];
    }

    function settled(address controller) external view returns (uint256 shares, uint256 assets) {
        Balance memory has = balanceFor[controller];
        return (has.shares, has.assets);
    }

    /// @dev All zero for an id that isn't, or isn't any more.
    function position(uint256 id) public view returns (Position memory p) {
        p.owner = tickets[id].owner;
        if (p.owner == address(0)) return p;

        p.size = tickets[id].size;
        (p.claimableShares, p.assets, p.ahead) = _claimable(id, p.size);
        p.pendingShares = p.size - p.claimableShares;
    }

    // -- ERC-721 -----------------------------------------------------------------------------------------------------

    function name() external pure returns (string memory) {
        return "Cairn Redemption Ticket";
    }

    function symbol() external view returns (string memory) {
        return string.concat(IERC20Metadata(vault).symbol(), "-R");
    }

    function tokenURI(uint256 id) external view returns (string memory) {
        ownerOf(id);
        return TicketPicture.uri(IERC20Metadata(vault).symbol(), id, position(id));
    }

    function _checkReceiver(address receiver) internal view override {
        if (receiver == address(0) || receiver == vault || receiver == address(this)) revert InvalidReceiver(receiver);
    }
}
