import { formatEther } from 'viem'
import { connect } from './connect.ts'

const { booked, leaving } = await (await connect()).readGains({ days: 30 })
console.log(
  `validators earned ${formatEther(booked.gain)} ETH, and lost ${formatEther(booked.loss)}`,
)
console.log(`who left at once paid ${formatEther(leaving.gain)} ETH`)
