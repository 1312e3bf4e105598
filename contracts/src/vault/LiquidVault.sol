// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Guard} from "./Guard.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";
import {FixedPointMathLib as Math} from "solady/utils/FixedPointMathLib.sol";

import {ILiquidVault} from "../interfaces/ILiquidVault.sol";
import {IRedeemQueue} from "../interfaces/IRedeemQueue.sol";
import {IWETH} from "../interfaces/IExternal.sol";
import {InstantLane} from "./InstantLane.sol";
import {ShareToken} from "./ShareToken.sol";
import {BPS, Books} from "./types/Books.sol";
import {Lane, Ledger, Pins, Reserve, Vesting} from "./types/Ledger.sol";
import {ParameterOutOfBounds, VaultParameters} from "./types/Parameters.sol";

/// @title A liquid share of something that stakes
/// @notice A vault that inherits this answers one question: what stands behind the shares? All else is here.
///
/// 1. THE RATE. `backing` is the accounted value of everything behind the shares, in wei; a part of it, `unvested`, is gains
/// that are still dripping in. The rest are the assets, and a share is worth assets / shares. Both live in two storage
/// words, and a price is never more than these two read. Genesis mints dead shares, so neither is ever 0. What rounding
/// leaves over belongs to the vault.
///
/// 2. RAW BALANCES don't count. Ether that arrives unasked is unusable until the next checkpoint finds it, and enters
/// then like any gain. `_open` reads the vault's balance, or `_finish` where parts are counted one by one; nothing else does.
///
/// 3. GAINS VEST, LOSSES DON'T. What a checkpoint finds too much joins `unvested`; what it finds too little is taken at once,
/// from `unvested` first. So there is nothing to win by entering just before a gain is booked, and while a checkpoint
/// is open nothing is paid, so nobody leaves between a loss and its booking.
///
/// 4. THE FEE is taken in shares, of gains as they vest, above the high-water mark. The mark is kept as its distance from the
/// assets, `deficit`. Fee shares are the vault's own balance until they are collected. Whatever changes the ledger
/// accrues first, and every view counts what has accrued, so no call moves a price by happening.
///
/// 5. LEAVING BY THE QUEUE. A request moves shares to the queue, where they earn and lose like any others. A fill burns the
/// shares at the head of the line for idle ether, at the rate of now, and sends it to the escrow, from where nothing
/// but claims takes it out. Only what was in the line when the newest finished checkpoint opened is eligible, and only
/// while that checkpoint is fresh: nobody is paid a rate that was proven before they asked.
///
/// 6. LEAVING AT ONCE. The instant lane pays from a bucket that only a checkpoint refills, never from what eligible tickets
/// are owed, at a price that rises with use (`InstantLane`). Its fee joins the gains of those who stay.
///
/// 7. TRUST. No owner, no pause, no upgrade; parameters are immutable. The asset must be WETH9. Deposits and the lane close
/// when the newest proof is stale, fills when it isn't fresh, all payments while a checkpoint is open or a proven slashing
/// is unbooked. Claims are never closed. Anyone can do the work that reopens what is closed.
abstract contract LiquidVault is ShareToken, Guard, IERC165 {
    using Math for uint256;
    using SafeCast for uint256;
    using SafeTransferLib for address;

    /// @dev Shares of nobody, from the value that genesis brings: enough that no rounding of the rate is worth an attack.
    address internal constant DEAD = 0x000000000000000000000000000000000000dEaD;
    uint256 private constant MIN_GENESIS = 0.001 ether;

    address public immutable asset;
    address public immutable queue;
    address public immutable treasury;
    address private immutable escrow;

    uint256 private immutable vestingPeriod;
    uint256 private immutable staleAfter;
    uint256 private immutable freshFor;
    uint256 private immutable feeBps;
    uint256 private immutable maxDailyGrowthBps;
    uint256 private immutable laneBps;
    uint256 private immutable laneMinFeeBps;
    uint256 private immutable laneMaxFeeBps;
    uint256 private immutable minRequest;
    uint256 private immutable minFill;
    uint256 private immutable tipBps;

    Ledger private ledger;
    Vesting private vesting;
    Reserve private reserve;
    Lane private lane;
    Pins private pins;

    mapping(address controller => mapping(address operator => bool)) public isOperator;

    /// @dev The queue is there already, and was told this address.
    constructor(string memory name_, VaultParameters memory p) payable EIP712(name_, "1") {
        p.check();
        if (msg.value < MIN_GENESIS || msg.value > type(uint80).max) {
            revert ParameterOutOfBounds("genesis", msg.value, MIN_GENESIS, type(uint80).max);
        }
        if (IRedeemQueue(p.queue).vault() != address(this)) revert InvalidReceiver(p.queue);

        asset = p.weth;
        queue = p.queue;
        escrow = IRedeemQueue(p.queue).escrow();
        treasury = p.treasury;
        vestingPeriod = p.vestingPeriod;
        staleAfter = p.staleAfter;
        freshFor = p.freshFor;
        feeBps = p.feeBps;
        maxDailyGrowthBps = p.maxDailyGrowthBps;
        laneBps = p.laneBps;
        laneMinFeeBps = p.laneMinFeeBps;
        laneMaxFeeBps = p.laneMaxFeeBps;
        minRequest = p.minRequest;
        minFill = p.minFill;
        tipBps = p.tipBps;
        if (p.treasury == address(0) || p.treasury == address(this) || p.treasury == p.queue) {
            revert InvalidReceiver(p.treasury);
        }

        Books memory books;
        (books.shares, books.backing) = (msg.value, msg.value);
        (books.until, books.provenAt) = (block.timestamp, block.timestamp);
        _save(books);
        _mint(DEAD, msg.value);
    }

    /// @dev From WETH, and from whoever likes: chapter 2.
    receive() external payable {}

    modifier before(uint256 deadline) {
        if (block.timestamp > deadline) revert DeadlinePassed(deadline);
        _;
    }

    // -- Entering ----------------------------------------------------------------------------------------------------

    function depositETH(address receiver) external payable guarded returns (uint256) {
        return _deposit(msg.value, receiver, 0);
    }

    function depositETH(address receiver, uint256 minShares, uint256 deadline)
        external
        payable
        before(deadline)
        guarded
        returns (uint256)
    {
        return _deposit(msg.value, receiver, minShares);
    }

    function deposit(uint256 assets, address receiver) external guarded returns (uint256 shares) {
        shares = _deposit(assets, receiver, 0);
        _pull(assets);
    }

    function deposit(uint256 assets, address receiver, uint256 minShares, uint256 deadline)
        external
        before(deadline)
        guarded
        returns (uint256 shares)
    {
        shares = _deposit(assets, receiver, minShares);
        _pull(assets);
    }

    function mint(uint256 shares, address receiver) external guarded returns (uint256 assets) {
        assets = _mintFor(shares, receiver, type(uint256).max);
        _pull(assets);
    }

    function mint(uint256 shares, address receiver, uint256 maxAssets, uint256 deadline)
        external
        before(deadline)
        guarded
        returns (uint256 assets)
    {
        assets = _mintFor(shares, receiver, maxAssets);
        _pull(assets);
    }

    function _deposit(uint256 assets, address receiver, uint256 minShares) internal returns (uint256 shares) {
        _checkReceiver(receiver);
        Books memory books = _accrue();
        _checkNotStale(books);

        shares = books.toSharesDown(assets);
        if (shares == 0) revert ZeroAmount();
        if (shares < minShares) revert SharesBelowMinimum(shares, minShares);

        _enter(books, receiver, assets, shares);
    }

    function _mintFor(uint256 shares, address receiver, uint256 maxAssets) private returns (uint256 assets) {
        _checkReceiver(receiver);
        Books memory books = _accrue();
        _checkNotStale(books);

        if (shares == 0) revert ZeroAmount();
        assets = books.toAssetsUp(shares);
        if (assets > maxAssets) revert AssetsAboveMaximum(assets, maxAssets);

        _enter(books, receiver, assets, shares);
    }

    function _enter(Books memory books, address receiver, uint256 assets, uint256 shares) private {
        books.enter(shares, assets);
        (ledger, vesting) = books.pack(block.timestamp);
        unchecked {
            balances[receiver] += shares;
        }
        emit Transfer(address(0), receiver, shares);

        emit Deposit(msg.sender, receiver, assets, shares);
    }

    function _pull(uint256 assets) private {
        asset.safeTransferFrom(msg.sender, address(this), assets);
        IWETH(asset).withdraw(assets);
    }

    // -- Leaving by the queue ----------------------------------------------------------------------------------------

    function requestRedeem(uint256 shares, address controller, address owner) external guarded returns (uint256) {
        return _requestRedeem(shares, controller, owner, 0);
    }

    function requestRedeem(uint256 shares, address controller, address owner, uint256 minAssets, uint256 deadline)
        external
        before(deadline)
        guarded
        returns (uint256)
    {
        return _requestRedeem(shares, controller, owner, minAssets);
    }

    function _requestRedeem(uint256 shares, address controller, address owner, uint256 minAssets)
        private
        returns (uint256 requestId)
    {
        _checkReceiver(controller);
        if (shares < minRequest) revert RequestBelowMinimum(shares, minRequest);
        if (minAssets != 0) _checkWorth(convertToAssets(shares), minAssets);
        _authorize(owner, shares);

        _move(owner, queue, shares);
        requestId = IRedeemQueue(queue).push(controller, shares);

        emit RedeemRequest(controller, owner, requestId, msg.sender, shares);
    }

    function fill(uint256 maxAssets) external guarded returns (uint256 shares, uint256 assets) {
        Reserve memory reserve_ = reserve;
        _checkPaying(reserve_);
        Books memory books = _accrue();
        _checkFresh(books);
        if (reserve_.eligible == 0) revert NothingEligible();

        uint256 available = _idle(books, reserve_).min(maxAssets);
        shares = books.toAssetsDown(reserve_.eligible) <= available ? reserve_.eligible : books.toSharesDown(available);
        assets = books.toAssetsDown(shares);
        // What finishes the eligible may be small; anything else that small would only make the line's history longer.
        bool enough = shares == reserve_.eligible || (shares != 0 && assets >= minFill);
        if (!enough) revert FillBelowMinimum(assets, minFill);

        books.leave(shares, assets);
        _save(books);
        reserve.eligible = uint88(reserve_.eligible - shares);
        _burn(queue, shares);

        emit Filled(msg.sender, shares, assets);

        IRedeemQueue(queue).record(shares, assets);
        Address.sendValue(payable(escrow), assets);
    }

    function redeem(uint256 shares, address receiver, address controller) external guarded returns (uint256 assets) {
        _checkController(controller);
        if (shares == 0) revert ZeroAmount();

        assets = IRedeemQueue(queue).redeem(shares, receiver, controller);

        emit Withdraw(msg.sender, receiver, controller, assets, shares);
    }

    function withdraw(uint256 assets, address receiver, address controller) external guarded returns (uint256 shares) {
        _checkController(controller);
        if (assets == 0) revert ZeroAmount();

        shares = IRedeemQueue(queue).withdraw(assets, receiver, controller);

        emit Withdraw(msg.sender, receiver, controller, assets, shares);
    }

    function setOperator(address operator, bool approved) external returns (bool) {
        isOperator[msg.sender][operator] = approved;

        emit OperatorSet(msg.sender, operator, approved);
        return true;
    }

    // -- Leaving at once ---------------------------------------------------------------------------------------------

    function redeemInstant(uint256 shares, address receiver, address owner) external guarded returns (uint256) {
        return _redeemInstant(shares, receiver, owner, 0);
    }

    function redeemInstant(uint256 shares, address receiver, address owner, uint256 minAssets, uint256 deadline)
        external
        before(deadline)
        guarded
        returns (uint256)
    {
        return _redeemInstant(shares, receiver, owner, minAssets);
    }

    function previewRedeemInstant(uint256 shares) external view returns (uint256) {
        Books memory books = _accrued();
        (uint256 gross, uint256 fee) = _priceInstant(books, shares);
        return gross - fee;
    }

    function _redeemInstant(uint256 shares, address receiver, address owner, uint256 minAssets)
        private
        returns (uint256 assets)
    {
        Books memory books = _accrue();
        (uint256 gross, uint256 fee) = _priceInstant(books, shares);
        assets = gross - fee;
        _checkWorth(assets, minAssets);
        _authorize(owner, shares);

        books.leave(shares, assets);
        books.vest(fee, block.timestamp, vestingPeriod, maxDailyGrowthBps);
        _save(books);
        lane.used = uint88(lane.used + gross);
        _burn(owner, shares);

        emit RedeemedInstant(msg.sender, receiver, owner, shares, assets, fee);

        Address.sendValue(payable(receiver), assets);
    }

    function _priceInstant(Books memory books, uint256 shares) private view returns (uint256 gross, uint256 fee) {
        Reserve memory reserve_ = reserve;
        _checkPaying(reserve_);
        _checkNotStale(books);

        (uint256 used, uint256 capacity) = (lane.used, lane.capacity);
        uint256 unowed = _idle(books, reserve_).saturatingSub(books.toAssetsDown(reserve_.eligible));
        uint256 available = unowed.min(capacity - used);
        gross = books.toAssetsDown(shares);
        if (gross > available) revert LaneExhausted(gross, available);

        fee = InstantLane.feeIntegralUp(used + gross, capacity, laneMinFeeBps, laneMaxFeeBps)
            - InstantLane.feeIntegralUp(used, capacity, laneMinFeeBps, laneMaxFeeBps);
        if (gross <= fee) revert ZeroAmount();
    }

    // -- Fees --------------------------------------------------------------------------------------------------------

    function collectFees() external guarded returns (uint256 shares) {
        Books memory books = _accrue();

        // The provers' part stays, so that nobody can take it from them just before they prove.
        uint256 kept = books.fees * tipBps / BPS;
        shares = books.fees - kept;
        books.fees = kept;
        _save(books);
        balances[treasury] += shares;

        emit Transfer(address(this), treasury, shares);
        emit FeesCollected(treasury, shares);
    }

    /// @dev Pays `part / whole` of what is set aside of the accrued fees. Reads them as they are written: nothing else moves.
    function _tip(address prover, uint256 part, uint256 whole) internal returns (uint256 shares) {
        (,, uint256 fees) = ledger.unpack();
        shares = fees * tipBps * part / (BPS * whole);
        if (shares == 0) return 0;

        ledger = ledger.lessFees(shares);
        balances[prover] += shares;

        emit Transfer(address(this), prover, shares);
    }

    // -- What stands behind the shares -------------------------------------------------------------------------------

    /// @dev Stops payments and pins what the finding will be compared with. Replacing an open checkpoint pins anew.
    function _open() internal returns (uint256 execution) {
        reserve.open = true;
        (, uint256 backing,) = ledger.unpack();
        pins = Pins({backing: uint88(backing), outside: reserve.outside, eligible: balances[queue].toUint88()});
        return address(this).balance;
    }

    /// @dev Books what was found at the pinned state. What was staked or credited since isn't part of it.
    function _close(uint256 execution, uint256 outside, uint256 pinnedAt) internal returns (int256 delta) {
        if (!reserve.open) revert NoCheckpointOpen();
        Books memory books = _accrue();
        (uint256 found, uint256 pinned) = (execution + outside, pins.backing);

        if (found < pinned) books.lose(pinned - found);
        else books.gain(found - pinned, block.timestamp, vestingPeriod, maxDailyGrowthBps);

        books.provenAt = pinnedAt.toUint32();
        _save(books);
        reserve = Reserve({
            outside: (outside + reserve.outside - pins.outside).toUint88(),
            eligible: pins.eligible,
            open: false,
            slashing: false
        });
        lane = Lane({used: 0, capacity: _laneTarget(books).toUint88()});

        delta = found.toInt256() - pinned.toInt256();
        emit Booked(delta, books.backing, books.unvested, books.shares);
    }

    function _suspend() internal {
        reserve.slashing = true;
    }

    /// @dev Moves `assets` of idle ether to where the vault can't pay from.
    function _moveOutside(uint256 assets) internal {
        reserve.outside = (reserve.outside + assets).toUint88();
    }

    /// @dev The other way: the ether is here.
    function _moveInside(uint256 assets) internal {
        reserve.outside = (reserve.outside - assets).toUint88();
    }

    // -- What stands behind the shares, part by part -----------------------------------------------------------------

    /// @dev Books what became of a part of what is outside, which was accounted with `was` wei. No ether moves. Shares of
    /// `firstLoss` bear a loss before anyone else, at the rate before it: they leave, and what they were worth fills the hole.
    function _book(uint256 was, uint256 found, address firstLoss)
        internal
        returns (int256 delta, uint256 covered, uint256 coverShares)
    {
        delta = found.toInt256() - was.toInt256();
        if (delta == 0) return (0, 0, 0);

        Books memory books = _accrue();
        if (found < was) {
            uint256 held = balances[firstLoss];
            uint256 worth = books.toAssetsDown(held);
            covered = worth.min(was - found);
            if (covered != 0) {
                coverShares = covered == worth ? held : covered.mulDivUp(books.shares, books.assets());
                books.leave(coverShares, covered);
                _burn(firstLoss, coverShares);
            }
            books.lose(was - found - covered);
        } else {
            books.gain(found - was, block.timestamp, vestingPeriod, maxDailyGrowthBps);
        }
        _save(books);
        // Of a gain, what the words had no room for is found again; of a loss, one wei of assets always stays.
        reserve.outside = (reserve.outside + found - was).toUint88();

        emit Booked(delta, books.backing, books.unvested, books.shares);
    }

    /// @dev Ends a count of all parts: what is here unasked is a gain, `eligible` may be filled, the bucket is new.
    function _finish(uint256 provenAt, uint256 eligible) internal {
        Books memory books = _accrue();
        uint256 here = address(this).balance;
        uint256 accounted = _idle(books, reserve);
        if (here > accounted) {
            uint256 found = here - accounted;
            books.gain(found, block.timestamp, vestingPeriod, maxDailyGrowthBps);
            emit Booked(found.toInt256(), books.backing, books.unvested, books.shares);
        }
        // Who was eligible by an older proof is by a newer one.
        if (provenAt >= books.provenAt) eligible = eligible.max(reserve.eligible);
        books.provenAt = provenAt.toUint32();
        _save(books);
        reserve.eligible = eligible.toUint88();
        lane = Lane({used: 0, capacity: _laneTarget(books).toUint88()});
    }

    /// @dev Ether that came just now, for no shares.
    function _earn(uint256 assets) internal {
        Books memory books = _accrue();
        books.gain(assets, block.timestamp, vestingPeriod, maxDailyGrowthBps);
        _save(books);
        emit Booked(assets.toInt256(), books.backing, books.unvested, books.shares);
    }

    /// @dev Leaves at the lane's price for something that is outside, and worth what is returned.
    function _leaveInKind(uint256 shares, address owner) internal returns (uint256 assets, uint256 fee) {
        Books memory books = _accrue();
        Reserve memory reserve_ = reserve;
        _checkPaying(reserve_);
        _checkNotStale(books);
        uint256 gross = books.toAssetsDown(shares);
        fee = _takeBucket(gross);
        assets = gross - fee;
        _authorize(owner, shares);

        books.leave(shares, assets);
        books.vest(fee, block.timestamp, vestingPeriod, maxDailyGrowthBps);
        _save(books);
        reserve.outside = (reserve_.outside - assets).toUint88();
        _burn(owner, shares);
    }

    /// @dev The eligible tickets come before anyone who leaves at once.
    function _owedAndIdle() internal view returns (uint256 owed, uint256 has) {
        Books memory books = _accrued();
        return (books.toAssetsDown(reserve.eligible), _idle(books, reserve));
    }

    function _takeBucket(uint256 gross) private returns (uint256 fee) {
        (uint256 used, uint256 capacity) = (lane.used, lane.capacity);
        if (gross > capacity - used) revert LaneExhausted(gross, capacity - used);

        fee = InstantLane.feeIntegralUp(used + gross, capacity, laneMinFeeBps, laneMaxFeeBps)
            - InstantLane.feeIntegralUp(used, capacity, laneMinFeeBps, laneMaxFeeBps);
        if (gross <= fee) revert ZeroAmount();
        lane.used = uint88(used + gross);
    }

    // -- The money, seen from outside --------------------------------------------------------------------------------

    function rate() external view returns (uint256, uint256) {
        Books memory books = _accrued();
        return (books.assets(), books.shares);
    }

    function rateAndAge() external view returns (uint256, uint256, uint256) {
        Books memory books = _accrued();
        return (books.assets(), books.shares, books.provenAt);
    }

    function idle() external view returns (uint256) {
        return _idle(_accrued(), reserve);
    }

    function queued() external view returns (uint256) {
        return convertToAssets(balances[queue]);
    }

    function shortfall() external view returns (uint256) {
        (uint256 has, uint256 wants) = _hasAndWants();
        return wants.saturatingSub(has);
    }

    function stakeable() public view returns (uint256) {
        (uint256 has, uint256 wants) = _hasAndWants();
        return has.saturatingSub(wants);
    }

    function snapshot() external view returns (Snapshot memory s) {
        (s.shares, s.backing, s.fees) = ledger.unpack();
        (s.unvested, s.deficit, s.since, s.until, s.provenAt) = vesting.unpack();
        (s.outside, s.eligible) = (reserve.outside, reserve.eligible);
        (s.open, s.slashing) = (reserve.open, reserve.slashing);
        (s.laneUsed, s.laneCapacity) = (lane.used, lane.capacity);
    }

    function parameters() external view returns (VaultParameters memory) {
        return VaultParameters({
            weth: asset,
            queue: queue,
            treasury: treasury,
            vestingPeriod: vestingPeriod,
            staleAfter: staleAfter,
            freshFor: freshFor,
            feeBps: feeBps,
            maxDailyGrowthBps: maxDailyGrowthBps,
            laneBps: laneBps,
            laneMinFeeBps: laneMinFeeBps,
            laneMaxFeeBps: laneMaxFeeBps,
            minRequest: minRequest,
            minFill: minFill,
            tipBps: tipBps
        });
    }

    // -- ERC-20, ERC-4626, ERC-7540, ERC-7575, ERC-165 ---------------------------------------------------------------

    function totalSupply() external view returns (uint256) {
        Books memory books = _accrued();
        return books.shares;
    }

    /// @dev The vault's own balance is the accrued fee.
    function balanceOf(address owner) external view returns (uint256) {
        if (owner != address(this)) return balances[owner];
        Books memory books = _accrued();
        return books.fees;
    }

    function share() external view returns (address) {
        return address(this);
    }

    function totalAssets() external view returns (uint256) {
        Books memory books = _accrued();
        return books.assets();
    }

    function convertToShares(uint256 assets) public view returns (uint256) {
        Books memory books = _accrued();
        return books.toSharesDown(assets);
    }

    function convertToAssets(uint256 shares) public view returns (uint256) {
        Books memory books = _accrued();
        return books.toAssetsDown(shares);
    }

    function previewDeposit(uint256 assets) external view returns (uint256) {
        return convertToShares(assets);
    }

    function previewMint(uint256 shares) external view returns (uint256) {
        Books memory books = _accrued();
        return books.toAssetsUp(shares);
    }

    function previewRedeem(uint256) external pure returns (uint256) {
        revert PreviewUnavailable();
    }

    function previewWithdraw(uint256) external pure returns (uint256) {
        revert PreviewUnavailable();
    }

    /// @dev What the ledger's word has room for.
    function maxDeposit(address) public view returns (uint256) {
        Books memory books = _accrued();
        if (block.timestamp > books.provenAt + staleAfter) return 0;
        return (type(uint88).max - books.backing).min(books.toAssetsDown(type(uint88).max - books.shares));
    }

    function maxMint(address receiver) external view returns (uint256) {
        return convertToShares(maxDeposit(receiver));
    }

    function maxRedeem(address controller) external view returns (uint256 shares) {
        (shares,) = IRedeemQueue(queue).settled(controller);
    }

    function maxWithdraw(address controller) external view returns (uint256 assets) {
        (, assets) = IRedeemQueue(queue).settled(controller);
    }

    function pendingRedeemRequest(uint256 requestId, address controller) external view returns (uint256) {
        IRedeemQueue.Position memory position = IRedeemQueue(queue).position(requestId);
        return position.owner == controller ? position.pendingShares : 0;
    }

    function claimableRedeemRequest(uint256 requestId, address controller) external view returns (uint256) {
        IRedeemQueue.Position memory position = IRedeemQueue(queue).position(requestId);
        return position.owner == controller ? position.claimableShares : 0;
    }

    function supportsInterface(bytes4 id) external pure returns (bool) {
        return id == type(IERC165).interfaceId || id == 0xe3bc4e65 // ERC-7540 operators
            || id == 0x620ee8e4 // ERC-7540 asynchronous redemption
            || id == 0x2f0a18c5; // ERC-7575 vault
    }

    // -- Books -------------------------------------------------------------------------------------------------------

    /// @dev The books of now, for views.
    function _accrued() internal view returns (Books memory books) {
        books.read(ledger, vesting, block.timestamp, feeBps);
    }

    /// @dev The books of now, for a change: whoever calls this must `_save` them.
    function _accrue() internal returns (Books memory books) {
        uint256 feeShares = books.read(ledger, vesting, block.timestamp, feeBps);
        if (feeShares != 0) emit Transfer(address(0), address(this), feeShares);
    }

    function _save(Books memory books) internal {
        (ledger, vesting) = books.pack(block.timestamp);
    }

    function _idle(Books memory books, Reserve memory reserve_) private pure returns (uint256) {
        return books.backing.saturatingSub(reserve_.outside);
    }

    function _laneTarget(Books memory books) private view returns (uint256) {
        return books.assets() * laneBps / BPS;
    }

    function _hasAndWants() private view returns (uint256 has, uint256 wants) {
        Books memory books = _accrued();
        has = _idle(books, reserve);
        wants = books.toAssetsDown(balances[queue]) + _laneTarget(books);
    }

    // -- Who may, and when -------------------------------------------------------------------------------------------

    function _checkReceiver(address receiver) internal view override {
        if (receiver == queue || receiver == address(this) || receiver == address(0)) revert InvalidReceiver(receiver);
    }

    function _authorize(address owner, uint256 shares) private {
        if (msg.sender != owner && !isOperator[owner][msg.sender]) _spendAllowance(owner, shares);
    }

    function _checkController(address controller) private view {
        if (msg.sender != controller && !isOperator[controller][msg.sender]) {
            revert NotAuthorized(msg.sender, controller);
        }
    }

    function _checkWorth(uint256 assets, uint256 minAssets) private pure {
        if (assets < minAssets) revert AssetsBelowMinimum(assets, minAssets);
    }

    /// @dev A vault that knows more reasons not to pay says so here.
    function _checkPaying(Reserve memory reserve_) internal view virtual {
        if (reserve_.open) revert CheckpointOpen();
        if (reserve_.slashing) revert SlashingUnbooked();
    }

    /// @dev A proven slashing is unbooked until a checkpoint finishes.
    function _checkNotSuspended() internal view {
        if (reserve.slashing) revert SlashingUnbooked();
    }

    function _checkNotStale(Books memory books) internal view {
        unchecked {
            uint256 staleAt = books.provenAt + staleAfter;
            if (block.timestamp > staleAt) revert Stale(books.provenAt, staleAt);
        }
    }

    function _checkFresh(Books memory books) private view {
        unchecked {
            uint256 freshUntil = books.provenAt + freshFor;
            if (block.timestamp > freshUntil) revert NotFresh(books.provenAt, freshUntil);
        }
    }
}
