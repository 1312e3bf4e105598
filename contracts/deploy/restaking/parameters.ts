import { parseEther } from 'viem'
import { z } from 'zod'
import { address, amount, day, holder, uint32, wad, whole } from '../schema.ts'

// Every number that a restaking layer and its two services are made with. Blocks, seconds, wei and basis points, as each name
// says. Nothing here can be changed afterwards but what its holder is said to set.

const delays = z.strictObject({
  /** A withdrawal can be slashed for so long, and completed afterwards. */
  withdrawalBlocks: whole(1, uint32),
  deallocationBlocks: whole(1, uint32),
  /** Until a change of an operator's allocation delay, or of a set's slasher, takes effect. */
  configurationBlocks: whole(1, uint32),
})

const pods = z.strictObject({
  /** seconds: anyone may open a checkpoint of a pod whose newest is older */
  forceAfter: whole(3_600, 30 * day),
})

const rewards = z
  .strictObject({
    /** seconds between a root and its claims: time to look at it */
    activationDelay: whole(0, 30 * day),
    /** an operator's part of its stakers' rewards */
    defaultSplitBips: whole(0, 10_000),
    /** the services submit day by day */
    calculationIntervalSeconds: whole(day, day),
    maxRewardsDuration: whole(day, 730 * day),
    maxRetroactiveLength: whole(0, 730 * day),
    maxFutureLength: whole(0, 365 * day),
    /** seconds: no submission starts earlier */
    genesisRewardsTimestamp: whole(0, uint32),
  })
  .refine((it) => it.genesisRewardsTimestamp % it.calculationIntervalSeconds === 0, {
    error: 'genesisRewardsTimestamp must be whole intervals',
  })

const service = {
  /** of an operator's allocation, for one offence; 1e18 is all of it */
  wadToSlash: amount(1n, wad),
  /** stake weighs only if it can still be slashed so many blocks later */
  evidenceBlocks: whole(0, uint32),
  /** weight that a member brings and keeps */
  minimumStake: amount(1n, 2n ** 128n),
  /** wei of the service's own token: all there will ever be */
  budget: amount(1n, 2n ** 96n),
  rewardsPerDay: amount(1n, 2n ** 96n),
}

export const RestakingParameters = z.strictObject({
  chainId: whole(1, Number.MAX_SAFE_INTEGER),
  genesisTime: whole(1, uint32),
  depositContract: address,
  /** Of the interface that is spoken. */
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  delays,
  pods,
  rewards,
  oracle: z.strictObject({
    ...service,
    /** seconds of a round */
    period: whole(12, day),
  }),
  bridge: z.strictObject(service),
  holders: z.strictObject({
    /** Ends a pause, owns the managers: whitelists strategies, sets the rewards updater. */
    owner: holder,
    /** May pause. */
    pauser: holder,
    /** Posts roots of rewards. */
    rewardsUpdater: holder,
    /** Receives what the oracle's operators lose. */
    compensation: holder,
  }),
})
export type RestakingParameters = z.infer<typeof RestakingParameters>

/** A devnet's: the same days as on mainnet (14, and 17.5 for configuration), in its own blocks. */
export function devnetRestaking(
  network: Pick<RestakingParameters, 'chainId' | 'genesisTime' | 'depositContract'>,
  holders: RestakingParameters['holders'],
  blocksPerDay: number,
): RestakingParameters {
  const service = {
    evidenceBlocks: blocksPerDay,
    minimumStake: parseEther('0.5'),
    budget: parseEther('1000000'),
    rewardsPerDay: parseEther('1000'),
  }
  return RestakingParameters.parse({
    ...network,
    version: '1.12.0',
    delays: {
      withdrawalBlocks: 14 * blocksPerDay,
      deallocationBlocks: 14 * blocksPerDay,
      configurationBlocks: Math.ceil(17.5 * blocksPerDay),
    },
    pods: { forceAfter: 3 * day },
    rewards: {
      activationDelay: 3_600,
      defaultSplitBips: 1_000,
      calculationIntervalSeconds: day,
      maxRewardsDuration: 730 * day,
      maxRetroactiveLength: 168 * day,
      maxFutureLength: 30 * day,
      genesisRewardsTimestamp: network.genesisTime - (network.genesisTime % day),
    },
    oracle: { ...service, wadToSlash: wad / 10n, period: 3_600 },
    bridge: { ...service, wadToSlash: wad / 4n },
    holders,
  })
}
