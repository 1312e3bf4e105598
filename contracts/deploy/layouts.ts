import type { Hex } from 'viem'

/** Where things are in the states of Electra and Fulu (consensus-specs): `IBeacon.Layout` without its first slot and version. */
const electraToFulu = {
  stateDepth: 6,
  forkField: 3,
  validatorsField: 11,
  balancesField: 12,
  pendingDepositsField: 34,
  validatorsDepth: 41,
  balancesDepth: 39,
  pendingDepositsDepth: 28,
} as const

const slotsPerEpoch = 32n

/** The row of a fork that starts with `epoch`. */
export function layoutOf({ epoch, version }: Fork): Layout {
  return { fromSlot: epoch * slotsPerEpoch, forkVersion: version, ...electraToFulu }
}

export type Fork = { epoch: bigint; version: Hex }
export type Layout = { fromSlot: bigint; forkVersion: Hex } & typeof electraToFulu
