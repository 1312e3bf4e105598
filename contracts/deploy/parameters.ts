import { isHex, parseEther, size } from 'viem'
import { z } from 'zod'
import { address, amount, day, holder, hour, minute, whole } from './schema.ts'

// Every number that a deployment fixes, with the bounds that no deployment may leave. The contracts are immutable: what is
// written here when they are deployed stays. Seconds, wei, gwei, basis points and slots, as each name says.

const version = z.custom<`0x${string}`>((value) => isHex(value) && size(value) === 4, {
  error: 'must be 4 bytes of hex',
})

/** Of either vault: csETH's, and crETH's. */
export const vault = z
  .strictObject({
    /** Time over which a gain drips into the rate. */
    vestingPeriod: whole(hour, 30 * day),
    /** Age of the newest proof at which deposits and the instant lane close. */
    staleAfter: whole(6 * hour, 30 * day),
    /** Age of the newest proof at which fills close. */
    freshFor: whole(10 * minute, day),
    /** The fee on the rise of the rate above its high-water mark. */
    feeBps: whole(0, 2_000),
    /** The most that the rate may rise in a day. */
    maxDailyGrowthBps: whole(1, 100),
    /** The instant lane's bucket, of all assets. */
    laneBps: whole(0, 1_000),
    laneMinFeeBps: whole(1, 100),
    laneMaxFeeBps: whole(1, 1_000),
    minRequest: amount(parseEther('0.000001'), parseEther('1')),
    minFill: amount(parseEther('0.000001'), parseEther('1')),
    /** The provers' share of the accrued fees at each checkpoint. */
    tipBps: whole(0, 2_000),
    /** Minted to nobody at genesis, for ether: what a first depositor can't own. */
    deadShares: amount(parseEther('0.001'), parseEther('10')),
  })
  .refine((it) => it.laneMinFeeBps <= it.laneMaxFeeBps, {
    error: 'laneMinFeeBps is above laneMaxFeeBps',
  })
  .refine((it) => it.freshFor < it.staleAfter, { error: 'freshFor must be below staleAfter' })

const registry = z.strictObject({
  checkpointInterval: whole(hour, day),
  /** The least that a top-up sends (gwei). */
  minTopUp: amount(1_000_000_000n, 1_024_000_000_000n), // 1 to 1,024 ETH
})

const layouts = z.strictObject({
  /** Slots between the announcement of a layout and its first slot: more than leaving takes. */
  notice: amount(7n * 7_200n, 90n * 7_200n),
})

const rateFeed = z.strictObject({
  /** The most that the feed shows of a year's rise, along a straight line from the deployment. */
  maxYearlyGrowthBps: whole(1, 10_000),
})

const network = z.strictObject({
  name: z.string().min(1),
  chainId: whole(1, Number.MAX_SAFE_INTEGER),
  /** Seconds, of slot 0. */
  genesisTime: whole(1, 0xffff_ffff),
  genesisForkVersion: version,
  /** Forks whose layout is known, in order. The first that this network had, or later ones only. */
  forks: z.array(z.strictObject({ epoch: z.bigint().nonnegative(), version })).min(1),
  depositContract: address,
  /** Absent: the network has no WETH that everyone means by it, and the deployment brings one. */
  weth: address.optional(),
})

const holders = z.strictObject({
  /** Adds validators and may ask them to exit. */
  curator: holder,
  /** Announces layouts of future forks: the one trusted power over the rate. */
  steward: holder,
  /** Receives the fee's shares. */
  treasury: holder,
})

export const Parameters = z.strictObject({ network, vault, registry, layouts, rateFeed, holders })
export type Parameters = z.infer<typeof Parameters>

export const usualVault = {
  vestingPeriod: day,
  staleAfter: 2 * day,
  freshFor: 6 * hour,
  feeBps: 1_000,
  maxDailyGrowthBps: 20,
  laneBps: 100,
  laneMinFeeBps: 5,
  laneMaxFeeBps: 200,
  minRequest: parseEther('0.01'),
  minFill: parseEther('0.01'),
  tipBps: 500,
  deadShares: parseEther('0.1'),
}

const common = {
  vault: usualVault,
  layouts: { notice: 30n * 7_200n },
}

/** The public testnet. No WETH there is the one that everyone means, so the deployment brings its own. */
export const hoodi: Parameters = Parameters.parse({
  network: {
    name: 'hoodi',
    chainId: 560_048,
    genesisTime: 1_742_213_400,
    genesisForkVersion: '0x10000910',
    forks: [
      { epoch: 2_048n, version: '0x60000910' }, // Electra
      { epoch: 50_688n, version: '0x70000910' }, // Fulu
    ],
    depositContract: '0x00000000219ab540356cBB839Cbe05303d7705Fa',
  },
  ...common,
  // Anyone may top a validator up, one deposit at a time: each has to be worth its place in line.
  registry: { checkpointInterval: 6 * hour, minTopUp: 32_000_000_000n },
  rateFeed: { maxYearlyGrowthBps: 1_000 },
  holders: { curator: 'deployer', steward: 'deployer', treasury: 'deployer' },
} satisfies Parameters)

// Mainnet, when there is reason to: chain 1, genesis 1_606_824_023, genesis version 0x00000000, Electra 0x05000000 from epoch
// 364_032, Fulu 0x06000000 from epoch 411_392, WETH 0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2; each holder a timelock.

/** A network that was just made: the devnet knows what it is like. It is small, so its validators earn more than anywhere else. */
export function devnet(
  network: Omit<Parameters['network'], 'name'>,
  holders: Parameters['holders'],
): Parameters {
  return Parameters.parse({
    network: { name: 'devnet', ...network },
    ...common,
    registry: { checkpointInterval: 6 * hour, minTopUp: 1_000_000_000n },
    rateFeed: { maxYearlyGrowthBps: 10_000 },
    holders,
  })
}

export const networks = { hoodi }
