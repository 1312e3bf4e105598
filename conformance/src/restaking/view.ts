import { restaking } from '@cairn/spec'
import { operators, sets, strategies, tokens, watched } from './names.ts'
import type { Value, Watch } from './trace.ts'

export type View = { state: Value; ether: bigint[]; owned: bigint[] }

/** The state as `RestakingLens.read` shows it, and what everyone holds. */
export function view(state: restaking.State, block: bigint, watch: Watch): View {
  return {
    state: {
      strategies: strategies.map(({ name }) => strategyView(state, name)),
      stakers: watch.stakers.map((staker) => stakerView(state, staker, block)),
      operators: watch.operators.map((operator) => operatorView(state, operator, block)),
      sets: sets.map((set) => setView(state, set)),
    },
    ether: watch.stakers.map((name) => (state.ether.get(name) ?? 0n) + purseOf(name)),
    owned: watch.stakers.flatMap((name) =>
      tokens.map((token) => restaking.tokensOf(state, token, name) + purseOf(name)),
    ),
  }
}

/** Of ether and of each token, to everyone who stakes: more than any strategy takes. */
export const purse = 1n << 127n

function purseOf(name: string): bigint {
  return unfunded.has(name) ? 0n : purse
}

const unfunded = new Set<string>(['slasher', 'victim', 'burn'])

export const whole: Watch = { stakers: watched, operators }

function strategyView(state: restaking.State, name: string): Value {
  if (restaking.isBeacon(state, name)) return { shares: state.burnableEther as bigint, balance: 0n }
  const { token, shares } = state.strategies.get(name)!
  return { shares: shares as bigint, balance: restaking.tokensOf(state, token, name) as bigint }
}

function stakerView(state: restaking.State, staker: string, block: bigint): Value {
  const withdrawals = restaking.queuedWithdrawals(state, staker)
  return {
    operator: state.stakers.get(staker)?.operator ?? 'zero',
    withdrawalsQueued: (state.stakers.get(staker)?.withdrawalsQueued ?? 0n) as bigint,
    held: restaking.depositedShares(state, staker).map(([strategy]) => strategy),
    holdings: strategies.map(({ name }) => ({
      depositShares: restaking.depositSharesOf(state, staker, name) as bigint,
      scalingFactor: restaking.scalingOf(state, staker, name),
      withdrawable: restaking.withdrawableShares(state, staker, name) as bigint,
    })),
    beaconSlashingFactor: restaking.beaconSlashingFactor(state, staker) as bigint,
    podPayable: (state.pods.get(staker)?.payable ?? 0n) as bigint,
    withdrawals: withdrawals as unknown as Value,
    payable_: withdrawals.map((of) => restaking.queuedShares(state, of, block) as bigint[]),
  }
}

function operatorView(state: restaking.State, operator: string, block: bigint): Value {
  const of = state.operators.get(operator)
  return {
    isOperator: of !== undefined,
    allocationDelay: (restaking.allocationDelay(state, operator, block) ?? 0n) as bigint,
    standings: strategies.map(({ name: strategy }) => ({
      shares: restaking.operatorShares(state, operator, strategy) as bigint,
      slashableInQueue: restaking.slashableInQueue(state, {
        operator,
        strategy,
        block,
      }) as bigint,
      maxMagnitude: restaking.maxMagnitude(of, strategy) as bigint,
      encumbered: (of?.encumbered.get(strategy) ?? 0n) as bigint,
      allocatable: restaking.allocatable(state, operator, strategy, block) as bigint,
    })),
    memberships: sets.map((set) => ({
      registered: of?.registrations.get(restaking.keyOf(set))?.registered ?? false,
      slashable: restaking.isOperatorSlashable(state, { operator, set, block }),
      allocations: strategies.map(({ name }) => {
        const { magnitude, pending, effectBlock } = restaking.allocationAt(
          of,
          restaking.keyOf(set),
          name,
          block,
        )
        return {
          currentMagnitude: magnitude as bigint,
          pendingDiff: pending,
          effectBlock: effectBlock as bigint,
        }
      }),
    })),
  }
}

function setView(state: restaking.State, set: restaking.SetId): Value {
  const found = state.sets.get(restaking.keyOf(set))
  const slashed = [...(state.slashed.get(restaking.keyOf(set))?.values() ?? [])]
  return {
    slasher: found?.slasher ?? 'zero',
    recipient: found?.recipient ?? 'burn',
    slashes: found?.slashes ?? 0n,
    includes: strategies.map(({ name }) => found?.strategies.has(name) ?? false),
    owed: strategies.map(({ name }) =>
      slashed.reduce((sum, of) => sum + ((of.get(name) ?? 0n) as bigint), 0n),
    ),
  }
}
