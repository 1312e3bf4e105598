import { formatEther } from 'viem'
import { liquid } from '../connect.ts'

const { rate, assetsBehind, delegators, stamp } = await (await liquid()).readSpread()
console.log(`1 crETH = ${formatEther(rate)} ETH, with ${delegators.length} operators`)
for (const { symbol, booked } of assetsBehind) console.log(`${symbol}: ${formatEther(booked)} ETH`)
console.log(stamp.fresh ? 'payments are open' : 'a check comes before the next payment')
