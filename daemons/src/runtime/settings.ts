import type { Chain, LocalAccount, PublicClient, Transport, WalletClient } from 'viem'
import { type Clock, systemClock } from './clock.ts'
import { createLog, type Log } from './log.ts'
import { createMetrics, type Metrics } from './metrics.ts'

/** What every daemon is made with. */
export type DaemonSettings<Addresses, Beacon> = {
  publicClient: PublicClient
  /** with a local account: transactions are signed here, so that their hashes are known before they leave */
  walletClient: WalletClient<Transport, Chain, LocalAccount>
  beacon: Beacon
  addresses: Addresses
  clock?: Clock
  log?: Log
  metrics?: Metrics
}

/** How every daemon sends. */
export type Sending = {
  /** wei per gas */
  maxFeePerGas?: bigint
  /** gas that a transaction may ask for, at most what EIP-7825 allows */
  maxGas?: bigint
  /** seconds without inclusion after which the fee is raised */
  patience?: number
  /** seconds between two looks at the chain */
  poll?: number
}

export function edges({
  clock,
  log,
  metrics,
}: Partial<Pick<DaemonSettings<0, 0>, 'clock' | 'log' | 'metrics'>>) {
  return {
    clock: clock ?? systemClock,
    log: log ?? createLog(),
    metrics: metrics ?? createMetrics(),
  }
}
