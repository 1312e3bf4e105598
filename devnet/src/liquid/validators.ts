import { type BeaconChain, compounding, deriveKey, makeDeposit, pubkeyRoot } from '@cairn/beacon'
import type { LiquidAddresses, RestakingAddresses } from '@cairn/contracts'
import {
  iDepositContractAbi,
  iEigenPodManagerAbi,
  nativeStakeAbi,
  restakedEtherAbi,
  spreadAbi,
} from '@cairn/contracts/abi'
import { type Daemon, toDaemon } from '@cairn/daemons'
import { getAbiItem, type Hex, parseEther } from 'viem'
import type { Name } from '../accounts.ts'
import type { Layers } from '../layers.ts'
import { predeposit } from '../operators.ts'
import { restakingOperators } from '../restaking/operators.ts'
import { depositContract } from '../system.ts'

/** What a first deposit is worth making for: the top-up that activates a validator, in wei. */
const least = parseEther('31')

const staked = getAbiItem({ abi: nativeStakeAbi, name: 'Staked' })

/** The key of the `number`th validator that the operator runs for crETH. */
export function validatorKey(operator: Name, number: number) {
  return deriveKey(`cairn devnet validator of ${operator} for crETH`, number)
}

/**
 * The operators' part in crETH's validators: the first ether of each, by which nobody's but the operator's key gives it the
 * delegator's pod as its credentials. An operator has at most one such validator waiting for more.
 */
export function createValidators({
  publicClient,
  wallet,
  beacon,
  addresses,
  restaking,
  fromBlock,
  brought = {},
}: createValidators.Args) {
  const counts = new Map(
    restakingOperators.map(({ name }): [Name, number] => [name, brought[name] ?? 0]),
  )

  async function bring(operator: Name): Promise<Hex> {
    const index = restakingOperators.findIndex(({ name }) => name === operator)
    const pod = await publicClient.readContract({
      address: restaking.eigenPodManager,
      abi: iEigenPodManagerAbi,
      functionName: 'getPod',
      args: [addresses.delegators[index]!.delegator],
    })
    const number = counts.get(operator)!
    counts.set(operator, number + 1)
    const key = validatorKey(operator, number)
    beacon.addKey(key)
    const { pubkey, withdrawalCredentials, signature, depositDataRoot } = makeDeposit(key, {
      withdrawalCredentials: compounding(pod),
      amount: predeposit,
      genesisForkVersion: beacon.genesisForkVersion,
    })
    const hash = await wallet(operator).writeContract({
      address: depositContract,
      abi: iDepositContractAbi,
      functionName: 'deposit',
      args: [pubkey, withdrawalCredentials, signature, depositDataRoot],
      value: parseEther('1'),
    })
    await publicClient.waitForTransactionReceipt({ hash })
    // Anybody could have deposited a key of their own: only those that the operator calls its own get more.
    const offered = await wallet(operator).writeContract({
      address: addresses.native,
      abi: nativeStakeAbi,
      functionName: 'offer',
      args: [[pubkeyRoot(pubkey)]],
    })
    await publicClient.waitForTransactionReceipt({ hash: offered })
    return pubkey
  }

  const of = (operator: Name) =>
    Array.from({ length: counts.get(operator)! }, (_, n) => validatorKey(operator, n).pubkey)

  async function tick() {
    const stakeable = await publicClient.readContract({
      address: addresses.vault,
      abi: restakedEtherAbi,
      functionName: 'stakeable',
    })
    if (stakeable < least) return
    const waiting = await spare()
    for (const [index, { name }] of restakingOperators.entries()) {
      if (waiting.some((it) => it.index === index)) continue
      const room = await publicClient.readContract({
        address: addresses.spread,
        abi: spreadAbi,
        functionName: 'roomFor',
        args: [BigInt(index), 0n],
      })
      if (room >= least) await bring(name)
    }
  }

  /** Those that aren't said to be topped up, by their operators' indices. */
  async function spare() {
    const logs = await publicClient.getLogs({
      ...{ address: addresses.native, event: staked, fromBlock, toBlock: 'latest' },
    })
    const used = new Set(logs.map(({ args }) => args.pubkeyRoot))
    return restakingOperators.flatMap(({ name }, index) =>
      of(name)
        .filter((pubkey) => !used.has(pubkeyRoot(pubkey)))
        .map((pubkey) => ({ index, pubkey })),
    )
  }

  return {
    bring,
    spare,
    /** The public keys of an operator's, in order. */
    of,
    daemon: toDaemon({ name: 'first deposits', tick }) satisfies Daemon,
    save: () => Object.fromEntries(counts) as Partial<Record<Name, number>>,
  }
}

export type Validators = ReturnType<typeof createValidators>

export declare namespace createValidators {
  type Args = Pick<Layers, 'publicClient' | 'wallet'> & {
    beacon: BeaconChain
    addresses: LiquidAddresses
    restaking: RestakingAddresses
    fromBlock: bigint
    /** How many each operator has, in a world that was saved. */
    brought?: Partial<Record<Name, number>> | undefined
  }
}
