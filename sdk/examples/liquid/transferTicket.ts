import { addressOf, attempt, keys, liquid } from '../connect.ts'

const alice = await liquid()
const { tickets } = await alice.readLiquidPosition()
await attempt(async () => {
  const { id } = await alice.transferTicket({
    id: tickets.at(-1)?.id ?? 0n,
    to: addressOf(keys.dave),
  })
  console.log(`the ticket ${id} is dave's`)
})
