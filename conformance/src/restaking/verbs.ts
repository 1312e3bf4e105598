import { restaking as rst, SpecError, type SpecErrors, wad } from '@cairn/spec'
import { strategies, tokens } from './names.ts'
import type { Value } from './trace.ts'

type Run<args extends readonly unknown[] = readonly Value[]> = (
  state: rst.State,
  args: args,
  env: rst.Env,
  to: string,
) => readonly Value[]

type Verb = { run: Run; view?: boolean }

const none: readonly Value[] = []

type Set = { avs: string; id: bigint }
type Queued = { strategies: string[]; depositShares: bigint[] }
type Allocated = { operatorSet: Set; strategies: string[]; newMagnitudes: bigint[] }
type Made = { operatorSetId: bigint; strategies: string[]; slasher: string }
type Signed = { signature: string; expiry: bigint }

/** Each function of the contracts that a trace can call, as the specification has it: arguments and returns as the ABI's. */
export const verbs: Record<string, Verb> = {
  depositIntoStrategy: verb<[string, string, bigint]>((s, [strategy, token, amount], env) => [
    rst.deposit(s, { strategy, token, amount }, env) as bigint,
  ]),
  registerAsOperator: verb<[string, bigint, string]>(
    (s, [approver, allocationDelay, metadataURI], env) => {
      rst.registerAsOperator(s, { approver, allocationDelay, metadataURI }, env)
      return none
    },
  ),
  delegateTo: verb<[string, Signed, string]>((s, [operator], env) => {
    rst.delegateTo(s, { operator }, env)
    return none
  }),
  undelegate: verb<[string]>((s, [staker], env) => [roots(rst.undelegate(s, { staker }, env))]),
  redelegate: verb<[string, Signed, string]>((s, [operator], env) => [
    roots(rst.redelegate(s, { operator }, env)),
  ]),
  queueWithdrawals: verb<[Queued[]]>((s, [params], env) => [
    roots(rst.queueWithdrawals(s, { params }, env)),
  ]),
  completeQueuedWithdrawal: verb<[rst.Withdrawal, string[], boolean]>(
    (s, [withdrawal, tokens, receiveAsTokens], env) => {
      rst.completeQueuedWithdrawal(s, { withdrawal, tokens, receiveAsTokens }, env)
      return none
    },
  ),
  completeQueuedWithdrawals: verb<[rst.Withdrawal[], string[][], boolean[]]>(
    (s, [withdrawals, tokens, receiveAsTokens], env) => {
      rst.completeQueuedWithdrawals(s, { withdrawals, tokens, receiveAsTokens }, env)
      return none
    },
  ),

  updateAVSMetadataURI: verb<[string, string]>((s, [avs, metadataURI], env) => {
    rst.updateAVSMetadataURI(s, { avs, metadataURI }, env)
    return none
  }),
  createOperatorSets: verb<[string, Made[]]>((s, [avs, made], env) => {
    rst.createOperatorSets(s, { avs, params: made.map(paramsOf) }, env)
    return none
  }),
  createRedistributingOperatorSets: verb<[string, Made[], string[]]>(
    (s, [avs, made, recipients], env) => {
      rst.createOperatorSets(s, { avs, params: made.map(paramsOf), recipients }, env)
      return none
    },
  ),
  addStrategiesToOperatorSet: verb<[string, bigint, string[]]>((s, [avs, id, strategies], env) => {
    rst.addStrategiesToOperatorSet(s, { avs, id, strategies }, env)
    return none
  }),
  removeStrategiesFromOperatorSet: verb<[string, bigint, string[]]>(
    (s, [avs, id, strategies], env) => {
      rst.removeStrategiesFromOperatorSet(s, { avs, id, strategies }, env)
      return none
    },
  ),
  registerForOperatorSets: verb<[string, { avs: string; operatorSetIds: bigint[] }]>(
    (s, [operator, { avs, operatorSetIds }], env) => {
      rst.registerForOperatorSets(s, { operator, avs, ids: operatorSetIds }, env)
      return none
    },
  ),
  deregisterFromOperatorSets: verb<[{ operator: string; avs: string; operatorSetIds: bigint[] }]>(
    (s, [{ operator, avs, operatorSetIds }], env) => {
      rst.deregisterFromOperatorSets(s, { operator, avs, ids: operatorSetIds }, env)
      return none
    },
  ),
  setAllocationDelay: verb<[string, bigint]>((s, [operator, delay], env) => {
    rst.setAllocationDelay(s, { operator, delay }, env)
    return none
  }),
  modifyAllocations: verb<[string, Allocated[]]>((s, [operator, params], env) => {
    const named = params.map(({ operatorSet, ...rest }) => ({ set: operatorSet, ...rest }))
    rst.modifyAllocations(s, { operator, params: named }, env)
    return none
  }),
  clearDeallocationQueue: verb<[string, string[], bigint[]]>(
    (s, [operator, strategies, numToClear], env) => {
      rst.clearDeallocationQueue(s, { operator, strategies, numToClear }, env)
      return none
    },
  ),
  slashOperator: verb<
    [string, Omit<rst.slashOperator.Args, 'avs' | 'id'> & { operatorSetId: bigint }]
  >((s, [avs, { operatorSetId: id, ...params }], env) => {
    const { slashId, shares } = rst.slashOperator(s, { avs, id, ...params }, env)
    return [slashId, shares as bigint[]]
  }),
  clearBurnOrRedistributableShares: verb<[Set, bigint]>((s, [set, slashId]) => [
    rst.clearBurnOrRedistributableShares(s, { set, slashId }) as bigint[],
  ]),
  clearBurnOrRedistributableSharesByStrategy: verb<[Set, bigint, string]>(
    (s, [set, slashId, strategy]) => [
      rst.clearBurnOrRedistributableSharesByStrategy(s, { set, slashId, strategy }) as bigint,
    ],
  ),

  createPod: verb((s, _, env) => [rst.createPod(s, {}, env)]),
  receive: verb((s, _, { sender, value = 0n }, to) => {
    s.pods.get(ownerOf(to))!.balance += value
    rst.moveEther(s, sender, -value)
    return none
  }),
  startCheckpoint: verb<[boolean]>((s, _, env, to) => {
    rst.startCheckpoint(s, { owner: ownerOf(to) }, env)
    return none
  }),
  recordBeaconChainETHBalanceUpdate: verb<[string, bigint, bigint]>(
    (s, [podOwner, previous, change], env) => {
      rst.recordBalanceUpdate(s, { podOwner, previous, change }, env)
      return none
    },
  ),

  transfer: verb<[string, bigint]>((s, [to, amount], { sender: from }, token) => {
    rst.moveTokens(s, token, { from, to, amount })
    return [true]
  }),

  convertToDepositShares: view<[string, string[], bigint[]]>((s, [staker, strategies, shares]) => [
    strategies.map(
      (strategy, i) =>
        rst.convertToDepositShares(s, { staker, strategy, shares: shares[i]! }) as bigint,
    ),
  ]),
  sharesToUnderlyingView: view<[bigint]>((s, [shares], _, strategy) => [
    rst.toTokensDown(s, strategy, shares) as bigint,
  ]),
  underlyingToSharesView: view<[bigint]>((s, [amount], _, strategy) => [
    rst.toSharesDown(s, strategy, amount) as bigint,
  ]),
  getMaxMagnitudesAtBlock: view<[string, string[], bigint]>((s, [operator, strategies, block]) => [
    strategies.map((strategy) =>
      rst.atBlock(s.operators.get(operator)?.maxMagnitude.get(strategy) ?? [], block, wad),
    ),
  ]),

  increaseDelegatedShares: guarded('OnlyStrategyManagerOrEigenPodManager'),
  decreaseDelegatedShares: guarded('OnlyEigenPodManager'),
  slashOperatorShares: guarded('OnlyAllocationManager'),
  addShares: guarded('OnlyDelegationManager'),
  removeDepositShares: guarded('OnlyDelegationManager'),
  withdrawSharesAsTokens: guarded('OnlyDelegationManager'),
  increaseBurnOrRedistributableShares: guarded('OnlyDelegationManager'),
  addStrategiesToDepositWhitelist: guarded('OnlyStrategyWhitelister'),
  deposit: guarded('OnlyStrategyManager'),
  withdraw: guarded('OnlyStrategyManager'),
  initialize: guarded('AlreadyInitialized'),
  withdrawRestakedBeaconChainETH: guarded('OnlyEigenPodManager'),
}

/** Which contract's functions and events an account has. */
export function kindOf(name: string): string {
  if (strategies.some((of) => of.name === name)) return 'strategy'
  if ((tokens as readonly string[]).includes(name)) return 'token'
  return name.endsWith("'s pod") ? 'pod' : name
}

function ownerOf(pod: string): string {
  return pod.slice(0, -"'s pod".length)
}

function roots(withdrawals: rst.Withdrawal[]): Value {
  return withdrawals as unknown as Value
}

function paramsOf({ operatorSetId: id, strategies, slasher }: Made) {
  return { id, strategies, slasher }
}

/** What one contract lets another do, and nobody else. Histories have only the others try. */
function guarded(error: keyof SpecErrors): Verb {
  return {
    run() {
      throw new SpecError(error as 'OnlyDelegationManager', {})
    },
  }
}

function verb<args extends readonly unknown[]>(run: Run<args>): Verb {
  return { run: run as unknown as Run }
}

function view<args extends readonly unknown[]>(run: Run<args>): Verb {
  return { run: run as unknown as Run, view: true }
}
