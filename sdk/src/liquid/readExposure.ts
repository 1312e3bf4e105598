import { iAllocationManagerAbi, riskPolicyAbi } from '@cairn/contracts/abi'
import { type Address, isAddressEqual } from 'viem'
import { getContractEvents, multicall, readContract } from 'viem/actions'
import type { CairnClient } from '../client.ts'
import { ranges } from '../internal/logs.ts'
import { max } from '../internal/math.ts'
import { deployless } from '../internal/multicall.ts'
import { type Blocks, readBlocks } from '../restaking/internal/blocks.ts'
import type { OperatorSet } from '../restaking/types.ts'
import type { LiquidArg } from './deployment.ts'
import { byService, isSame, type Stake, type Taking, takingsOf } from './internal/exposure.ts'
import { readSpread } from './readSpread.ts'

/**
 * What of crETH is exposed to whom: what each operator holds, what each service could slash of it now and when all that is announced
 * has come; the most that one operator, one service or two can take; every breach of the policy; changes of allocation delays
 * that aren't in effect yet.
 *
 * Reads the spread, the policy, and every operator's allocations, at one block; delays that are pending only from
 * `AllocationDelaySet` events, because EigenLayer's ABI has no view of them.
 *
 * @example
 * const { operators, services, largest, breaches } = await readExposure(client, { deployment })
 */
export async function readExposure(
  client: CairnClient,
  { deployment }: readExposure.Args,
): Promise<readExposure.ReturnType> {
  const { liquid, restaking } = deployment
  const allocation = { address: restaking.allocationManager, abi: iAllocationManagerAbi } as const
  const policy = { address: liquid.policy, abi: riskPolicyAbi } as const
  const blocks = await readBlocks(client)
  const at = { ...deployless, allowFailure: false, blockNumber: blocks.number } as const

  const spread = await readSpread(client, { deployment })
  const { delegators, assetsBehind: behind } = spread
  const pairs = delegators.flatMap(({ operator }) =>
    behind.map(({ strategy }) => [operator, strategy] as const),
  )
  const [allocations, magnitudes, delays, breaches, excesses, ceilings] = await Promise.all([
    multicall(client, {
      ...at,
      contracts: pairs.map(
        (args) => ({ ...allocation, functionName: 'getStrategyAllocations', args }) as const,
      ),
    }),
    multicall(client, {
      ...at,
      contracts: pairs.map(
        (args) => ({ ...allocation, functionName: 'getMaxMagnitude', args }) as const,
      ),
    }),
    multicall(client, {
      ...at,
      contracts: delegators.map(
        ({ operator }) =>
          ({ ...allocation, functionName: 'getAllocationDelay', args: [operator] }) as const,
      ),
    }),
    multicall(client, {
      ...at,
      contracts: delegators.map(
        (_, i) => ({ ...policy, functionName: 'breaches', args: [BigInt(i)] }) as const,
      ),
    }),
    multicall(client, {
      ...at,
      contracts: delegators.map(
        (_, i) => ({ ...policy, functionName: 'excess', args: [BigInt(i)] }) as const,
      ),
    }),
    readContract(client, { ...policy, functionName: 'parameters', blockNumber: blocks.number }),
  ])
  const pending = await readPendingDelays(client, { deployment, blocks })

  const operators = delegators.map(({ index, delegator, operator, holdings }) => {
    const stakes: Stake[] = holdings.map(({ assets: held }, place) => {
      const pair = index * behind.length + place
      const [sets, to] = allocations[pair]!
      return {
        held,
        magnitude: magnitudes[pair]!,
        allocations: sets.map((set, i) => ({
          set,
          magnitude: to[i]!.currentMagnitude,
          pendingDiff: to[i]!.pendingDiff,
        })),
      }
    })
    const [isSet, delay] = delays[index]!
    return {
      index,
      operator,
      delegator,
      held: sum(stakes.map((it) => it.held)),
      sets: takingsOf(stakes),
      allocationDelay: isSet ? delay : undefined,
      pendingDelay: pending.find((it) => isAddressEqual(it.operator, operator)),
      excess: excesses[index]!,
    }
  })

  const known = distinct([
    ...ceilings.allowed.map(({ avs }) => avs),
    ...operators.flatMap(({ sets }) => sets.map(({ set }) => set.avs)),
  ])
  const services = known.map((service) => {
    const takings = operators.map(({ sets }) => byService(sets, service))
    return {
      service,
      now: sum(takings.map(({ now }) => now)),
      later: sum(takings.map(({ later }) => later)),
      byOperator: takings,
    }
  })

  return {
    total: spread.assets,
    operators,
    services,
    pairs: pairsOf(services),
    largest: {
      operator: largestOf(operators.map(({ operator, held }) => ({ who: operator, loss: held }))),
      service: largestOf(services.map(({ service, later }) => ({ who: service, loss: later }))),
      pair: largestOf(pairsOf(services).map(({ services: who, loss }) => ({ who, loss }))),
    },
    breaches: breaches.flatMap((list, index) =>
      list.map(({ rule, ...breach }) => ({
        index,
        operator: operators[index]!.operator,
        rule: rules[rule]!,
        ...breach,
      })),
    ),
    ceilings: { ...ceilings, allowed: ceilings.allowed.map((set) => ({ ...set })) },
    notAllowed: operators.flatMap(({ operator, sets }) =>
      sets
        .filter(({ set }) => !ceilings.allowed.some((it) => isSame(it, set)))
        .map((taking) => ({ operator, ...taking })),
    ),
    blockNumber: blocks.number,
    at: blocks.now,
  }
}

/** By `IRiskPolicy.Rule`. */
const rules = [
  'OperatorShare',
  'ServiceShare',
  'PairOverlap',
  'Redistributable',
  'AllocationDelay',
  'SetNotAllowed',
  'AllocationSum',
  'Unreadable',
  'Exhausted',
] as const

async function readPendingDelays(
  client: CairnClient,
  { deployment, blocks }: LiquidArg & { blocks: Blocks },
): Promise<readExposure.PendingDelay[]> {
  const { restaking, fromBlock = 0n } = deployment
  const newest = new Map<Address, readExposure.PendingDelay>()
  for (const { from, to } of ranges(fromBlock, blocks.number)) {
    const logs = await getContractEvents(client, {
      address: restaking.allocationManager,
      abi: iAllocationManagerAbi,
      eventName: 'AllocationDelaySet',
      fromBlock: from,
      toBlock: to,
      strict: true,
    })
    for (const { args } of logs) {
      const effectBlock = BigInt(args.effectBlock)
      const effectAt = blocks.timeOf(effectBlock)
      newest.set(args.operator, {
        operator: args.operator,
        delay: args.delay,
        effectBlock,
        effectAt,
      })
    }
  }
  return [...newest.values()].filter(({ effectBlock }) => effectBlock > blocks.number)
}

/** Of any two services: what both together can take, and what of that is with operators that serve both. */
function pairsOf(services: readonly readExposure.Service[]): readExposure.Pair[] {
  return services.flatMap((a, i) =>
    services.slice(i + 1).map((b) => {
      const shared = a.byOperator.map((its, index) => {
        const other = b.byOperator[index]!
        return its.later > 0n && other.later > 0n ? its.later + other.later : 0n
      })
      return {
        services: [a.service, b.service] as const,
        loss: a.later + b.later,
        overlap: sum(shared),
      }
    }),
  )
}

function largestOf<who>(list: readonly { who: who; loss: bigint }[]) {
  const loss = list.reduce((most, it) => max(most, it.loss), 0n)
  return loss === 0n ? undefined : list.find((it) => it.loss === loss)
}

function sum(list: readonly bigint[]): bigint {
  return list.reduce((all, it) => all + it, 0n)
}

function distinct(list: readonly Address[]): Address[] {
  return list.filter((it, i) => list.findIndex((other) => isAddressEqual(it, other)) === i)
}

export declare namespace readExposure {
  type Args = LiquidArg

  type PendingDelay = {
    operator: Address
    /** blocks */
    delay: number
    /** the first block that it is in force at */
    effectBlock: bigint
    /** seconds, estimated from the pace of the chain */
    effectAt: bigint
  }

  type Operator = {
    /** of its delegator in the spread */
    index: number
    operator: Address
    delegator: Address
    /** wei of crETH's that it holds, as booked */
    held: bigint
    /** What each set could slash of that, in wei. */
    sets: (Taking & { set: OperatorSet })[]
    /** blocks between an allocation and its effect; undefined if none is in force */
    allocationDelay: number | undefined
    /** A change of it that isn't in force yet. */
    pendingDelay: PendingDelay | undefined
    /** wei that active breaches let anyone queue for withdrawal */
    excess: bigint
  }

  type Service = Taking & {
    service: Address
    /** wei, by the operators' indices */
    byOperator: Taking[]
  }

  type Pair = {
    services: readonly [Address, Address]
    /** wei that both together can take */
    loss: bigint
    /** wei of that which are with operators that serve both */
    overlap: bigint
  }

  type Breach = {
    index: number
    operator: Address
    rule: (typeof rules)[number]
    /** Made by an operator, and still to be answered: anyone may queue the excess. Else it only closes the delegator. */
    active: boolean
    /** wei; blocks of `AllocationDelay`; basis points of `AllocationSum`; parts in 10¹⁸ of `Exhausted` */
    value: bigint
    /** The same; the least there may be of `AllocationDelay` and `Exhausted`. */
    ceiling: bigint
    /** wei to take out until the rule holds again */
    excess: bigint
  }

  type ReturnType = {
    /** wei that all of crETH is worth, idle ether included */
    total: bigint
    operators: Operator[]
    /** Of the sets that are allowed, and of those that anything is allocated to. */
    services: Service[]
    pairs: Pair[]
    /** The most that can be lost when all that is announced has come; undefined where nothing can. */
    largest: {
      operator: { who: Address; loss: bigint } | undefined
      service: { who: Address; loss: bigint } | undefined
      pair: { who: readonly [Address, Address]; loss: bigint } | undefined
    }
    breaches: Breach[]
    /** What the policy was deployed with: basis points of `total`, and blocks. */
    ceilings: {
      maxOperatorBps: bigint
      maxServiceBps: bigint
      maxPairBps: bigint
      maxRedistributableBps: bigint
      maxAllocatedBps: bigint
      reactionBlocks: bigint
      allowed: OperatorSet[]
    }
    /** What sets that aren't allowed could slash. */
    notAllowed: (Taking & { operator: Address; set: OperatorSet })[]
    blockNumber: bigint
    /** seconds: the time of that block */
    at: bigint
  }
}
