import type { Mutant } from '../mutants.ts'

const vault = 'src/vault/LiquidVault.sol'
const liquid = (name: string) => `src/liquid/${name}.sol`

/** Faults in crETH that its histories have to notice. Each has one place. */
export const mutants: readonly Mutant[] = [
  // -- Counting
  {
    file: liquid('Holdings'),
    about: 'what is queued doesn’t count',
    search: 'units[a] = c.free[a] + c.queued[a];',
    replace: 'units[a] = c.free[a];',
  },
  {
    file: liquid('Holdings'),
    about: 'what is in flight doesn’t count',
    search: 'if (a == ETHER) units[a] += native.inFlight(index);',
    replace: '',
  },
  {
    file: liquid('Holdings'),
    about: 'a magnitude is noted where nothing is',
    search: 'units[a] == 0 ? 0 : c.magnitudes[a]',
    replace: 'c.magnitudes[a]',
  },
  {
    file: liquid('Holdings'),
    about: 'a token’s gain isn’t booked before its slash',
    search: 'if (moved && books) _appraise(asset);\n        Watch memory watch = _watches[asset];',
    replace: 'Watch memory watch = _watches[asset];',
  },
  {
    file: liquid('Holdings'),
    about: 'a count isn’t booked',
    search: '- was.units).toUint88();\n        if (moved && books) _appraise(asset);',
    replace: '- was.units).toUint88();',
  },
  {
    file: liquid('Holdings'),
    about: 'a slashing factor is forgotten',
    search: 'if (a == ETHER) _face(index, units[a] == 0 ? 0 : c.slashingFactor);',
    replace: '',
  },
  {
    file: liquid('Holdings'),
    about: 'a ticket counts what was paid for it only',
    search: 'assets += position.assets + Math.mulDiv(position.pendingShares, all, supply);',
    replace: 'assets += position.assets;',
  },
  {
    file: liquid('Holdings'),
    about: 'what waits doesn’t count',
    search: 'uint256 units = uint256(sum.units) + sum.waiting;\n        if (asset == ETHER)',
    replace: 'uint256 units = uint256(sum.units);\n        if (asset == ETHER)',
  },
  {
    file: liquid('Tally'),
    about: 'of an asset’s queued withdrawals only the last counts',
    search: 'shares[i] += worth[w][s];',
    replace: 'shares[i] = worth[w][s];',
  },
  {
    file: liquid('Tally'),
    about: 'deposit shares round down',
    search: 'Math.mulDivUp(deposited[0], units, all)',
    replace: 'Math.mulDiv(deposited[0], units, all)',
  },

  // -- Rounds and the stamp
  {
    file: liquid('Rounds'),
    about: 'a round can be opened a second early',
    search: 'if (block.timestamp < dueAt) revert',
    replace: 'if (block.timestamp + 1 < dueAt) revert',
  },
  {
    file: liquid('Rounds'),
    about: 'a round pins no line',
    search: 'tail: uint128(line.tail()),',
    replace: 'tail: uint128(line.filled()),',
  },
  {
    file: liquid('Rounds'),
    about: 'a delegator answers for its neighbour',
    search: 'missing ^= uint32(1 << index);',
    replace: 'missing ^= uint32(2 << index);',
  },
  {
    file: liquid('Rounds'),
    about: 'the end of a round doesn’t book rates',
    search: '_appraiseAll();\n        Round_ memory',
    replace: 'Round_ memory',
  },
  {
    file: liquid('Rounds'),
    about: 'what is filled already stays eligible',
    search: 'Math.zeroFloorSub(_tailAt(current), line.filled())',
    replace: '_tailAt(current)',
  },
  {
    file: liquid('Rounds'),
    about: 'no operator’s slashing closes the stamp',
    search: 'if (marks < watch.marks) revert',
    replace: 'if (marks + 1e18 < watch.marks) revert',
  },
  {
    file: liquid('Rounds'),
    about: 'an issuer isn’t asked',
    search: 'if (a != ETHER && held) IRateAdapter(of_.adapter).checkSound();',
    replace: '',
  },
  {
    file: liquid('Rounds'),
    about: 'a token’s fall doesn’t close the stamp',
    search: 'bool moves = a != ETHER || _tickets.length != 0;',
    replace: 'bool moves = a == ETHER && _tickets.length != 0;',
  },
  {
    file: liquid('Rounds'),
    about: 'a ticket’s fall doesn’t close the stamp',
    search: 'bool moves = a != ETHER || _tickets.length != 0;',
    replace: 'bool moves = a != ETHER;',
  },

  // -- Entering
  {
    file: liquid('Routes'),
    about: 'no haircut',
    search: 'uint256 assets = worth * (BPS - of_.haircutBps) / BPS;',
    replace: 'uint256 assets = worth;',
  },
  {
    file: liquid('Routes'),
    about: 'a door is open for a wei more',
    search: 'if (worth > room) revert DoorClosed',
    replace: 'if (worth > room + 1) revert DoorClosed',
  },
  {
    file: liquid('Routes'),
    about: 'a door doesn’t ask the issuer',
    search: 'IRateAdapter(of_.adapter).checkDoor();',
    replace: '',
  },
  {
    file: liquid('Routes'),
    about: 'a deadline passes a second late',
    search: 'if (block.timestamp > deadline) revert DeadlinePassed(deadline);\n        AssetOf',
    replace:
      'if (block.timestamp > deadline && block.timestamp - deadline > 1) revert DeadlinePassed(deadline);\n        AssetOf',
  },
  {
    file: liquid('Routes'),
    about: 'what the line is owed is routed',
    search: 'return Math.zeroFloorSub(_sums[asset].waiting, owed);',
    replace: 'owed;\n        return _sums[asset].waiting;',
  },
  {
    file: liquid('Routes'),
    about: 'a unit more than there is room for',
    search: 'if (units > room) revert ExceedsRoom',
    replace: 'if (units > room + 1) revert ExceedsRoom',
  },
  {
    file: liquid('Routes'),
    about: 'idle ether makes no room',
    search: 'if (asset == ETHER) all += ILiquidVault(vault).stakeable();',
    replace: '',
  },
  {
    file: liquid('Routes'),
    about: 'who was put out gets more',
    search: 'return delegation.isDelegated(_delegator(index).account) && IRiskPolicy',
    replace: 'return IRiskPolicy',
  },
  {
    file: liquid('Routes'),
    about: 'an operator’s ether gets no shares',
    search: 'IRestakedEther(vault).credit(_delegator(index).operator, predeposit, 0);',
    replace: 'IRestakedEther(vault).credit(address(native), predeposit, 0);',
  },
  {
    file: liquid('Routes'),
    about: 'anyone takes a delegator away',
    search: 'if (!_isExhausted(delegator.operator, asset)) revert NotExhausted(index, asset);',
    replace: '',
  },
  {
    file: liquid('Routes'),
    about: 'a delegator with 16 withdrawals gets more',
    search: 'uint256 internal constant MAX_ROOTS = 16;',
    replace: 'uint256 internal constant MAX_ROOTS = 17;',
  },

  // -- Back
  {
    file: liquid('Ladder'),
    about: 'a day’s rungs are forgotten',
    search: '_day = Day(uint32(today), (laid + assets).toUint96());',
    replace: '_day = Day(uint32(today), assets.toUint96());',
  },
  {
    file: liquid('Ladder'),
    about: 'a day has a rung more',
    search: 'if (left < MIN_RUNG && laid != 0) revert',
    replace: 'if (left == 0 && laid != 0) revert',
  },
  {
    file: liquid('Ladder'),
    about: 'more is asked back than is wanted',
    search: 'Math.min(left, missing.max(MIN_RUNG))',
    replace: 'left',
  },
  {
    file: liquid('Ladder'),
    about: 'what is on its way is wanted again',
    search: 'return Math.zeroFloorSub(ILiquidVault(vault).shortfall(), coming() + _unwindable());',
    replace: 'return Math.zeroFloorSub(ILiquidVault(vault).shortfall(), _unwindable());',
  },
  {
    file: liquid('Ladder'),
    about: 'what waits is wanted again',
    search: 'return Math.zeroFloorSub(ILiquidVault(vault).shortfall(), coming() + _unwindable());',
    replace: 'return Math.zeroFloorSub(ILiquidVault(vault).shortfall(), coming());',
  },
  {
    file: liquid('Ladder'),
    about: 'a token that brings no ether is asked back first',
    search: 'if (last && _free() >= MIN_RUNG) revert NoQueue(asset);',
    replace: 'last;',
  },
  {
    file: liquid('Ladder'),
    about: 'a breach leaves a crumb',
    search: 'if (excess == 0 || (excess < MIN_RUNG && units < all)) revert',
    replace: 'if (excess == 0) revert',
  },
  {
    file: liquid('Ladder'),
    about: 'it goes back into stake while somebody waits',
    search: 'if (ILiquidVault(vault).shortfall() != 0 || !_admits(index, asset, 0)) revert',
    replace: 'if (!_admits(index, asset, 0)) revert',
  },
  {
    file: liquid('Ladder'),
    about: 'what a pod paid isn’t noted',
    search: '_beacons[index].paid += uint96(paid);',
    replace: '',
  },
  {
    file: liquid('Ladder'),
    about: 'ether that came isn’t given',
    search: 'if (paid != 0) _give(paid);',
    replace: '',
  },
  {
    file: liquid('Ladder'),
    about: 'tokens that came don’t wait',
    search: '_sums[asset].waiting = (_sums[asset].waiting + paid).toUint80();',
    replace: '',
  },
  {
    file: liquid('Ladder'),
    about: 'a token’s own line is asked for a rung less',
    search: 'IRateAdapter(of_.adapter).toUnitsDown(missing.max(MIN_RUNG)) + 1;',
    replace: 'IRateAdapter(of_.adapter).toUnitsDown(missing.max(MIN_RUNG));',
  },
  {
    file: liquid('Ladder'),
    about: 'the rest of a ticket is forgotten',
    search: 'if (remainder != 0) {',
    replace: 'if (remainder == 1) {',
  },

  // -- In kind, and the vault's side
  {
    file: liquid('Ladder'),
    about: 'in kind pays what doesn’t wait',
    search: 'if (units > sum.waiting) revert ExceedsWaiting(asset, units, sum.waiting);',
    replace: '',
  },
  {
    file: liquid('RestakedEther'),
    about: 'who leaves in kind leaves before the line',
    search: 'if (owed > has) revert QueueFirst(owed, has);',
    replace: '(owed, has);',
  },
  {
    file: liquid('RestakedEther'),
    about: 'a stamp holds a block longer',
    search: 'if (block.number > validUntil) revert',
    replace: 'if (block.number > validUntil + 1) revert',
  },
  {
    file: liquid('RestakedEther'),
    about: 'what stays of the fees bears nothing',
    search: '_book(was, found, treasury);',
    replace: '_book(was, found, address(0));',
  },

  {
    file: vault,
    about: 'a loss isn’t borne first, but twice',
    search: 'books.lose(was - found - covered);',
    replace: 'books.lose(was - found);',
  },
  {
    file: vault,
    about: 'who bears first keeps a share of it',
    search: 'covered.mulDivUp(books.shares, books.assets());',
    replace: 'covered.mulDiv(books.shares, books.assets());',
  },
  {
    file: vault,
    about: 'what came unasked is never found',
    search: 'if (here > accounted) {',
    replace: 'if (here > accounted + 1e30) {',
  },
  {
    file: vault,
    about: 'a round leaves the bucket used',
    search: 'reserve.eligible = eligible.toUint88();\n        lane = Lane({used: 0,',
    replace: 'reserve.eligible = eligible.toUint88();\n        lane = Lane({used: lane.used,',
  },
  {
    file: vault,
    about: 'leaving in kind is free',
    search: 'fee = _takeBucket(gross);',
    replace: '_takeBucket(gross);',
  },
  {
    file: vault,
    about: 'leaving in kind takes from no bucket',
    search: 'lane.used = uint88(used + gross);',
    replace: '',
  },
  {
    file: vault,
    about: 'what left in kind is still outside',
    search:
      'reserve.outside = (reserve_.outside - assets).toUint88();\n        _burn(owner, shares);',
    replace: '_burn(owner, shares);',
  },

  // -- Risk
  {
    file: liquid('RiskPolicy'),
    about: 'a share of an operator’s has no ceiling',
    search: 'if (own.held > ceiling) {',
    replace: 'if (own.held > ceiling && ceiling == 0) {',
  },
  {
    file: liquid('RiskPolicy'),
    about: 'what is pending isn’t seen',
    search: 'current + uint128(to[i].pendingDiff) : current;',
    replace: 'current : current;',
  },
  {
    file: liquid('RiskPolicy'),
    about: 'who announced nothing is drained',
    search: 'return Breach(rule, own > ownNow, later, ceiling,',
    replace: 'return Breach(rule, own >= ownNow, later, ceiling,',
  },
  {
    file: liquid('RiskPolicy'),
    about: 'an allocation delay is a block too short',
    search: 'delegation.minWithdrawalDelayBlocks() + 1 + reactionBlocks;',
    replace: 'delegation.minWithdrawalDelayBlocks() + reactionBlocks;',
  },
  {
    file: liquid('RiskPolicy'),
    about: 'a set that isn’t allowed is overlooked',
    search: 'later.notAllowed += Math.max(part, 1);',
    replace: '',
  },
  {
    file: liquid('RiskPolicy'),
    about: 'what is queued is in excess again',
    search: 'if (most != 0) most = Math.zeroFloorSub(most, _queued(index));',
    replace: '',
  },

  // -- Validators, rewards, fees, tips
  {
    file: liquid('NativeStake'),
    about: 'a validator gets two deposits',
    search: '_staked[pubkeyRoot] = true;',
    replace: '',
  },
  {
    file: liquid('NativeStake'),
    about: 'a validator that nobody offered gets a deposit',
    search: 'if (!offered[operator][pubkeyRoot]) revert NotOffered(pubkeyRoot);',
    replace: '',
  },
  {
    file: liquid('RewardAuction'),
    about: 'a crumb ends a lot’s price',
    search: 'auction.lot == 0 && auction.counts && cost >= LEAST;',
    replace: 'auction.lot == 0 && auction.counts;',
  },
  {
    file: vault,
    about: 'who was eligible isn’t any more',
    search: 'if (provenAt >= books.provenAt) eligible = eligible.max(reserve.eligible);',
    replace: '',
  },
  {
    file: liquid('NativeStake'),
    about: 'a healthy validator is written off',
    search: 'if (!validator.slashed && validator.exitEpoch == FAR_FUTURE) revert',
    replace: 'if (validator.slashed && validator.exitEpoch == FAR_FUTURE) revert',
  },
  {
    file: liquid('NativeStake'),
    about: 'the operator’s ether isn’t in flight',
    search: 'Flight(pubkeyRoot, (assets + PREDEPOSIT).toUint96())',
    replace: 'Flight(pubkeyRoot, assets.toUint96())',
  },
  {
    file: liquid('RewardAuction'),
    about: 'the basis of a lot that didn’t go stays',
    search: 'if (unsold) auction.basis = uint96(Math.max(auction.basis / 2, MIN_PRICE));',
    replace: 'unsold;',
  },
  {
    file: liquid('RewardAuction'),
    about: 'a price rounds down',
    search: 'return Math.mulDivUp(auction.basis, startFactorBps',
    replace: 'return Math.mulDiv(auction.basis, startFactorBps',
  },
  {
    file: liquid('RewardAuction'),
    about: 'auctions follow each other in no time',
    search: 'if (auction.openedAt != 0 && block.timestamp <= endsAt) revert',
    replace: 'if (auction.openedAt != 0 && auction.lot != 0 && block.timestamp <= endsAt) revert',
  },
  {
    file: liquid('FirstLoss'),
    about: 'what stays has no cap',
    search: 'Math.min((came - tipped) * keepBps / BPS, room)',
    replace: '(came - tipped) * keepBps / BPS',
  },
  {
    file: liquid('Tips'),
    about: 'a sync that nobody missed is tipped',
    search: '_tip(missed);',
    replace: 'missed;\n        _tip(true);',
  },
  {
    file: liquid('Tips'),
    about: 'a crumb is tipped',
    search: 'return more > less && _worth(asset, more - less) >= LEAST;',
    replace: 'return more > less && _worth(asset, more - less) >= 0;',
  },
]
