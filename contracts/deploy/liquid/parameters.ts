import { type Address, parseEther } from 'viem'
import { z } from 'zod'
import { usualVault, vault } from '../parameters.ts'
import { address, amount, day, holder, hour, uint32, whole } from '../schema.ts'

// Every number that crETH is made with, with the bounds that no deployment may leave. Blocks, seconds, wei and basis points,
// as each name says. Nobody can change any of them afterwards.

const bps = 10_000
const maxDelegators = 32
/** Besides ether. */
const maxTokens = 3
const maxSets = 16

const token = z.strictObject({
  symbol: z.string().min(1),
  token: address,
  /** The restaking layer's, of the token. */
  strategy: address,
  /** How its issuer is asked for its worth. */
  adapter: z.enum(['stakedEther', 'wstETH', 'rETH']),
  /** Of all of it together: no more comes in. */
  capWei: amount(0n, 2n ** 96n - 1n),
  /** Of a deposit, for those who are in. */
  haircutBps: whole(0, 1_000),
})

const spread = z.strictObject({
  /** from one round's opening to the next's */
  roundInterval: whole(hour, day),
  /** What a day's rungs may ask back, of the assets. */
  rungBps: whole(10, 2_000),
})

const policy = z.strictObject({
  /** with one operator, of all that crETH is worth; so the next ones */
  maxOperatorBps: whole(1, bps),
  /** slashable by one service */
  maxServiceBps: whole(1, bps),
  /** slashable by two services, with operators that serve both */
  maxPairBps: whole(1, bps),
  /** slashable by sets that keep what they slash */
  maxRedistributableBps: whole(0, bps),
  /** of an operator's magnitude, in all sets together */
  maxAllocatedBps: whole(1, bps),
  /** in which a stranger takes out what an allocation would put at risk */
  reactionBlocks: whole(1, 50_400),
  /** Operators may allocate to no other sets. */
  allowed: z.array(z.strictObject({ avs: address, id: whole(0, uint32) })).max(maxSets),
})

const auction = z
  .strictObject({
    /** in which a lot's price falls to its end */
    duration: whole(hour, 7 * day),
    /** of the basis, where a lot begins */
    startFactorBps: whole(bps, 100 * bps),
    /** of the basis, where it ends */
    endFactorBps: whole(1, bps),
  })
  .refine((it) => it.endFactorBps < it.startFactorBps, {
    error: 'endFactorBps must be below startFactorBps: a price falls',
  })

const firstLoss = z.strictObject({
  /** of the fees, what stays to bear losses first */
  keepBps: whole(0, bps),
  /** of all shares, what stays at most */
  capBps: whole(0, 1_000),
  /** of the fees, before that: the keepers' tips */
  tipBps: whole(0, bps),
})

export const LiquidParameters = z.strictObject({
  chainId: whole(1, Number.MAX_SAFE_INTEGER),
  depositContract: address,
  vault,
  /** Blocks for which a stamp holds after its own. */
  stampFor: whole(0, 32),
  spread,
  policy,
  auction,
  firstLoss,
  /** Ether comes before them. */
  tokens: z
    .array(token)
    .max(maxTokens)
    .refine((all) => all.filter(({ adapter }) => adapter === 'stakedEther').length <= 1, {
      error: 'one token may have a line for ether',
    }),
  delegators: z
    .array(z.strictObject({ operator: address, weight: whole(1, 10_000) }))
    .min(1)
    .max(maxDelegators)
    .refine((all) => new Set(all.map(({ operator }) => BigInt(operator))).size === all.length, {
      error: 'an operator has one delegator',
    }),
  /** What an exit's time is estimated with. */
  secondsPerBlock: whole(1, day),
  rateFeed: z.strictObject({
    /** The most that the feed shows of a year's rise, along a straight line from the deployment. */
    maxYearlyGrowthBps: whole(1, bps),
  }),
  holders: z.strictObject({
    /** Receives the fees that don't stay. */
    beneficiary: holder,
    /** Gives each reward token its first price, once. */
    starter: holder,
  }),
})
export type LiquidParameters = z.infer<typeof LiquidParameters>

/** A devnet's: a day's reaction in its own blocks, and five operators or so of equal weight. */
export function devnetLiquid(given: devnetLiquid.Args): LiquidParameters {
  const { operators, services, blocksPerDay, rungBps = 500, ...rest } = given
  return LiquidParameters.parse({
    ...rest,
    // What keepers are tipped comes out of the fees instead.
    vault: { ...usualVault, tipBps: 0 },
    // Blocks: two transactions after one another, and a little patience.
    stampFor: 4,
    spread: { roundInterval: hour, rungBps },
    policy: {
      maxOperatorBps: 3_000,
      maxServiceBps: 5_000,
      maxPairBps: 6_000,
      maxRedistributableBps: 1_500,
      maxAllocatedBps: 8_000,
      reactionBlocks: blocksPerDay,
      allowed: services.map((avs) => ({ avs, id: 0 })),
    },
    auction: { duration: day, startFactorBps: 20_000, endFactorBps: 5_000 },
    secondsPerBlock: Math.round(day / blocksPerDay),
    firstLoss: { keepBps: 5_000, capBps: 100, tipBps: 1_000 },
    delegators: operators.map((operator) => ({ operator, weight: 1 })),
    rateFeed: { maxYearlyGrowthBps: 10_000 },
  } satisfies LiquidParameters)
}

export declare namespace devnetLiquid {
  type Args = Pick<LiquidParameters, 'chainId' | 'depositContract' | 'tokens' | 'holders'> & {
    operators: readonly Address[]
    /** Whose sets 0 are allowed. */
    services: readonly Address[]
    blocksPerDay: number
    rungBps?: number | undefined
  }
}

/** A token's usual door. */
export const usualDoor = { capWei: parseEther('10000'), haircutBps: 10 }
