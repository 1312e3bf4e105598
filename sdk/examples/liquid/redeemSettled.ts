import { attempt, liquid } from '../connect.ts'

const alice = await liquid()
const { settled } = await alice.readLiquidPosition()
await attempt(async () => {
  const { assets } = await alice.redeemSettled({ shares: settled.shares })
  console.log(`${assets} wei of WETH were paid`)
})
