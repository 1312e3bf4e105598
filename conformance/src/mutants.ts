/** A fault that somebody could have made in the contracts. `search` occurs once in the file. */
export type Mutant = { file: string; search: string; replace: string; about: string }

const books = 'src/vault/types/Books.sol'
const vault = 'src/vault/LiquidVault.sol'
const lane = 'src/vault/InstantLane.sol'
const queue = 'src/vault/RedeemQueue.sol'
const tickets = 'src/vault/TicketToken.sol'
const token = 'src/vault/ShareToken.sol'
const escrow = 'src/vault/RedeemEscrow.sol'
const staked = 'src/staking/StakedEther.sol'

function mutant(file: string, about: string, search: string, replace: string): Mutant {
  return { file, about, search, replace }
}

export const mutants: readonly Mutant[] = [
  // Prices
  mutant(
    books,
    'assets count what has not vested',
    'return self.backing - self.unvested;',
    'return self.backing;',
  ),
  mutant(
    books,
    'shares of a deposit round up',
    'return Math.mulDiv(amount, self.shares, assets(self));',
    'return Math.mulDivUp(amount, self.shares, assets(self));',
  ),
  mutant(
    books,
    'assets of shares round up',
    'return Math.mulDiv(shares, assets(self), self.shares);',
    'return Math.mulDivUp(shares, assets(self), self.shares);',
  ),
  mutant(
    books,
    'assets for a mint round down',
    'return Math.mulDivUp(shares, assets(self), self.shares);',
    'return Math.mulDiv(shares, assets(self), self.shares);',
  ),

  // Vesting
  mutant(
    books,
    'unvested rounds down',
    '(vested * (until - time) + until - since - 1) / (until - since)',
    'vested * (until - time) / (until - since)',
  ),
  mutant(
    books,
    'vesting is counted from its end',
    '(vested * (until - time) + until',
    '(vested * (time - since) + until',
  ),
  mutant(
    books,
    'accrual leaves the clock',
    'uint256(uint32(time)) << 160',
    '(self.provenAt & type(uint32).max) << 160',
  ),
  mutant(
    books,
    'accrual leaves what has vested',
    'self.unvested = unvested;\n            vested -= unvested;',
    'self.unvested = vested;\n            vested -= unvested;',
  ),
  mutant(
    books,
    'the mean end rounds down',
    'uint256 mean = Math.divUp(before * remaining + (unvested - before) * period, unvested);',
    'uint256 mean = (before * remaining + (unvested - before) * period) / unvested;',
  ),
  mutant(
    books,
    'the mean forgets what vests already',
    'before * remaining + (unvested - before) * period',
    '(unvested - before) * period',
  ),
  mutant(
    books,
    'every gain postpones the end',
    'before * remaining + (unvested - before) * period',
    'unvested * period',
  ),
  mutant(
    books,
    'weights are swapped',
    'before * remaining + (unvested - before) * period',
    'before * period + (unvested - before) * remaining',
  ),
  mutant(books, 'the speed is not capped', 'Math.max(mean, slowest)', 'mean'),
  mutant(
    books,
    'the cap rounds down',
    'return Math.divUp(unvested * BPS * 1 days, assets_ * maxDailyGrowthBps);',
    'return unvested * BPS * 1 days / (assets_ * maxDailyGrowthBps);',
  ),
  mutant(
    books,
    'the cap counts the unvested as assets',
    'secondsAtCap(unvested, self.backing - unvested, maxDailyGrowthBps)',
    'secondsAtCap(unvested, self.backing, maxDailyGrowthBps)',
  ),

  // What a checkpoint may do to the clock of vesting
  mutant(
    books,
    'what an old cap stretched stays stretched',
    'hasten(self, time, period, maxDailyGrowthBps);\n',
    '',
  ),
  mutant(
    vault,
    'the provers’ part is collected',
    'uint256 kept = books.fees * tipBps / BPS;',
    'uint256 kept = 0;',
  ),

  // Fees
  mutant(books, 'a fee on what only recovers a loss', 'rise = vested - deficit;', 'rise = vested;'),
  mutant(
    books,
    'fee shares priced before the fee',
    '(backing - self.unvested - fee)',
    '(backing - self.unvested)',
  ),
  mutant(
    books,
    'the mark stays below the rate',
    'if (vested > deficit) rise = vested - deficit;',
    'if (vested > deficit) (rise, self.deficit) = (vested - deficit, deficit);',
  ),
  mutant(
    books,
    'fee shares without supply',
    'self.shares = shares + feeShares;',
    'self.shares = shares;',
  ),
  mutant(
    books,
    'fee shares that nobody holds',
    'self.fees = fees + feeShares;',
    'self.fees = fees;',
  ),
  mutant(
    books,
    'the distance to the mark rounds down',
    'Math.mulDivUp(self.deficit, supply, self.shares)',
    'Math.mulDiv(self.deficit, supply, self.shares)',
  ),
  mutant(
    books,
    'the distance to the mark does not scale',
    'self.deficit = Math.min(Math.mulDivUp(self.deficit, supply, self.shares), type(uint80).max);',
    '',
  ),
  mutant(
    books,
    'a recovery leaves the deficit',
    'else self.deficit = deficit - vested;',
    'else self.deficit = deficit;',
  ),
  mutant(vault, 'collected fees stay', 'books.fees = kept;\n', ''),
  mutant(
    vault,
    'fees are collected before they accrue',
    'shares = books.fees - kept;',
    '(,, uint256 before_) = ledger.unpack();\n        shares = before_ - before_ * tipBps / BPS;',
  ),
  mutant(
    vault,
    'all fees are tipped',
    'fees * tipBps * part / (BPS * whole)',
    'fees * part / whole',
  ),
  mutant(vault, 'a tip leaves the fees', 'ledger = ledger.lessFees(shares);\n', ''),

  // Gains and losses
  mutant(
    books,
    'a gain enters the rate at once',
    'self.backing += amount;\n    vest(self, amount, time, period, maxDailyGrowthBps);',
    'self.backing += amount;',
  ),
  mutant(
    books,
    'a gain without room for its vesting',
    'Math.min(type(uint80).max - self.unvested, type(uint88).max - self.backing)',
    'type(uint88).max - self.backing',
  ),
  mutant(
    books,
    'a gain without room in the backing',
    'Math.min(type(uint80).max - self.unvested, type(uint88).max - self.backing)',
    'type(uint80).max - self.unvested',
  ),
  mutant(
    books,
    'a loss spares what has not vested',
    'uint256 absorbed = Math.min(amount, self.unvested);',
    'uint256 absorbed = 0;',
  ),
  mutant(books, 'a loss takes the last wei', 'assets(self) - 1);', 'assets(self));'),
  mutant(
    books,
    'a loss is not remembered',
    'self.deficit = Math.min(self.deficit + rest, type(uint80).max);',
    '',
  ),
  mutant(
    books,
    'an absorbed loss counts against the mark',
    'self.deficit + rest',
    'self.deficit + amount',
  ),
  mutant(books, 'an absorbed loss stays in the vesting', 'self.unvested -= absorbed;\n', ''),
  mutant(
    books,
    'the deficit has no end',
    'self.deficit = Math.min(self.deficit + rest, type(uint80).max);',
    'self.deficit = self.deficit + rest;',
  ),

  // Entering
  mutant(
    vault,
    'stale deposits',
    '_checkNotStale(books);\n\n        shares = books.toSharesDown(assets);',
    'shares = books.toSharesDown(assets);',
  ),
  mutant(
    vault,
    'deposits for nothing',
    'if (shares == 0) revert ZeroAmount();\n        if (shares < minShares)',
    'if (shares < minShares)',
  ),
  mutant(vault, 'minShares is exclusive', 'shares < minShares', 'shares <= minShares'),
  mutant(
    vault,
    'maxAssets is ignored',
    'if (assets > maxAssets) revert AssetsAboveMaximum(assets, maxAssets);',
    '',
  ),
  mutant(
    vault,
    'a mint pays as a deposit',
    'assets = books.toAssetsUp(shares);',
    'assets = books.toAssetsDown(shares);',
  ),
  mutant(vault, 'stale a second early', 'block.timestamp > staleAt', 'block.timestamp >= staleAt'),
  mutant(
    vault,
    'deadlines a second early',
    'block.timestamp > deadline) revert DeadlinePassed',
    'block.timestamp >= deadline) revert DeadlinePassed',
  ),
  mutant(
    vault,
    'deposits without accrual',
    '_checkReceiver(receiver);\n        Books memory books = _accrue();\n        _checkNotStale(books);\n\n        shares',
    '_checkReceiver(receiver);\n        Books memory books;\n        (,, uint256 since_,,) = vesting.unpack();\n        books.read(ledger, vesting, since_, feeBps);\n        _checkNotStale(books);\n\n        shares',
  ),
  mutant(
    vault,
    'shares go to the payer',
    'balances[receiver] += shares;',
    'balances[msg.sender] += shares;',
  ),
  mutant(vault, 'WETH stays WETH', 'IWETH(asset).withdraw(assets);', ''),
  mutant(
    vault,
    'shares can be sent to the queue',
    'receiver == queue || receiver == address(this)',
    'receiver == address(this)',
  ),

  // Leaving by the queue
  mutant(
    vault,
    'requests of less than the minimum',
    'if (shares < minRequest) revert',
    'if (shares + 1 < minRequest) revert',
  ),
  mutant(
    vault,
    'anyone requests for anyone',
    '_authorize(owner, shares);\n\n        _move',
    '_move',
  ),
  mutant(vault, 'the ticket goes to the owner', 'push(controller, shares)', 'push(owner, shares)'),
  mutant(
    vault,
    'fills while a checkpoint is open',
    'if (reserve_.open) revert CheckpointOpen();',
    '',
  ),
  mutant(
    vault,
    'fills with a slashing unbooked',
    'if (reserve_.slashing) revert SlashingUnbooked();',
    '',
  ),
  mutant(vault, 'fills without a fresh root', '_checkFresh(books);\n', ''),
  mutant(
    vault,
    'fresh a second longer',
    'block.timestamp > freshUntil',
    'block.timestamp > freshUntil + 1',
  ),
  mutant(
    vault,
    'fills at an old rate',
    'Books memory books = _accrue();\n        _checkFresh',
    'Books memory books;\n        (,, uint256 since_,,) = vesting.unpack();\n        books.read(ledger, vesting, since_, feeBps);\n        _checkFresh',
  ),
  mutant(
    vault,
    'fills from ether that is not there',
    '_idle(books, reserve_).min(maxAssets)',
    'books.backing.min(maxAssets)',
  ),
  mutant(
    vault,
    'maxAssets of a fill is ignored',
    '_idle(books, reserve_).min(maxAssets)',
    '_idle(books, reserve_)',
  ),
  mutant(
    vault,
    'a fill pays more than its shares',
    'assets = books.toAssetsDown(shares);\n        // What',
    'assets = books.toAssetsUp(shares);\n        // What',
  ),
  mutant(vault, 'the smallest fill is refused', 'assets >= minFill', 'assets > minFill'),
  mutant(
    vault,
    'the last dust is never filled',
    'shares == reserve_.eligible || (shares != 0 && assets >= minFill)',
    'shares != 0 && assets >= minFill',
  ),
  mutant(
    vault,
    'the eligible stay eligible',
    'reserve.eligible = uint88(reserve_.eligible - shares);\n',
    '',
  ),
  mutant(
    vault,
    'filled shares are not burned',
    '_burn(queue, shares);\n\n        emit Filled',
    'emit Filled',
  ),
  mutant(
    vault,
    'filled shares stay in the supply',
    'books.leave(shares, assets);\n        _save(books);\n        reserve.eligible',
    'books.backing -= assets;\n        _save(books);\n        reserve.eligible',
  ),
  mutant(
    vault,
    'anyone takes what was settled',
    '_checkController(controller);\n        if (shares == 0)',
    'if (shares == 0)',
  ),

  // Tickets
  mutant(
    queue,
    'tickets overlap',
    'line.tail = (id + shares).toUint128();',
    'line.tail = (id + shares - 1).toUint128();',
  ),
  mutant(
    queue,
    'the curve forgets a fill',
    '(last.assets + assets).toUint128()',
    'assets.toUint128()',
  ),
  mutant(
    queue,
    'the search stops a fill early',
    'while (high - low > 1) {',
    'while (high - low > 2) {',
  ),
  mutant(
    queue,
    'between points the curve rounds up',
    'assets + (place - shares) * (fills[high].assets - assets) / (fills[high].shares - shares)',
    'assets + ((place - shares) * (fills[high].assets - assets)).divUp(fills[high].shares - shares)',
  ),
  mutant(queue, 'a claim pays the whole curve', 'assets - _paidUpTo(id, count)', 'assets'),
  mutant(queue, 'nothing is claimed', 'if (shares == 0) revert NothingToClaim(id, ahead);', ''),
  mutant(
    queue,
    'the claimer gets the rest',
    '_goOn(owner, id, remainder, size - shares)',
    '_goOn(msg.sender, id, remainder, size - shares)',
  ),
  mutant(
    queue,
    'the rest keeps its size',
    '_goOn(owner, id, remainder, size - shares)',
    '_goOn(owner, id, remainder, size)',
  ),
  mutant(queue, 'a claimed id lives on', '_end(owner, id);\n', ''),
  mutant(
    queue,
    'anyone claims',
    '_checkMayAct(id, owner);\n        uint256 ahead;',
    'uint256 ahead;',
  ),
  mutant(
    queue,
    'minAssets of a claim is ignored',
    'if (assets < minAssets) revert AssetsBelowMinimum(assets, minAssets);',
    '',
  ),
  mutant(
    queue,
    'the settler gets the balance',
    'Balance storage balance = balanceFor[owner];',
    'Balance storage balance = balanceFor[msg.sender];',
  ),
  mutant(
    queue,
    'taking out by shares rounds up',
    'assets = shares * has.assets / has.shares;',
    'assets = (shares * has.assets + has.shares - 1) / has.shares;',
  ),
  mutant(
    queue,
    'taking out by wei rounds down',
    'shares = (assets * has.shares).divUp(has.assets);',
    'shares = assets * has.shares / has.assets;',
  ),
  mutant(
    queue,
    'a wei more than was settled',
    'if (assets > has.assets) revert',
    'if (assets > has.assets + 1) revert',
  ),
  mutant(queue, '65 tickets at once', 'ids.length > MAX_TICKETS', 'ids.length > MAX_TICKETS + 1'),
  mutant(
    queue,
    'anyone is the vault',
    'if (msg.sender != vault) revert OnlyVault(msg.sender);',
    '',
  ),
  mutant(
    queue,
    'tickets can be sent to the vault',
    'receiver == vault || receiver == address(this)',
    'receiver == address(this)',
  ),
  mutant(
    escrow,
    'anyone is the queue',
    'if (msg.sender != queue) revert OnlyQueue(msg.sender);',
    '',
  ),

  mutant(tickets, 'anyone sells', '_checkMayAct(id, from);\n', ''),
  mutant(
    tickets,
    'an approval survives the sale',
    'if (approvedFor[id] != address(0)) delete approvedFor[id];\n',
    '',
  ),
  mutant(
    tickets,
    'a ticket that isn’t there is somebody’s',
    'owner != address(0) && (isApprovedForAll',
    'true && (isApprovedForAll',
  ),
  mutant(
    tickets,
    'the approved may approve',
    'if (msg.sender != owner && !isApprovedForAll[owner][msg.sender]) revert',
    'if (false) revert',
  ),

  // Leaving at once
  mutant(
    lane,
    'the lane’s fee rounds down',
    'return Math.divUp(used * (2 * capacity * minFeeBps + used * (maxFeeBps - minFeeBps)), 2 * capacity * BPS);',
    'return used * (2 * capacity * minFeeBps + used * (maxFeeBps - minFeeBps)) / (2 * capacity * BPS);',
  ),
  mutant(lane, 'the price does not rise', ' + used * (maxFeeBps - minFeeBps)', ''),
  mutant(
    lane,
    'the line is twice as steep',
    'used * (2 * capacity * minFeeBps + used *',
    'used * (2 * capacity * minFeeBps + 2 * used *',
  ),
  mutant(
    vault,
    'each redemption starts the bucket anew',
    'lane.used = uint88(lane.used + gross);\n',
    '',
  ),
  mutant(vault, 'the bucket counts what was paid', 'lane.used + gross)', 'lane.used + assets)'),
  mutant(
    vault,
    'the lane takes what is owed',
    '_idle(books, reserve_).saturatingSub(books.toAssetsDown(reserve_.eligible));',
    '_idle(books, reserve_);',
  ),
  mutant(vault, 'the bucket has no bottom', 'unowed.min(capacity - used)', 'unowed.min(capacity)'),
  mutant(
    vault,
    'the lane’s fee is kept by the rate',
    'books.vest(fee, block.timestamp, vestingPeriod, maxDailyGrowthBps);\n        _save(books);\n        lane.used',
    '_save(books);\n        lane.used',
  ),
  mutant(
    vault,
    'stale instant redemptions',
    '_checkPaying(reserve_);\n        _checkNotStale(books);\n\n',
    '_checkPaying(reserve_);\n',
  ),
  mutant(
    vault,
    'instant redemptions while a checkpoint is open',
    '_checkPaying(reserve_);\n        _checkNotStale(books);\n\n',
    '_checkNotStale(books);\n',
  ),
  mutant(
    vault,
    'the lane pays the owner',
    'Address.sendValue(payable(receiver), assets);',
    'Address.sendValue(payable(owner), assets);',
  ),
  mutant(
    vault,
    'a wei over the bucket',
    'if (gross > available) revert',
    'if (gross > available + 1) revert',
  ),

  // Checkpoints
  mutant(
    vault,
    'a loss is a gain',
    'if (found < pinned) books.lose(pinned - found);',
    'if (found < pinned) books.gain(pinned - found, block.timestamp, vestingPeriod, maxDailyGrowthBps);',
  ),
  mutant(
    vault,
    'compared with the backing of now',
    '(execution + outside, pins.backing)',
    '(execution + outside, books.backing)',
  ),
  mutant(
    vault,
    'what moved since is forgotten',
    '(outside + reserve.outside - pins.outside)',
    '(outside)',
  ),
  mutant(
    vault,
    'late requests are eligible',
    'eligible: pins.eligible,',
    'eligible: balances[queue].toUint88(),',
  ),
  mutant(
    vault,
    'proven now',
    'books.provenAt = pinnedAt.toUint32();',
    'books.provenAt = block.timestamp;',
  ),
  mutant(
    vault,
    'booked without accrual',
    'Books memory books = _accrue();\n        (uint256 found',
    'Books memory books;\n        (,, uint256 since_,,) = vesting.unpack();\n        books.read(ledger, vesting, since_, feeBps);\n        (uint256 found',
  ),
  mutant(
    vault,
    'a slashing outlives its booking',
    'slashing: false\n        });\n        lane',
    'slashing: reserve.slashing\n        });\n        lane',
  ),
  mutant(
    vault,
    'the bucket stays used',
    'lane = Lane({used: 0, capacity: _laneTarget(books).toUint88()});\n\n',
    'lane.capacity = _laneTarget(books).toUint88();\n\n',
  ),
  mutant(vault, 'close without open', 'if (!reserve.open) revert NoCheckpointOpen();', ''),
  mutant(vault, 'payments go on during a checkpoint', 'reserve.open = true;\n', ''),
  mutant(
    vault,
    'opening reads what is accounted',
    'return address(this).balance;',
    'return _idle(_accrued(), reserve);',
  ),
  mutant(vault, 'a slashing changes nothing', 'reserve.slashing = true;', ''),
  mutant(
    vault,
    'the lane’s target can be staked',
    'books.toAssetsDown(balances[queue]) + _laneTarget(books)',
    'books.toAssetsDown(balances[queue])',
  ),
  mutant(
    vault,
    'the queue’s ether can be staked',
    'books.toAssetsDown(balances[queue]) + _laneTarget(books)',
    '_laneTarget(books)',
  ),
  mutant(
    staked,
    'a wei more than is stakeable',
    'if (assets > left) revert',
    'if (assets > left + 1) revert',
  ),
  mutant(staked, 'staked ether stays idle', '_moveOutside(assets);\n\n        Address', 'Address'),
  mutant(
    staked,
    'credited ether is idle',
    'shares = _deposit(assets, receiver, 0);\n        _moveOutside(assets);',
    'shares = _deposit(assets, receiver, 0);',
  ),
  mutant(
    staked,
    'anyone is the registry',
    'if (msg.sender != registry) revert OnlyRegistry(msg.sender);',
    '',
  ),

  // Shares
  mutant(
    token,
    'an allowance is not used up',
    'allowance[owner][msg.sender] = allowed - shares;',
    '',
  ),
  mutant(token, 'an endless allowance ends', 'if (allowed == type(uint256).max) return;\n', ''),
  mutant(
    token,
    'transferFrom to anyone',
    '_checkReceiver(to);\n        _spendAllowance',
    '_spendAllowance',
  ),
  mutant(
    token,
    'a balance can’t be sent whole',
    'if (balance < shares) revert',
    'if (balance <= shares) revert',
  ),
]
