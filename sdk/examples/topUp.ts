import { BeaconClient, proveState, proveValidators } from '@cairn/beacon'
import { CairnError } from '@cairn/sdk'
import { numberToHex, parseGwei } from 'viem'
import { call, getBlock } from 'viem/actions'
import { connect, world } from './connect.ts'

const { beaconUrl } = await world()
const cairn = await connect()
const found = await cairn.readValidators()
const chosen = found.find(({ slashed, exiting, inFlight }) => !slashed && !exiting && !inFlight)!

// The proof is against the root that EIP-4788 gives for the newest block: that of the block before it.
const { timestamp } = await getBlock(cairn)
const { data: root } = await call(cairn, {
  to: '0x000F3df6D732807Ef1319fB7B8bB8522d0Beac02',
  data: numberToHex(timestamp, { size: 32 }),
})
const state = await new BeaconClient({ url: beaconUrl }).state(root!)
const { validators, siblings } = proveValidators(state, [chosen.beaconIndex])
try {
  await cairn.topUp({
    id: chosen.id,
    amount: parseGwei('1'),
    timestamp,
    state: proveState(state),
    validator: validators[0]!,
    siblings,
  })
  console.log(`1 ETH is on its way to validator ${chosen.id}`)
} catch (error) {
  // On a devnet that runs, the keeper has staked what may be staked.
  if (!(error instanceof CairnError)) throw error
  console.log(error.message)
}
