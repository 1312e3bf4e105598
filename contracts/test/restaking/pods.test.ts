import {
  BeaconChain,
  type Hex as Bytes,
  interopValidators,
  proveBalances,
  proveBalancesForPod,
  proveCredentialsForPod,
  proveStaleForPod,
  proveState,
  proveValidators,
  pubkeyRoot,
  type StateView,
} from '@cairn/beacon'
import { beaconRoots, depositContract, installSystem, startAnvil } from '@cairn/devnet'
import {
  type Abi,
  type Address,
  createTestClient,
  http,
  numberToHex,
  parseEther,
  publicActions,
  walletActions,
} from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eigenPodAbi, eigenPodManagerAbi } from '../../abi/index.ts'
import { deploy, deployRestaking, devnetParameters, devnetRestaking } from '../../deploy/index.ts'

const owner = mnemonicToAccount('test test test test test test test test test test test junk')
const stake = 1_000_000_000_000n // gwei
const ours = [0, 1, 2, 3, 5, 8, 13]

type Info = { restakedBalanceGwei: bigint; lastCheckpointedAt: bigint }

describe('a pod over a real beacon chain', () => {
  let anvil: Awaited<ReturnType<typeof startAnvil>>
  let world: Awaited<ReturnType<typeof createWorld>>
  beforeAll(async () => {
    anvil = await startAnvil()
    world = await createWorld(anvil)
  }, 120_000)
  afterAll(() => anvil?.stop())

  test('takes credentials by single proofs and by multiproofs (POD-1, POD-2)', async () => {
    const { at, state } = await world.step()
    const single = proveCredentialsForPod(state, ours.slice(0, 2))
    await world.call('verifyWithdrawalCredentials', [
      at,
      single.stateRootProof,
      single.validatorIndices,
      single.validatorFieldsProofs,
      single.validatorFields,
    ])
    const rest = ours.slice(2)
    const multi = proveValidators(state, rest)
    await world.call('verifyCredentialsMultiproof', [
      at,
      proveState(state),
      rest,
      multi.validators,
      multi.siblings,
    ])

    expect(await world.read('activeValidatorCount')).toBe(7n)
    expect(await world.shares()).toBe(7n * parseEther('1000'))
  })

  test('counts what they earned by single proofs and by multiproofs (POD-6)', async () => {
    world.walkTo(100)
    const { state } = await world.step()
    await world.call('startCheckpoint', [false])
    const single = proveBalancesForPod(state, ours.slice(0, 2))
    await world.call('verifyCheckpointProofs', [single.balanceContainerProof, single.proofs])
    const rest = ours.slice(2)
    const multi = proveBalances(state, rest)
    await world.call('verifyCheckpointMultiproof', [
      proveState(state),
      rest.map((index) => pubkeyRoot(state.validator(index).pubkey)),
      multi.chunks,
      multi.siblings,
    ])

    const held = ours.reduce((sum, index) => sum + state.balance(index), 0n)
    expect(held).toBeGreaterThan(7n * stake)
    expect(await world.read('currentCheckpointTimestamp')).toBe(0n)
    expect(await world.shares()).toBe(held * 10n ** 9n)
    for (const index of ours) {
      const info = await world.read('validatorPubkeyToInfo', [state.validator(index).pubkey])
      expect(info).toMatchObject({ restakedBalanceGwei: state.balance(index), status: 1 })
    }
  })

  test('is made to count a slashing that anyone shows (POD-9)', async () => {
    const pubkey = world.pubkeyOf(5)
    const before = (await world.read('validatorPubkeyToInfo', [pubkey])) as Info
    world.slash(5)
    const { at, state } = await world.step()
    const stale = proveStaleForPod(state, 5)
    await world.call('verifyStaleBalance', [at, stale.stateRootProof, stale.proof])
    const proof = proveBalancesForPod(state, ours)
    await world.call('verifyCheckpointProofs', [proof.balanceContainerProof, proof.proofs])

    const after = (await world.read('validatorPubkeyToInfo', [pubkey])) as Info
    expect(after.restakedBalanceGwei).toBe(state.balance(5))
    expect(after.restakedBalanceGwei).toBeLessThan(before.restakedBalanceGwei)
    expect(after.lastCheckpointedAt).toBe(at)
  })
})

/** A chain whose validators all withdraw to the pod, the contracts on anvil, and one block at a time of both. */
async function createWorld(anvil: Awaited<ReturnType<typeof startAnvil>>) {
  const client = createTestClient({
    account: owner,
    chain: foundry,
    mode: 'anvil',
    transport: http(anvil.url),
    pollingInterval: 20,
  })
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
  const { addresses: cairn } = await deploy({
    ...edges,
    parameters: devnetParameters(
      {
        ...network,
        genesisForkVersion: '0x00000000',
        forks: [{ epoch: 0n, version: '0x06000000' }],
      },
      { curator: 'deployer', steward: 'deployer', treasury: 'deployer' },
    ),
  })
  const { addresses } = await deployRestaking({
    ...edges,
    cairn,
    parameters: devnetRestaking(
      network,
      {
        owner: 'deployer',
        pauser: 'deployer',
        rewardsUpdater: 'deployer',
        compensation: 'deployer',
      },
      7_200,
    ),
  })
  const manager = { address: addresses.eigenPodManager, abi: eigenPodManagerAbi } as const
  await confirm(await client.writeContract({ ...manager, functionName: 'createPod' }))
  const pod = await client.readContract({
    ...manager,
    functionName: 'ownerToPod',
    args: [owner.address],
  })

  const chain = BeaconChain.create({
    genesisTime,
    validators: interopValidators(16, { balance: stake, withdrawalAddress: pod as Bytes }),
  })
  // The deployment took some seconds.
  walkTo(40)

  return {
    walkTo,
    slash: (index: number) => chain.slash(index),
    pubkeyOf: (index: number) => chain.headState.validator(index).pubkey,

    /** A beacon block. The next block of anvil's brings the root of its state, at the time `at`. */
    async step(): Promise<{ at: bigint; state: StateView }> {
      produce()
      const at = BigInt(chain.timestampOf(chain.nextSlot()))
      await client.setNextBlockTimestamp({ timestamp: at })
      const place = at % 8191n
      await store(place, at)
      await store(place + 8191n, BigInt(chain.headState.header.root))
      return { at, state: chain.headState }
    },

    async call(functionName: string, args: readonly unknown[]) {
      const abi = eigenPodAbi as Abi
      await confirm(
        await client.writeContract({ address: pod, abi, functionName, args, gas: 16_000_000n }),
      )
    },

    read: (functionName: string, args: readonly unknown[] = []) =>
      client.readContract({ address: pod, abi: eigenPodAbi as Abi, functionName, args }),

    shares: () =>
      client.readContract({
        ...manager,
        functionName: 'podOwnerDepositShares',
        args: [owner.address],
      }),
  }

  /** A beacon block in each slot, without one of anvil's. */
  function walkTo(slot: number) {
    while (chain.head.slot < slot) produce()
  }

  function produce() {
    const slot = chain.nextSlot()
    const number = slot
    const hash: Bytes = `0x${slot.toString(16).padStart(64, '0')}`
    chain.produce(slot, { number, hash, timestamp: chain.timestampOf(slot) })
  }

  async function store(place: bigint, value: bigint) {
    await client.setStorageAt({
      address: beaconRoots as Address,
      index: numberToHex(place, { size: 32 }),
      value: numberToHex(value, { size: 32 }),
    })
  }

  async function confirm(hash: `0x${string}`) {
    const { status } = await client.waitForTransactionReceipt({ hash })
    expect(status).toBe('success')
  }
}
