import { BeaconChain, type Hex as Bytes, interopValidators } from '@cairn/beacon'
import { deploy, deployRestaking, devnetParameters, devnetRestaking } from '@cairn/contracts'
import { eigenPodManagerAbi, iCairnEigenPodAbi } from '@cairn/contracts/abi'
import {
  accounts,
  beaconRoots,
  depositContract,
  installSystem,
  type Name,
  startAnvil,
} from '@cairn/devnet'
import {
  createPod,
  OnlyEigenPodOwnerOrProofSubmitterError,
  PodMissingError,
  readPod,
} from '@cairn/sdk'
import {
  createTestClient,
  createWalletClient,
  http,
  numberToHex,
  parseEther,
  publicActions,
  toFunctionSelector,
  walletActions,
} from 'viem'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkpointPod, verifyPod } from '../src/index.ts'

const stake = 1_000_000_000_000n // gwei
const forceAfter = 3_600 // seconds

describe('a pod over a real beacon chain', () => {
  let anvil: Awaited<ReturnType<typeof startAnvil>>
  let world: Awaited<ReturnType<typeof createWorld>>
  beforeAll(async () => {
    anvil = await startAnvil()
    world = await createWorld(anvil)
  }, 120_000)
  afterAll(() => anvil?.stop())

  test('verifyPod: shows it every validator that points to it, once', async () => {
    await world.block()
    const { indices, balance } = await verifyPod(world.as('alice'), world.args())
    expect(indices).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    expect(balance).toBe(8n * stake)
    expect(await world.pod()).toMatchObject({
      validators: 8,
      depositShares: 8n * parseEther('1000'),
      multiproofs: true,
    })
    await world.block()
    expect((await verifyPod(world.as('alice'), world.args())).indices).toEqual([])
  })

  test('checkpointPod: counts what they earned, and says how much', async () => {
    world.walk(100)
    await world.step()
    const told: string[] = []
    const { delta, validators } = await checkpointPod(world.as('alice'), {
      ...world.args(),
      onProgress: ({ stage, done, total }) => told.push(`${stage} ${done}/${total}`),
    })
    expect(validators).toBe(8)
    expect(delta).toBeGreaterThan(0n)
    expect(told).toEqual(['starting 0/8', 'proving 0/8'])
    expect(await world.pod()).toMatchObject({ depositShares: 8n * parseEther('1000') + delta })
  })

  test('checkpointPod: others may not start one, until it is overdue', async () => {
    await world.step()
    const asked = checkpointPod(world.as('bob'), world.args())
    await expect(asked).rejects.toThrow(OnlyEigenPodOwnerOrProofSubmitterError)

    world.walk(world.slot() + forceAfter / 12)
    await world.block()
    await world.step()
    const { delta, startedAt } = await checkpointPod(world.as('bob'), world.args())
    expect(delta).toBeGreaterThan(0n)
    expect((await world.pod()).checkpoint).toEqual({ type: 'finished', startedAt })
  }, 180_000)

  test('of a pod that takes only single proofs: by those', async () => {
    await world.forgetMultiproofs()
    expect(await world.pod()).toMatchObject({ multiproofs: false, overdueAt: undefined })
    world.walk(world.slot() + 40)
    await world.step()
    const { validators } = await checkpointPod(world.as('alice'), world.args())
    expect(validators).toBe(8)
  })

  test('error: PodMissingError', async () => {
    const args = { ...world.args(), owner: accounts.bob.address }
    await expect(verifyPod(world.as('bob'), args)).rejects.toThrow(PodMissingError)
    await expect(checkpointPod(world.as('bob'), args)).rejects.toThrow(PodMissingError)
  })
})

/** A chain of which half the validators withdraw to alice's pod, the contracts on anvil, and one block at a time of both. */
async function createWorld(anvil: Awaited<ReturnType<typeof startAnvil>>) {
  const shared = { chain: foundry, transport: http(anvil.url), pollingInterval: 20 } as const
  const client = createTestClient({ ...shared, account: accounts.deployer, mode: 'anvil' })
    .extend(publicActions)
    .extend(walletActions)
  await installSystem(anvil.rpc)
  await client.setAutomine(true)

  const genesisTime = Number((await client.getBlock()).timestamp)
  const network = { chainId: foundry.id, genesisTime, depositContract }
  const edges = {
    publicClient: client as unknown as deploy.Args['publicClient'],
    walletClient: client as unknown as deploy.Args['walletClient'],
  }
  const all = { curator: 'deployer', steward: 'deployer', treasury: 'deployer' } as const
  const forks = [{ epoch: 0n, version: '0x06000000' as const }]
  const { addresses: cairn } = await deploy({
    ...edges,
    parameters: devnetParameters({ ...network, genesisForkVersion: '0x00000000', forks }, all),
  })
  const { addresses: deployment } = await deployRestaking({
    ...edges,
    cairn,
    parameters: {
      ...devnetRestaking(
        network,
        {
          owner: 'deployer',
          pauser: 'deployer',
          rewardsUpdater: 'deployer',
          compensation: 'deployer',
        },
        7_200,
      ),
      pods: { forceAfter },
    },
  })
  const as = (name: Name) => createWalletClient({ ...shared, account: accounts[name] })
  const { pod } = await createPod(as('alice'), { deployment })

  const validators = interopValidators(16, { balance: stake, withdrawalAddress: pod as Bytes })
  for (const validator of validators.slice(8))
    validator.withdrawalCredentials = `0x02${'00'.repeat(11)}${accounts.carol.address.slice(2).toLowerCase()}`
  const chain = BeaconChain.create({ genesisTime, validators })
  // The deployment took some seconds.
  walk(40)

  return {
    as,
    args: () => ({ deployment, beacon: chain, owner: accounts.alice.address }),
    slot: () => chain.head.slot,
    walk,
    step,

    async pod() {
      const found = await readPod(client, { deployment, owner: accounts.alice.address })
      if (found.type === 'none') throw new Error('There is no pod.')
      return found
    },

    /** A block of both, now. */
    async block() {
      await step()
      await client.mine({ blocks: 1 })
    },

    /** Makes the pods answer as EigenLayer's do, which don't know the question whether they are overdue. */
    async forgetMultiproofs() {
      const implementation = await client.readContract({
        address: deployment.eigenPodManager,
        abi: eigenPodManagerAbi,
        functionName: 'implementation',
      })
      const [question] = iCairnEigenPodAbi.filter(
        (item) => item.type === 'function' && item.name === 'checkpointOverdueAt',
      )
      const selector = toFunctionSelector(question as never).slice(2)
      const other = (Number.parseInt(selector, 16) + 1).toString(16).padStart(8, '0')
      const whole = (await client.getCode({ address: implementation }))!
      expect(whole).toContain(selector)
      const bytecode = whole.replaceAll(selector, other) as `0x${string}`
      await client.setCode({ address: implementation, bytecode })
    },
  }

  /** A beacon block. The next block of anvil's brings the root of its state. */
  async function step() {
    produce()
    const at = BigInt(chain.timestampOf(chain.nextSlot()))
    await client.setNextBlockTimestamp({ timestamp: at })
    const place = at % 8191n
    for (const [index, value] of [
      [place, at],
      [place + 8191n, BigInt(chain.headState.header.root)],
    ] as const)
      await client.setStorageAt({
        address: beaconRoots,
        index: numberToHex(index, { size: 32 }),
        value: numberToHex(value, { size: 32 }),
      })
  }

  /** A beacon block in each slot, without one of anvil's. */
  function walk(slot: number) {
    while (chain.head.slot < slot) produce()
  }

  function produce() {
    const slot = chain.nextSlot()
    const hash: Bytes = `0x${slot.toString(16).padStart(64, '0')}`
    chain.produce(slot, { number: slot, hash, timestamp: chain.timestampOf(slot) })
  }
}
