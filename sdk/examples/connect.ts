import type { StateView } from '@cairn/beacon'
import {
  type CairnClient,
  CairnError,
  cairnActions,
  type Deployment,
  type LiquidDeployment,
  liquidActions,
  type RestakingDeployment,
  type readPod,
  restakingActions,
} from '@cairn/sdk'
import { type Address, createClient, http, numberToHex } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { call, getBlock } from 'viem/actions'
import { foundry } from 'viem/chains'

const control = process.env.CAIRN_CONTROL ?? 'http://127.0.0.1:8549'
const mnemonic = 'test test test test test test test test test test test junk'

/** The devnet's accounts, by the index of their key. */
export const keys = {
  alice: 0,
  bob: 1,
  carol: 2,
  dave: 3,
  curator: 6,
  elm: 11,
  fir: 12,
  keeper: 10,
}

type World = {
  rpcUrl: string
  beaconUrl: string
  claimsUrl: string
  addresses: Deployment
  restaking: RestakingDeployment & { strategies: Record<string, Address> }
  liquid: LiquidDeployment
}

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

/** The same, with the actions of the restaking layer: of `eigenLayer`, or of any other, by its addresses. */
export async function restaker(key = keys.alice) {
  const { restaking } = await world()
  return (await connect(key)).extend(restakingActions(restaking))
}

/** A client with the actions of crETH. What is the same for every vault has the names that it has of csETH. */
export async function liquid(key = keys.alice) {
  const { addresses, restaking, liquid } = await world()
  const deployment = { ...addresses, restaking, liquid }
  return (await restaker(key)).extend(liquidActions(deployment))
}

/** The address of one of the devnet's accounts. */
export function addressOf(key: number): Address {
  return mnemonicToAccount(mnemonic, { addressIndex: key }).address
}

/** Does something that a devnet's state of the moment may refuse, and says why if it does. */
export async function attempt(work: () => Promise<void>) {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof CairnError)) throw error
    console.log(error.message)
  }
}

/** The root of the beacon block before the newest block, and the time that EIP-4788 gives it by. */
export async function beaconRootAt(client: CairnClient) {
  const { timestamp } = await getBlock(client)
  const { data } = await call(client, {
    to: '0x000F3df6D732807Ef1319fB7B8bB8522d0Beac02',
    data: numberToHex(timestamp, { size: 32 }),
  })
  return { timestamp, root: data! }
}

/** The validators that withdraw to a pod, by their indices on the beacon chain. */
export function validatorsOf(state: StateView, { withdrawalCredentials }: readPod.ReturnType) {
  return Array.from({ length: state.validatorCount }, (_, index) => index).filter(
    (index) => state.validator(index).withdrawalCredentials === withdrawalCredentials,
  )
}
