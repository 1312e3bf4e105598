import { connect } from './connect.ts'

const cairn = await connect()
const { type, number, remaining, dueAt } = await cairn.readCheckpoint()
console.log(
  type === 'open'
    ? `checkpoint ${number} is open: ${remaining} validators to prove`
    : `checkpoint ${number} is finished; the next may be opened at ${new Date(Number(dueAt) * 1000).toISOString()}`,
)
