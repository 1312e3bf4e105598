import type { BeaconSource } from '@cairn/beacon'
import { type Address, isAddress } from 'viem'
import { type Bids, createBidder } from '../bidder/index.ts'
import { createPodkeeper } from '../podkeeper/index.ts'
import { createRestaker, httpClaims } from '../restaker/index.ts'
import { type Daemon, type DaemonSettings, FatalError } from '../runtime/index.ts'
import { type Deployed, liquidIn } from './deployment.ts'
import { amount, defined, required, text, type Values, whole } from './options.ts'

export const liquidNames = ['restaker', 'podkeeper', 'bidder'] as const
export type LiquidName = (typeof liquidNames)[number]

/** crETH's daemons that were asked for, as the options say. */
export function makeLiquid(
  names: readonly string[],
  { values, deployed, settings, sending, beacon }: makeLiquid.Args,
): Daemon[] {
  const { fromBlock } = deployed
  const common = { fromBlock, ...sending }
  const make = {
    restaker() {
      const url = text(values, 'claims')
      const paces = {
        cadence: whole(values, 'cadence'),
        keepStamped: values['keep-stamped'] === true,
      }
      return createRestaker({
        ...settings,
        addresses: liquidIn(deployed),
        claims: url === undefined ? undefined : httpClaims(url),
        options: { ...common, ...defined(paces) },
      })
    },
    podkeeper() {
      const paces = { cadence: whole(values, 'cadence'), scan: whole(values, 'scan') }
      const options = { ...common, ...defined(paces) }
      return createPodkeeper({
        ...settings,
        beacon: beacon(),
        addresses: liquidIn(deployed),
        options,
      })
    },
    bidder() {
      const bids = bidsOf(required(values, 'bids'))
      const reserve = text(values, 'reserve')
      const kept = reserve === undefined ? undefined : amount('reserve', reserve)
      const options = { ...common, ...defined({ reserve: kept }) }
      return createBidder({ ...settings, addresses: liquidIn(deployed), bids, options })
    },
  }
  return liquidNames.filter((name) => names.includes(name)).map((name) => make[name]())
}

export declare namespace makeLiquid {
  type Args = {
    values: Values
    deployed: Deployed
    settings: Omit<DaemonSettings<never, never>, 'beacon' | 'addresses'>
    sending: { maxFeePerGas?: bigint }
    beacon: () => BeaconSource
  }
}

function bidsOf(text: string): Bids {
  return new Map(
    text.split(',').map((bid): [Address, bigint] => {
      const [token = '', price = ''] = bid.split('=')
      if (!isAddress(token)) throw new FatalError(`--bids takes token=ether, not ${bid}.`)
      return [token, amount('bids', price)]
    }),
  )
}
