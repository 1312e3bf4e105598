import { maxUint256, type PublicClient, zeroHash } from 'viem'
import {
  firstLossAbi,
  type LiquidAddresses,
  restakedEtherAbi,
  rewardAuctionAbi,
  spreadAbi,
  tipsAbi,
} from '../chain/index.ts'
import { type Head, prepare, type Request, type Signer } from '../runtime/index.ts'
import type { Step } from './plan.ts'

/** Turns a step into a transaction: to `Tips` if that pays for it, which speaks as the spread does. */
export async function perform(
  client: PublicClient,
  { addresses, by, head, step, tipped }: perform.Args,
): Promise<Request> {
  const duty = step.type
  const tipping = {
    duty,
    by,
    address: tipped ? addresses.tips : addresses.spread,
    abi: spreadAbi,
  } as const
  const spread = { duty, by, address: addresses.spread, abi: spreadAbi } as const
  const tips = { duty, by, address: addresses.tips, abi: tipsAbi } as const
  const vault = { duty, by, address: addresses.vault, abi: restakedEtherAbi } as const

  switch (step.type) {
    case 'sync':
      return prepare(client, head, { ...tipping, functionName: 'sync', args: [BigInt(step.index)] })

    case 'appraise':
      return prepare(client, head, {
        ...spread,
        functionName: 'appraise',
        args: [BigInt(step.asset)],
      })

    case 'openRound':
    case 'check':
      return prepare(client, head, { ...spread, functionName: step.type, args: [] })

    case 'fill':
      return prepare(client, head, { ...vault, functionName: 'fill', args: [maxUint256] })

    case 'delegate': {
      const nobody = { signature: '0x', expiry: 0n } as const
      const args = [BigInt(step.index), nobody, zeroHash] as const
      return prepare(client, head, { ...spread, functionName: 'delegate', args })
    }

    case 'route': {
      const args = [BigInt(step.index), BigInt(step.asset), step.units] as const
      return prepare(client, head, { ...tipping, functionName: 'route', args })
    }

    case 'derisk':
    case 'lay': {
      const args = [BigInt(step.index), BigInt(step.asset)] as const
      return prepare(client, head, { ...tipping, functionName: step.type, args })
    }

    case 'complete': {
      const args = [BigInt(step.index), step.withdrawal, step.asTokens] as const
      return prepare(client, head, { ...tipping, functionName: 'complete', args })
    }

    case 'unwind':
      return prepare(client, head, {
        ...tipping,
        functionName: 'unwind',
        args: [BigInt(step.asset)],
      })

    case 'claim':
      return prepare(client, head, {
        ...tipping,
        functionName: 'claim',
        args: [BigInt(step.place)],
      })

    case 'undelegate': {
      const args = [BigInt(step.index), BigInt(step.asset)] as const
      return prepare(client, head, { ...spread, functionName: 'undelegate', args })
    }

    case 'claimRewards': {
      const args = [BigInt(step.index), [step.claim]] as const
      return prepare(client, head, { ...tips, functionName: 'claimRewards', args })
    }

    case 'openAuction': {
      const args = [step.token] as const
      if (tipped) return prepare(client, head, { ...tips, functionName: 'openAuction', args })
      const auction = { duty, by, address: addresses.auction, abi: rewardAuctionAbi } as const
      return prepare(client, head, { ...auction, functionName: 'open', args })
    }

    case 'distribute': {
      const firstLoss = { duty, by, address: addresses.firstLoss, abi: firstLossAbi } as const
      return prepare(client, head, { ...firstLoss, functionName: 'distribute', args: [] })
    }
  }
}

export declare namespace perform {
  type Args = {
    addresses: LiquidAddresses
    by: Pick<Signer, 'address' | 'maxGas'>
    head: Head
    step: Step
    /** whether the keepers' pot is worth going through */
    tipped: boolean
  }
}
