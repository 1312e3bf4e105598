import { type BeaconChain, deriveKey, makeDeposit, type ValidatorKey } from '@cairn/beacon'
import type { RestakingAddresses } from '@cairn/contracts'
import { iDepositContractAbi } from '@cairn/contracts/abi'
import { checkpointPod, type Daemon, toDaemon, verifyPod } from '@cairn/daemons'
import { createPod, delegateTo, readPod } from '@cairn/sdk'
import { parseEther, parseGwei } from 'viem'
import { accounts, type Name } from '../accounts.ts'
import type { Layers } from '../layers.ts'
import { depositContract } from '../system.ts'

/** Who restakes native ether, in how many validators of 32 ETH, and with whom. */
export const podOwners = [
  { name: 'heidi', validators: 2, operator: 'hazel' },
  { name: 'ivan', validators: 1, operator: 'larch' },
] as const satisfies readonly { name: Name; validators: number; operator: Name }[]

export type PodOwner = (typeof podOwners)[number]['name']

const day = 86_400n

export function podKey(owner: PodOwner, index: number): ValidatorKey {
  return deriveKey(`cairn devnet pod of ${owner}`, index)
}

/** Makes the pods and deposits their validators. What the beacon chain makes of them, the pods learn by proof. */
export async function openPods({
  publicClient,
  wallet,
  beacon,
  addresses,
  onProgress,
}: openPods.Args) {
  for (const { name, validators, operator } of podOwners) {
    onProgress(
      `${name} makes a pod, with ${validators * 32} ETH in validators, delegated to ${operator}`,
    )
    const client = wallet(name)
    const { withdrawalCredentials } = await createPod(client, { deployment: addresses })
    for (let index = 0; index < validators; index++) {
      const key = podKey(name, index)
      const { pubkey, signature, depositDataRoot } = makeDeposit(key, {
        withdrawalCredentials,
        amount: parseGwei('32'),
        genesisForkVersion: beacon.genesisForkVersion,
      })
      beacon.addKey(key)
      const hash = await client.writeContract({
        address: depositContract,
        abi: iDepositContractAbi,
        functionName: 'deposit',
        args: [pubkey, withdrawalCredentials, signature, depositDataRoot],
        value: parseEther('32'),
      })
      await publicClient.waitForTransactionReceipt({ hash })
    }
    await delegateTo(client, { deployment: addresses, operator: accounts[operator].address })
  }
}

export declare namespace openPods {
  type Args = Pick<Layers, 'publicClient' | 'wallet'> & {
    beacon: BeaconChain
    addresses: RestakingAddresses
    onProgress(line: string): void
  }
}

/** Shows the pods their new validators, and once a day what all of them hold. */
export function createPodKeeper({
  wallet,
  beaconApi: beacon,
  lockstep,
  addresses,
}: createPodKeeper.Args): Daemon {
  const deployment = addresses
  return toDaemon({
    name: 'pods',
    async tick(signal) {
      for (const { name } of podOwners) {
        signal.throwIfAborted()
        const client = wallet(name)
        const owner = accounts[name].address
        await verifyPod(client, { deployment, beacon, owner })
        const pod = await readPod(client, { deployment, owner })
        if (pod.type === 'none' || pod.validators === 0) continue
        const { checkpoint, at } = pod
        const isDue = checkpoint.type === 'none' || at - checkpoint.startedAt >= day
        if (!isDue && checkpoint.type !== 'open') continue
        // In fast time the next block is far off; starting needs its parent's root to be there when the gas is estimated.
        await lockstep.start()
        await checkpointPod(client, { deployment, beacon, owner })
      }
    },
  })
}

export declare namespace createPodKeeper {
  type Args = Pick<Layers, 'wallet' | 'beaconApi' | 'lockstep'> & { addresses: RestakingAddresses }
}
