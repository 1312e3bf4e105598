import * as spec from '@cairn/spec'
import { liquid, restaking } from '@cairn/spec'
import { addressOf, assets, delegators, operators } from './names.ts'
import type { Genesis, Moment } from './trace.ts'

/** The three layers at work, and the two issuers whose tokens crETH takes: csETH, which is the whole of a vault of ours, and another,
 * whose worth is reported. */
export type World = Moment & {
  liquid: liquid.State
  csETH: spec.State
  /** What csETH's checkpoint found in it when it opened. */
  execution: bigint
  /** Withdrawals that were completed: nobody can do that twice. */
  completed: restaking.Withdrawal[]
  validators: number
}

export function begin({ block, now, value, vault, spread, risk, auction, layer }: Genesis): World {
  const strategies = assets
    .map(({ strategy, token }) => ({ name: strategy, token }))
    .sort((one, other) => (rank(one.name) < rank(other.name) ? -1 : 1))
  const { haircutBps, capWei, weights, ...parameters } = spread
  const token = { capWei, haircutBps }
  const world: World = {
    block: block + 1n,
    now: now + spec.secondsPerSlot,
    execution: 0n,
    completed: [],
    validators: 0,
    csETH: spec.genesis({
      now: now - csETHsAge,
      value: spec.ether(1),
      parameters: vault,
      addresses: {
        vault: 'csETH',
        queue: 'csQueue',
        escrow: 'csEscrow',
        treasury: 'csTreasury',
      },
    }),
    liquid: liquid.genesis({
      now,
      value,
      restaking: restaking.genesis({ strategies, parameters: layer }),
      issuers: [['rpt', { assets: spec.wad, supply: spec.wad, sound: true }]],
      assets: [
        { ...assets[1], ...token, queues: true },
        { ...assets[2], ...token, queues: false },
      ],
      delegators: delegators.map((name, i) => ({
        name,
        operator: operators[i]!,
        weight: weights[i]!,
      })),
      vaultParameters: vault,
      parameters,
      risk: { ...risk, allowed: new Set(['oracle/0', 'bridge/0', 'insurer/0']) },
      auction,
    }),
  }
  join(world, now)
  return world
}

/** csETH is older than crETH, by these seconds. */
export const csETHsAge = 1_200n

/** As long as nothing else is deployed. */
function rank(strategy: string): string {
  return addressOf(strategy).toLowerCase()
}

/** The layers know the same tokens, the same line and the same order of events. */
export function join({ liquid: state, csETH }: World, now: bigint) {
  const { restaking: layer, vault } = state
  layer.tokens.set('csETH', csETH.balances as Map<string, bigint>)
  const log: never[] = []
  state.events = log
  layer.events = log
  vault.events = log

  const { money, parameters, queue } = csETH
  state.issuers.set('cseth', {
    ...spec.rate(money, parameters, now),
    sound: !money.slashing,
    closed: money.open || now > money.provenAt + parameters.staleAfter,
  })
  state.tickets = state.tickets.map(({ id }) => {
    const { shares, assets: paid } = spec.claimable(queue, id, queue.tickets.get(id)!)
    return { id, pending: queue.tickets.get(id)!.size - shares, assets: paid }
  })
}

/** Does all of `body` or, if it throws, nothing. */
export function attempt<result>(world: World, now: bigint, body: () => result): result {
  // One copy of both, so that what they share stays shared.
  const before = structuredClone({ liquid: world.liquid, csETH: world.csETH })
  join(world, now)
  try {
    return body()
  } catch (error) {
    Object.assign(world, before)
    throw error
  }
}
