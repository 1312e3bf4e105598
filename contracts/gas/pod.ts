import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  type Abi,
  type Account,
  type Address,
  type Chain,
  concatHex,
  getContractAddress,
  type Hex,
  numberToHex,
  publicActions,
  type TestClient,
  type Transport,
  walletActions,
} from 'viem'
import { layout, syntheticState } from './beacon.ts'

const beaconRoots: Address = '0x000F3df6D732807Ef1319fB7B8bB8522d0Beac02'

// What EIP-4788 deployed.
const beaconRootsCode: Hex =
  '0x3373fffffffffffffffffffffffffffffffffffffffe14604d57602036146024575f5ffd5b5f35801560495762001fff810690815414603c575f5ffd5b62001fff01545f5260205ff35b5f5ffd5b62001fff42064281555f359062001fff015500'

/**
 * Gas of what a pod's provers pay for, by transactions on `client`'s anvil (osaka, its accounts unlocked, automine on). The
 * chain is put back as it was.
 *
 * Marginal, as (gas of 100 − gas of 50) / 50: multiproofs of that many validators, over 2 million on the beacon chain.
 * Before them the pod has a validator and a finished checkpoint; each balance that is proven has changed.
 */
export async function measurePods(client: measurePods.Client): Promise<Record<string, number>> {
  const contiguous = [await prove(client, 'contiguous', 50), await prove(client, 'contiguous', 100)]
  const scattered = [await prove(client, 'scattered', 50), await prove(client, 'scattered', 100)]

  return {
    'pod: checkpoint per validator, contiguous': marginal(contiguous, 'checkpoint'),
    'pod: checkpoint per validator, scattered over 2 million': marginal(scattered, 'checkpoint'),
    'pod: credentials per validator': marginal(contiguous, 'credentials'),
    'pod: credentials per validator, scattered over 2 million': marginal(scattered, 'credentials'),
  }
}

export declare namespace measurePods {
  type Client = TestClient<'anvil', Transport, Chain>
}

type Costs = { credentials: bigint; checkpoint: bigint }

function marginal([of50, of100]: Costs[], what: keyof Costs): number {
  return Math.ceil(Number((of100 as Costs)[what] - (of50 as Costs)[what]) / 50)
}

async function prove(
  client: measurePods.Client,
  spread: 'contiguous' | 'scattered',
  count: number,
): Promise<Costs> {
  const before = await client.snapshot()
  try {
    const world = await createWorld(client)
    const one = syntheticState({
      count: 1,
      spread: 'scattered',
      seed: 2,
      slot: world.slot,
      validator: { withdrawalCredentials: world.credentials },
    })
    await world.verifyCredentials(one, await world.pin(one.blockRoot))
    await world.checkpoint(one)

    const all = syntheticState({
      count,
      spread,
      slot: world.slot,
      validator: { withdrawalCredentials: world.credentials },
    })
    const credentials = await world.verifyCredentials(all, await world.pin(all.blockRoot))
    const checkpoint = await world.checkpoint(all)
    return { credentials, checkpoint }
  } finally {
    await client.revert({ id: before })
  }
}

async function createWorld(anvil: measurePods.Client) {
  const client = anvil.extend(publicActions).extend(walletActions)
  const [address] = (await client.getAddresses()) as [Address]
  const account: Account = { address, type: 'json-rpc' }
  const slot = 13_200_000n
  const { timestamp } = await client.getBlock()
  const genesisTime = timestamp - 12n * (slot + 1n)
  await client.setCode({ address: beaconRoots, bytecode: beaconRootsCode })

  const manager = await deployLayer()
  await send(manager, 'EigenPodManager', 'createPod', [])
  const pod = (await client.readContract({
    address: manager,
    abi: artifact('EigenPodManager').abi,
    functionName: 'ownerToPod',
    args: [address],
  })) as Address

  return {
    slot,
    credentials: concatHex(['0x020000000000000000000000', pod]),

    async verifyCredentials(proof: syntheticState.ReturnType, at: bigint): Promise<bigint> {
      const validators = proof.validators.map(({ validator }) => validator)
      return await send(pod, 'EigenPod', 'verifyCredentialsMultiproof', [
        at,
        proof.state,
        proof.indices,
        validators,
        proof.validatorSiblings,
      ])
    },

    /** @returns gas of the transaction that proves the balances, and finishes the checkpoint unless others are missing. */
    async checkpoint(proof: syntheticState.ReturnType): Promise<bigint> {
      await this.pin(proof.blockRoot)
      await send(pod, 'EigenPod', 'startCheckpoint', [false])
      const hashes = proof.validators.map(({ validator }) => validator.pubkeyRoot)
      return await send(pod, 'EigenPod', 'verifyCheckpointMultiproof', [
        proof.state,
        hashes,
        proof.chunks,
        proof.siblings,
      ])
    },

    /** Makes `root` what EIP-4788 tells in the next block. */
    async pin(root: Hex): Promise<bigint> {
      const next = (await client.getBlock()).timestamp + 12n
      await client.setNextBlockTimestamp({ timestamp: next })
      const place = next % 8191n
      await store(beaconRoots, place, numberToHex(next, { size: 32 }))
      await store(beaconRoots, place + 8191n, root)
      return next
    },
  }

  /** What stands behind pods. The contracts refer to one another: their addresses are known before they are. */
  async function deployLayer(): Promise<Address> {
    const nonce = await client.getTransactionCount({ address })
    const [pausers, permissions, delegation, allocations, layouts, pod, manager] = Array.from(
      { length: 7 },
      (_, i) => getContractAddress({ from: address, nonce: BigInt(nonce + i) }),
    ) as [Address, Address, Address, Address, Address, Address, Address]

    await create('PauserRegistry', [[address], address])
    await create('PermissionController', [])
    await create('DelegationManager', [
      {
        strategyManager: address,
        eigenPodManager: manager,
        allocationManager: allocations,
        permissionController: permissions,
        pauserRegistry: pausers,
        minWithdrawalDelayBlocks: 10,
        version: '1.12.0',
      },
    ])
    const delays = [10, 10]
    await create('AllocationManager', [delegation, address, pausers, permissions, ...delays])
    await create('Layouts', [genesisTime, 0n, address, [layout]])
    await create('EigenPod', [
      { ethPOS: address, eigenPodManager: manager, layouts, genesisTime, forceAfter: 86_400n },
    ])
    await create('EigenPodManager', [
      {
        ethPOS: address,
        delegationManager: delegation,
        podImplementation: pod,
        pauserRegistry: pausers,
        owner: address,
        proofTimestampSetter: address,
        pectraForkTimestamp: 1n,
      },
    ])
    return manager
  }

  async function create(name: string, args: readonly unknown[]) {
    const { abi, bytecode } = artifact(name)
    const hash = await client.deployContract({
      abi,
      bytecode,
      args,
      account,
      chain: client.chain,
      gas: 16_000_000n,
    } as Parameters<typeof client.deployContract>[0])
    const { status } = await client.waitForTransactionReceipt({ hash })
    if (status !== 'success') throw new Error(`${name} wasn't created (${hash})`)
  }

  async function send(
    to: Address,
    name: string,
    functionName: string,
    args: readonly unknown[],
  ): Promise<bigint> {
    const hash = await client.writeContract({
      address: to,
      abi: artifact(name).abi,
      functionName,
      args,
      account,
      chain: client.chain,
      gas: 16_000_000n,
    } as Parameters<typeof client.writeContract>[0])
    const { status, gasUsed } = await client.waitForTransactionReceipt({ hash })
    if (status !== 'success') throw new Error(`${functionName} reverted (${hash})`)
    return gasUsed
  }

  async function store(at: Address, place: bigint, value: Hex) {
    await client.setStorageAt({ address: at, index: numberToHex(place, { size: 32 }), value })
  }
}

/** As built. */
function artifact(name: string): { abi: Abi; bytecode: Hex } {
  const file = fileURLToPath(new URL(`../out/${name}.sol/${name}.json`, import.meta.url))
  const { abi, bytecode } = JSON.parse(readFileSync(file, 'utf8'))
  return { abi, bytecode: bytecode.object }
}
