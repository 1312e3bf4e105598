import {
  allocationManagerAbi,
  delegationManagerAbi,
  eigenPodAbi,
  eigenPodManagerAbi,
  firstLossAbi,
  iWETHAbi,
  nativeStakeAbi,
  redeemQueueAbi,
  reportedEtherAbi,
  restakedEtherAbi,
  rewardAuctionAbi,
  riskPolicyAbi,
  spreadAbi,
  stakedEtherAbi,
  spreadLensAbi,
  stakedEtherAdapterAbi,
  strategyBaseAbi,
  strategyManagerAbi,
  tipsAbi,
} from '@cairn/contracts/abi'
import { type AbiFunction, erc20Abi, toFunctionSelector } from 'viem'
import { codecOf } from '../codec.ts'
import { addressOf, assets, numberOf, pubkeyRootOf } from './names.ts'
import { kindOf } from './verbs.ts'

const abis = {
  vault: restakedEtherAbi,
  queue: redeemQueueAbi,
  spread: spreadAbi,
  native: nativeStakeAbi,
  policy: riskPolicyAbi,
  auction: rewardAuctionAbi,
  firstLoss: firstLossAbi,
  tips: tipsAbi,
  lens: spreadLensAbi,
  adapter: stakedEtherAdapterAbi,
  csETH: stakedEtherAbi,
  reported: [...reportedEtherAbi, ...erc20Abi],
  delegation: delegationManagerAbi,
  strategyManager: strategyManagerAbi,
  allocation: allocationManagerAbi,
  podManager: eigenPodManagerAbi,
  pod: eigenPodAbi,
  strategy: strategyBaseAbi,
  token: [...iWETHAbi, ...erc20Abi],
}

export const { encodeCall, encodeAnswer, decodeAnswer, decodeLog, hashEvents, encodeLog } = codecOf(
  {
    abis,
    kindOf,
    addressOf,
    numberOf,
    hashOf: pubkeyRootOf,
    selectorOf: (duty) =>
      toFunctionSelector(
        tipsAbi.find((item) => item.type === 'function' && item.name === duty) as AbiFunction,
      ),
  },
)

/** Those whose logs are compared. csETH is compared by the vault's own histories. */
export const emitters: readonly string[] = [
  'vault',
  'queue',
  'spread',
  'native',
  'auction',
  'firstLoss',
  'tips',
  'delegation',
  'strategyManager',
  'allocation',
  'podManager',
  ...assets.slice(1).map(({ strategy }) => strategy),
]
