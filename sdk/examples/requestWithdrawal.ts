import { CairnError } from '@cairn/sdk'
import { parseGwei } from 'viem'
import { connect } from './connect.ts'

const cairn = await connect()
try {
  // 5 ETH: the beacon chain counts in gwei.
  await cairn.requestWithdrawal({ id: 0n, amount: parseGwei('5') })
  console.log('5 ETH will be withdrawn from validator 0')
} catch (error) {
  // Nobody may withdraw more than the vault falls short of.
  if (!(error instanceof CairnError)) throw error
  console.log(error.message)
}
