import {
  type Account,
  type Address,
  type Chain,
  concatHex,
  encodeAbiParameters,
  type Hex,
  keccak256,
  numberToHex,
  pad,
  publicActions,
  type TestClient,
  type Transport,
  walletActions,
} from 'viem'
import { validatorRegistryAbi } from '../abi/index.ts'
import { deploy } from '../deploy/deploy.ts'
import { devnet } from '../deploy/parameters.ts'
import { layout, syntheticState } from './beacon.ts'

const beaconRoots: Address = '0x000F3df6D732807Ef1319fB7B8bB8522d0Beac02'

// What EIP-4788 deployed.
const beaconRootsCode: Hex =
  '0x3373fffffffffffffffffffffffffffffffffffffffe14604d57602036146024575f5ffd5b5f35801560495762001fff810690815414603c575f5ffd5b62001fff01545f5260205ff35b5f5ffd5b62001fff42064281555f359062001fff015500'

/** `mapping(bytes32 pubkeyRoot => Registration)` of `Roster`. */
const registrationsSlot = 12n

/**
 * Gas of what provers pay for, by transactions on `client`'s anvil (osaka, its accounts unlocked, automine on). The chain is
 * put back as it was.
 *
 * Marginal, as (gas of 200 − gas of 100) / 100: whole checkpoints of that many validators in one `prove`, every validator
 * proven once before, by its credentials.
 */
export async function measureStaking(
  client: measureStaking.Client,
): Promise<Record<string, number>> {
  const gas: Record<string, number> = {}
  for (const [spread, key] of [
    ['contiguous', 'checkpoint: per validator, contiguous'],
    ['scattered', 'checkpoint: per validator, scattered over 2 million'],
  ] as const) {
    const of100 = await checkpointOf(client, { spread, count: 100 })
    const of200 = await checkpointOf(client, { spread, count: 200 })
    gas[key] = Math.ceil(Number(of200.prove - of100.prove) / 100)
  }
  return gas
}

export declare namespace measureStaking {
  type Client = TestClient<'anvil', Transport, Chain>
}

/**
 * A whole checkpoint of `count` validators on a state of `total`, two million if left out: gas of the transaction that opens it,
 * and of the one that proves all balances and finishes it, with the bytes of that one's proof.
 */
export async function checkpointOf(
  client: measureStaking.Client,
  { spread, count, total }: checkpointOf.Options,
): Promise<{ open: bigint; prove: bigint; bytes: number }> {
  const before = await client.snapshot()
  try {
    const world = await createWorld(client)
    const { state, blockRoot, ...proof } = syntheticState({
      count,
      spread,
      total,
      slot: world.slot,
      validator: { withdrawalCredentials: world.credentials },
    })

    const timestamp = await world.pin(blockRoot)
    for (const [i, { validator, siblings }] of proof.validators.entries()) {
      await world.register(validator.pubkeyRoot)
      const index = proof.indices[i] as number
      await world.send('proveCredentials', [timestamp, state, index, validator, siblings])
    }

    await world.pin(blockRoot)
    const open = await world.send('open', [])
    const prove = await world.send('prove', [state, proof.runs, proof.chunks, proof.siblings])
    return { open, prove, bytes: 32 * (proof.chunks.length + proof.siblings.length) }
  } finally {
    await client.revert({ id: before })
  }
}

export declare namespace checkpointOf {
  type Options = { spread: 'contiguous' | 'scattered'; count: number; total?: number }
}

async function createWorld(anvil: measureStaking.Client) {
  const client = anvil.extend(publicActions).extend(walletActions)
  const [address] = (await client.getAddresses()) as [Address]
  const account: Account = { address, type: 'json-rpc' }

  // The devnet's network, so old that the synthetic state's slot is the one before this block's.
  const slot = 13_200_000n
  const { timestamp } = await client.getBlock()
  await client.setCode({ address: beaconRoots, bytecode: beaconRootsCode })
  const depositContract: Address = '0x00000000219ab540356cBB839Cbe05303d7705Fa'
  await client.setCode({ address: depositContract, bytecode: '0x00' })
  const { addresses } = await deploy({
    publicClient: client as unknown as deploy.Args['publicClient'],
    walletClient: Object.assign(client, { account }) as unknown as deploy.Args['walletClient'],
    parameters: devnet(
      {
        chainId: await client.getChainId(),
        genesisTime: Number(timestamp - 12n * (slot + 1n)),
        genesisForkVersion: '0x00000000',
        forks: [{ epoch: 0n, version: layout.forkVersion }],
        depositContract,
      },
      { curator: address, steward: address, treasury: address },
    ),
  })
  const { registry } = addresses

  async function send(functionName: string, args: readonly unknown[]): Promise<bigint> {
    const hash = await client.writeContract({
      address: registry,
      abi: validatorRegistryAbi,
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

  return {
    slot,
    credentials: concatHex(['0x020000000000000000000000', registry]),
    send,

    /** Makes `root` what EIP-4788 tells in the next block. */
    async pin(root: Hex): Promise<bigint> {
      const next = (await client.getBlock()).timestamp + 12n
      await client.setNextBlockTimestamp({ timestamp: next })
      const place = next % 8191n
      await store(beaconRoots, place, numberToHex(next, { size: 32 }))
      await store(beaconRoots, place + 8191n, root)
      return next
    },

    /** As `register` leaves it; the keys of synthetic validators are nobody's, so there are no signatures of theirs. */
    async register(pubkeyRoot: Hex) {
      const place = keccak256(
        encodeAbiParameters(
          [{ type: 'bytes32' }, { type: 'uint256' }],
          [pubkeyRoot, registrationsSlot],
        ),
      )
      await store(registry, BigInt(place), pad(address, { size: 32 }))
    },
  }

  async function store(at: Address, place: bigint, value: Hex) {
    await client.setStorageAt({ address: at, index: numberToHex(place, { size: 32 }), value })
  }
}
