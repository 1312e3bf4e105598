import { BeaconClient, type BeaconSource } from '@cairn/beacon'
import { stakedEtherAbi, validatorRegistryAbi } from '@cairn/contracts/abi'
import type { Name, World } from '@cairn/devnet'
import { type Address, decodeFunctionData, isAddressEqual, parseEventLogs } from 'viem'
import { createKeeper, createLog, createProver } from '../src/index.ts'
import { clientsOf, type Request } from './chain.ts'

export const { signal } = new AbortController()

/** Daemons of `world` that know nothing of what was before. Their requests go through `request`. */
export function daemonsOf(
  world: World,
  { request = world.rpc, beacon, key }: daemonsOf.Options = {},
) {
  const settings = {
    ...clientsOf({ rpc: world.rpc as never, url: world.rpcUrl }, request),
    addresses: world.addresses,
    beacon: beacon ?? new BeaconClient({ url: world.beaconUrl }),
    log: createLog({ level: 'silent' }),
  }
  return {
    prover: (options: createProver.Options = {}) =>
      createProver({
        ...settings,
        ...(key && { walletClient: world.wallet(key) }),
        options: { cadence: 0, poll: 0.01, ...options },
      }),
    keeper: (options: createKeeper.Options = {}) =>
      createKeeper({
        ...settings,
        walletClient: world.wallet('keeper'),
        options: { scan: 0, poll: 0.01, ...options },
      }),
  }
}

export declare namespace daemonsOf {
  type Options = { request?: Request; beacon?: BeaconSource; key?: Name }
}

export class Killed extends Error {}
export type Kill = { moment: 'before' | 'after'; at(methods: readonly string[]): boolean }
export const never: Kill = { moment: 'before', at: () => false }
export const isBroadcast = (method: string) => method === 'eth_sendRawTransaction'

/** Requests go through until one is to be the last: then neither it nor any other, or it but not its answer. */
export function killing(
  world: Pick<World, 'rpc'>,
  { moment, at }: Kill,
): Request & { methods: string[] } {
  const methods: string[] = []
  let dead = false
  async function request(method: string, params?: readonly unknown[]) {
    if (dead) throw new Killed()
    methods.push(method)
    dead = at(methods)
    if (dead && moment === 'before') throw new Killed()
    const answer = await world.rpc(method, params)
    if (dead) throw new Killed()
    return answer
  }
  return Object.assign(request, { methods })
}

/** The nth broadcast is the last request. */
export const atBroadcast =
  (nth: number): Kill['at'] =>
  (methods) =>
    isBroadcast(methods.at(-1)!) && methods.filter(isBroadcast).length === nth

/** What `sender` sent in blocks after `from`, in order; and all events of vault and registry. */
export async function journal({ publicClient, addresses }: World, from: bigint, sender: Address) {
  const abi = [...validatorRegistryAbi, ...stakedEtherAbi]
  const to = await publicClient.getBlockNumber({ cacheTime: 0 })
  if (to === from) return { sent: [], events: [] }
  const sent: string[] = []
  for (let number = from + 1n; number <= to; number++) {
    const block = await publicClient.getBlock({ blockNumber: number, includeTransactions: true })
    for (const { from, hash, input } of block.transactions) {
      if (!isAddressEqual(from, sender)) continue
      const { status } = await publicClient.getTransactionReceipt({ hash })
      const { functionName } = decodeFunctionData({ abi, data: input })
      sent.push(status === 'success' ? functionName : `${functionName} reverted`)
    }
  }
  const { vault, registry } = addresses
  const span = { address: [vault, registry], fromBlock: from + 1n, toBlock: to }
  return { sent, events: parseEventLogs({ abi, logs: await publicClient.getLogs(span) }) }
}
