import { cairnActions, type Deployment } from '@cairn/sdk'
import { createClient, http } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'

const control = process.env.CAIRN_CONTROL ?? 'http://127.0.0.1:8549'
const mnemonic = 'test test test test test test test test test test test junk'

/** The devnet's accounts, by the index of their key. */
export const keys = { alice: 0, bob: 1, carol: 2, curator: 6 }

type World = { rpcUrl: string; beaconUrl: string; addresses: Deployment }

/** Where the devnet that `npm start` brings up has what. */
export async function world(): Promise<World> {
  const status = await fetch(`${control}/status`)
  return status.json() as Promise<World>
}

/** A client with Cairn's actions, and the key of one of the devnet's accounts. */
export async function connect(key = keys.alice) {
  const { rpcUrl, addresses } = await world()

  return createClient({
    account: mnemonicToAccount(mnemonic, { addressIndex: key }),
    chain: foundry,
    transport: http(rpcUrl),
    pollingInterval: 50,
  }).extend(cairnActions(addresses))
}
