import type { Mutant } from '../mutants.ts'

const delegation = 'src/restaking/DelegationManager.sol'
const queue = 'src/restaking/WithdrawalQueue.sol'
const scaling = 'src/restaking/types/ScalingFactor.sol'
const factor = 'src/restaking/types/SlashingFactor.sol'
const standing = 'src/restaking/types/Standing.sol'
const pending = 'src/restaking/types/Pending.sol'
const allocations = 'src/restaking/Allocations.sol'
const slashing = 'src/restaking/AllocationManager.sol'
const sets = 'src/restaking/OperatorSets.sol'
const manager = 'src/restaking/StrategyManager.sol'
const strategy = 'src/restaking/StrategyBase.sol'
const slashed = 'src/restaking/Slashed.sol'
const pods = 'src/restaking/EigenPodManager.sol'
const pod = 'src/restaking/EigenPod.sol'

function mutant(file: string, about: string, search: string, replace: string): Mutant {
  return { file, about, search, replace }
}

export const mutants: readonly Mutant[] = [
  // Shares and factors
  mutant(
    scaling,
    'deposit shares are scaled up',
    'function toScaledDown(ScalingFactor self, uint256 depositShares) pure returns (uint256) {\n    return Math.fullMulDiv(',
    'function toScaledDown(ScalingFactor self, uint256 depositShares) pure returns (uint256) {\n    return Math.fullMulDivUp(',
  ),
  mutant(
    scaling,
    'a deposit is scaled as if nothing was held',
    'uint256 worth = held == 0',
    'uint256 worth = true',
  ),
  mutant(
    scaling,
    'a deposit counts twice',
    '+ added, WAD, held + added)',
    '+ 2 * added, WAD, held + added)',
  ),
  mutant(scaling, 'what was held is forgotten', 'WAD, held + added);', 'WAD, added);'),
  mutant(
    scaling,
    'a first deposit ignores the factor that is there',
    '? ScalingFactor.unwrap(self)',
    '? WAD',
  ),
  mutant(
    factor,
    'what can be withdrawn rounds up',
    'return Math.fullMulDiv(scaledShares, SlashingFactor.unwrap(self), WAD_SQUARED);',
    'return Math.fullMulDivUp(scaledShares, SlashingFactor.unwrap(self), WAD_SQUARED);',
  ),
  mutant(
    factor,
    'the factors are cut to 18 digits',
    'return SlashingFactor.wrap(uint256(maxMagnitude) * beaconFactor);',
    'return SlashingFactor.wrap(uint256(maxMagnitude) * beaconFactor / WAD * WAD);',
  ),
  mutant(
    factor,
    'pods’ losses are forgotten',
    'return SlashingFactor.wrap(uint256(maxMagnitude) * beaconFactor);',
    'return SlashingFactor.wrap(uint256(maxMagnitude) * WAD);',
  ),
  mutant(
    factor,
    'the scaling factor rounds up',
    'return Math.fullMulDiv(withdrawableShares, WAD_SQUARED, SlashingFactor.unwrap(self));',
    'return Math.fullMulDivUp(withdrawableShares, WAD_SQUARED, SlashingFactor.unwrap(self));',
  ),
  mutant(
    factor,
    'what a slash leaves rounds down',
    'return shares - Math.fullMulDivUp(',
    'return shares - Math.fullMulDiv(',
  ),

  // Delegation
  mutant(
    delegation,
    'who is slashed wholly may come',
    'if (factor.isZero()) revert FullySlashed();',
    'if (factor.isZero()) return;',
  ),
  mutant(
    delegation,
    'operators can be undelegated',
    'if (!isDelegated(staker)) revert NotActivelyDelegated();\n        if (isOperator(staker)) revert OperatorsCannotUndelegate();\n\n        if (msg.sender != staker) {',
    'if (!isDelegated(staker)) revert NotActivelyDelegated();\n\n        if (msg.sender != staker) {',
  ),
  mutant(
    delegation,
    'anyone may force an undelegation',
    'if (!_canCall(operator) && msg.sender != delegationApprover[operator]) revert CallerCannotUndelegate();',
    '',
  ),
  mutant(
    delegation,
    'an approver can’t force an undelegation',
    'if (!_canCall(operator) && msg.sender != delegationApprover[operator]) revert',
    'if (!_canCall(operator)) revert',
  ),
  mutant(
    delegation,
    'an approver isn’t asked',
    'if (approver != address(0) && msg.sender != approver) {',
    'if (false) {',
  ),
  mutant(
    delegation,
    'an undelegated staker stays delegated',
    'delegatedTo[staker] = address(0);\n',
    '',
  ),
  mutant(
    delegation,
    'delegating forgives the pod’s losses',
    '_increase(operator, staker, strategy, 0, brought, slashingFactor(maxMagnitude, WAD));',
    '_increase(operator, staker, strategy, 0, brought, _factor(staker, operator, strategy));',
  ),
  mutant(
    delegation,
    'delegating charges what was slashed before',
    '_increase(operator, staker, strategy, 0, brought, slashingFactor(maxMagnitude, WAD));',
    '_increase(operator, staker, strategy, 0, brought, slashingFactor(maxMagnitude == 0 ? 0 : WAD, WAD));',
  ),
  mutant(
    delegation,
    'the operator gets all of a pod’s shares',
    'if (strategy == beaconChainETHStrategy) {\n                // Up, twice',
    'if (false) {\n                // Up, twice',
  ),
  mutant(
    delegation,
    'operator shares are forgotten with a deposit',
    'operatorShares[operator][strategy] += added;\n',
    '',
  ),
  mutant(
    delegation,
    'what is brought rounds down',
    '.toWithdrawableUp(_scalingFactor(staker, strategy).toScaledUp(brought));',
    '.toWithdrawableDown(_scalingFactor(staker, strategy).toScaledDown(brought));',
  ),

  // The queue
  mutant(
    delegation,
    'completion a block early',
    'if (block.number <= slashableUntil) revert WithdrawalDelayNotElapsed();',
    'if (block.number < slashableUntil) revert WithdrawalDelayNotElapsed();',
  ),
  mutant(
    delegation,
    'anyone may complete',
    'if (msg.sender != withdrawal.withdrawer) revert WithdrawerNotCaller();\n',
    '',
  ),
  mutant(
    delegation,
    'a completion pays at the magnitude of now',
    '_maxMagnitudesAt(withdrawal.delegatedTo, withdrawal.strategies, slashableUntil);',
    '_maxMagnitudesAt(withdrawal.delegatedTo, withdrawal.strategies, uint32(block.number));',
  ),
  mutant(
    delegation,
    'a completion pays at the magnitude of its queueing',
    '_maxMagnitudesAt(withdrawal.delegatedTo, withdrawal.strategies, slashableUntil);',
    '_maxMagnitudesAt(withdrawal.delegatedTo, withdrawal.strategies, withdrawal.startBlock);',
  ),
  mutant(
    delegation,
    'a completion asks the operator of now',
    '_maxMagnitudesAt(withdrawal.delegatedTo, withdrawal.strategies, slashableUntil);',
    '_maxMagnitudesAt(delegatedTo[msg.sender], withdrawal.strategies, slashableUntil);',
  ),
  mutant(
    delegation,
    'the queue isn’t remembered for slashing',
    'history.push(uint32(block.number), (history.latest() + scaledShares).toUint224());\n',
    '',
  ),
  mutant(
    delegation,
    'the queue remembers what was worth, not what was scaled',
    '(history.latest() + scaledShares).toUint224()',
    '(history.latest() + withdrawable).toUint224()',
  ),
  mutant(
    delegation,
    'operator shares stay when stake is queued',
    '_decrease(operator, staker, strategy, withdrawable);\n        }\n\n        uint256 left',
    '}\n\n        uint256 left',
  ),
  mutant(
    delegation,
    'operators lose scaled shares',
    '_decrease(operator, staker, strategy, withdrawable);\n        }\n\n        uint256 left',
    '_decrease(operator, staker, strategy, scaledShares);\n        }\n\n        uint256 left',
  ),
  mutant(
    delegation,
    'a scaling factor outlives its shares',
    'if (left == 0) scalingFactors[staker][strategy] = ScalingFactor.wrap(0);\n',
    '',
  ),
  mutant(
    delegation,
    'shares come back without a scaling factor',
    '_increase(operator, staker, strategy, held, added, _factor(staker, operator, strategy));\n    }\n\n    // -- The other',
    '_increase(operator, staker, strategy, held, added, slashingFactor(WAD, WAD));\n    }\n\n    // -- The other',
  ),
  mutant(
    delegation,
    'the window of the queue is a block short',
    'history.upperLookupRecent(uint32(block.number - minWithdrawalDelayBlocks - 1))',
    'history.upperLookupRecent(uint32(block.number - minWithdrawalDelayBlocks))',
  ),
  mutant(
    delegation,
    'the window of the queue never ends',
    'if (block.number > minWithdrawalDelayBlocks) {',
    'if (block.number > type(uint32).max) {',
  ),
  mutant(
    delegation,
    'the queue isn’t slashed',
    '+ slashedDown(_slashableInQueue(operator, strategy, prevMaxMagnitude), prevMaxMagnitude, newMaxMagnitude);',
    ';',
  ),
  mutant(
    delegation,
    'the queue is slashed at the new magnitude',
    '_slashableInQueue(operator, strategy, prevMaxMagnitude), prevMaxMagnitude,',
    '_slashableInQueue(operator, strategy, newMaxMagnitude), prevMaxMagnitude,',
  ),
  mutant(
    delegation,
    'operator shares aren’t slashed',
    '_decrease(operator, address(0), strategy, slashed);\n',
    '',
  ),
  mutant(
    delegation,
    'a pod’s loss leaves the operator’s shares',
    '_decrease(operator, staker, beaconChainETHStrategy, lost.toWithdrawableDown(scaledShares));',
    '',
  ),
  mutant(
    delegation,
    'a pod’s loss rounds up',
    'lost.toWithdrawableDown(scaledShares)',
    'lost.toWithdrawableUp(scaledShares)',
  ),
  mutant(
    delegation,
    'a view asks for the magnitude of now',
    'uint32 asOf = slashableUntil < block.number ? slashableUntil : uint32(block.number);',
    'uint32 asOf = uint32(block.number);',
  ),
  mutant(queue, 'a completed withdrawal stays pending', 'delete places[root];\n', ''),
  mutant(
    queue,
    'a completed withdrawal stays listed',
    'done[withdrawal.staker][withdrawal.nonce >> 8] |= 1 << (withdrawal.nonce & 0xff);\n',
    '',
  ),
  mutant(
    queue,
    'many scaled shares are cut',
    'bool fits = scaledShares < ELSEWHERE;',
    'bool fits = true;',
  ),
  mutant(queue, 'the operator isn’t kept', 'queued.delegatedTo = withdrawal.delegatedTo;\n', ''),

  // Magnitudes
  mutant(
    slashing,
    'slashed magnitude rounds down',
    'uint256(allocation.currentMagnitude).mulWadUp(wad)',
    'uint256(allocation.currentMagnitude).mulWad(wad)',
  ),
  mutant(
    slashing,
    'what is leaving isn’t slashed',
    'allocation.pendingDiff += int128(int256(uint256(int256(-allocation.pendingDiff)).mulWadUp(wad)));\n',
    '',
  ),
  mutant(
    slashing,
    'what is leaving is slashed rounding down',
    'uint256(int256(-allocation.pendingDiff)).mulWadUp(wad)',
    'uint256(int256(-allocation.pendingDiff)).mulWad(wad)',
  ),
  mutant(
    slashing,
    'slashed magnitude stays encumbered',
    'standing.encumbered - released - slashed',
    'standing.encumbered - released',
  ),
  mutant(
    slashing,
    'a slash doesn’t free what has come due',
    'standing.encumbered - released - slashed',
    'standing.encumbered - slashed',
  ),
  mutant(
    slashing,
    'anyone may slash',
    'if (msg.sender != _slasher(set)) revert InvalidCaller();\n',
    '',
  ),
  mutant(
    slashing,
    'whoever is out of reach is slashed',
    'if (!_isSlashable(params.operator, operatorSet.key())) revert OperatorNotSlashable();\n',
    '',
  ),
  mutant(
    slashing,
    'strategies outside of the set are slashed',
    'if (!set.strategies.contains(strategy)) revert StrategyNotInOperatorSet();\n',
    '',
  ),
  mutant(
    slashing,
    'a strategy is slashed twice in a slash',
    'strategy <= params.strategies[i - 1]',
    'strategy < params.strategies[i - 1]',
  ),
  mutant(
    slashing,
    'more than all is slashed',
    'params.wadsToSlash[i] > WAD',
    'params.wadsToSlash[i] > 2 * uint256(WAD)',
  ),
  mutant(
    standing,
    'the history forgets what was before',
    'if (self.slashedAt != 0) past[self.records++] = Past(self.slashedAt, self.slashed);\n',
    '',
  ),
  mutant(
    standing,
    'the block of a slash has the value before it',
    'if (blockNumber >= self.slashedAt) return',
    'if (blockNumber > self.slashedAt) return',
  ),
  mutant(
    standing,
    'an earlier block of a slash has the value before it',
    'if (past[middle].from <= blockNumber) low',
    'if (past[middle].from < blockNumber) low',
  ),
  mutant(
    pending,
    'a change takes effect a block late',
    'if (block.number < self.effectBlock) return 0;',
    'if (block.number <= self.effectBlock) return 0;',
  ),
  mutant(
    pending,
    'what is taken back is never released',
    'if (self.pendingDiff < 0) released',
    'if (self.pendingDiff < type(int128).min) released',
  ),
  mutant(
    allocations,
    'a second change may begin',
    'if (allocation.effectBlock != 0) revert ModificationAlreadyPending();\n',
    '',
  ),
  mutant(
    allocations,
    'more than there is can be allocated, by a wei',
    'if (encumbered > standing.maxMagnitude()) revert',
    'if (encumbered > standing.maxMagnitude() + 1) revert',
  ),
  mutant(
    allocations,
    'the delay of deallocations is a block short',
    'effectBlock += DEALLOCATION_DELAY + 1;',
    'effectBlock += DEALLOCATION_DELAY;',
  ),
  mutant(allocations, 'allocations wait for nothing', 'effectBlock += delay;', ''),
  mutant(
    allocations,
    'whatever is taken back is free at once',
    '} else if (isSlashable) {',
    '} else if (false) {',
  ),
  mutant(
    allocations,
    'strategies outside of the set delay, too',
    'isSlashable && set.strategies.contains(strategy)',
    'isSlashable',
  ),
  mutant(
    allocations,
    'what is free at once stays encumbered',
    'encumbered -= allocation.settle();',
    'allocation.settle();',
  ),
  mutant(
    allocations,
    'clearing leaves the encumbered',
    '_encumber(operator, strategy, standing.encumbered - released);\n',
    '',
  ),
  mutant(allocations, 'clearing ignores how many', '            --max;\n', ''),
  mutant(
    allocations,
    'allocatable ignores what has come due',
    'encumbered -= released;\n        }',
    '}',
  ),
  mutant(
    allocations,
    'another allocation delay counts a block early',
    'ALLOCATION_CONFIGURATION_DELAY + 1);',
    'ALLOCATION_CONFIGURATION_DELAY);',
  ),
  mutant(
    allocations,
    'a delay that has come due is lost with the next',
    'if (_isDue(info)) (info.delay, info.isSet) = (info.pendingDelay, true);\n',
    '',
  ),

  // Sets
  mutant(
    sets,
    'a leaver is out of reach a block early',
    'block.number <= status.slashableUntil',
    'block.number < status.slashableUntil',
  ),
  mutant(
    sets,
    'a leaver may come back before its time',
    'if (_isSlashable(operator, key)) revert AlreadyMemberOfSet();\n',
    'if (registrations[operator][key].registered) revert AlreadyMemberOfSet();\n',
  ),
  mutant(
    sets,
    'a leaver is out of reach at once',
    'RegistrationStatus(false, uint32(block.number) + DEALLOCATION_DELAY)',
    'RegistrationStatus(false, 0)',
  ),
  mutant(
    sets,
    'a redistributing set takes beacon ether',
    'if (redistributes && (strategy == BEACON_ETHER || strategy == eigenStrategy)) revert InvalidStrategy();\n',
    '',
  ),
  mutant(
    sets,
    'a set is made twice',
    'if (set.slasher != address(0)) revert InvalidOperatorSet();\n        if (slasher',
    'if (slasher',
  ),
  mutant(
    sets,
    'what is redistributed may be burnt',
    'if (recipient == BURN) revert InvalidRedistributionRecipient();\n',
    '',
  ),
  mutant(
    sets,
    'the recipient is forgotten',
    'if (recipient != BURN) set.redistributionRecipient = recipient;\n',
    '',
  ),

  // Holdings
  mutant(
    manager,
    'a list keeps strategies without shares',
    'if (left == 0) _unlist(staker, strategy);\n',
    '',
  ),
  mutant(
    manager,
    'a list closes its gap in order',
    'if (i != last) list[i] = list[last];',
    'for (; i < last; ++i) {\n            list[i] = list[i + 1];\n        }',
  ),
  mutant(
    manager,
    'more than is held can be taken, by one',
    'if (depositSharesToRemove > held) revert',
    'if (depositSharesToRemove > held + 1) revert',
  ),
  mutant(
    manager,
    'nothing can be taken',
    'if (depositSharesToRemove == 0) revert SharesAmountZero();\n',
    '',
  ),
  mutant(
    slashed,
    'slashed shares are paid twice',
    'if (!slash.strategies.remove(strategy)) return 0;',
    'if (!slash.strategies.contains(strategy)) return 0;',
  ),
  mutant(
    strategy,
    'shares are at the rate after the deposit',
    'newShares = amount * shares_ / (balance - amount);',
    'newShares = amount * shares_ / balance;',
  ),
  mutant(
    strategy,
    'a deposit rounds up',
    'amount * shares_ / (balance - amount);',
    '(amount * shares_ + balance - amount - 1) / (balance - amount);',
  ),
  mutant(
    strategy,
    'the last to leave asks for more than there is',
    'amountOut = Math.min(amountOut, held);\n',
    '',
  ),
  mutant(
    strategy,
    'a withdrawal rounds up',
    'amountOut = balance * amountShares / (total + VIRTUAL_SHARES);',
    'amountOut = (balance * amountShares + total + VIRTUAL_SHARES - 1) / (total + VIRTUAL_SHARES);',
  ),
  mutant(
    strategy,
    'any token is taken',
    'if (token != underlyingToken) revert OnlyUnderlyingToken();\n\n        // The tokens',
    '// The tokens',
  ),
  mutant(strategy, 'no shares for something', 'if (newShares == 0) revert NewSharesZero();\n', ''),

  // Pods
  mutant(
    pods,
    'a loss rounds up',
    'FixedPointMathLib.fullMulDiv(previous, previousWei - lostWei, previousWei)',
    'FixedPointMathLib.fullMulDivUp(previous, previousWei - lostWei, previousWei)',
  ),
  mutant(
    pods,
    'a loss is counted from the whole',
    'FixedPointMathLib.fullMulDiv(previous, previousWei',
    'FixedPointMathLib.fullMulDiv(WAD, previousWei',
  ),
  mutant(
    pods,
    'anyone reports for a pod',
    'if (msg.sender != _pods[podOwner].pod) revert OnlyEigenPod();\n',
    '',
  ),
  mutant(
    pods,
    'more than is held can be taken, by one',
    'if (depositSharesToRemove > shares) revert SharesNegative();',
    'if (depositSharesToRemove > shares + 1) revert SharesNegative();',
  ),
  mutant(
    pods,
    'a gain isn’t the operator’s',
    '_delegation().increaseDelegatedShares(podOwner, beaconChainETHStrategy, shares, added);\n',
    '',
  ),
  mutant(pods, 'burnable ether isn’t counted', 'burnableETHShares += addedSharesToBurn;\n', ''),
  mutant(
    pod,
    'a pod pays what no checkpoint has found',
    'if (gwei_ > restaked) revert InsufficientWithdrawableBalance();',
    'if (gwei_ > restaked + 1) revert InsufficientWithdrawableBalance();',
  ),
  mutant(
    pod,
    'a pod pays to the wei',
    'SafeTransferLib.safeTransferETH(recipient, gwei_ * WEI_PER_GWEI);',
    'SafeTransferLib.safeTransferETH(recipient, amountWei);',
  ),
]
