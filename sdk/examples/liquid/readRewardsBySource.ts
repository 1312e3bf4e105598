import { formatEther } from 'viem'
import { liquid } from '../connect.ts'

const { staking, services } = await (await liquid()).readRewardsBySource({ days: 30 })
for (const { asset, gain } of staking) console.log(`staking ${asset}: ${formatEther(gain)} ETH`)
for (const { token, gain } of services) console.log(`${token}: sold for ${formatEther(gain)} ETH`)
