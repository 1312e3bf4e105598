import { beaconEtherStrategy, type RestakingDeployment } from '@cairn/sdk'
import { type Address, getAddress, isAddress } from 'viem'
import { UsageError } from '../errors.ts'

/** A strategy by what is in it (`csETH`, `ether`) or by its address; the first one that is known if nothing is said. */
export function parseStrategy(
  text: string | undefined,
  { strategies = {} }: Pick<RestakingDeployment, 'strategies'>,
): Address {
  if (text !== undefined && isAddress(text)) return getAddress(text)

  const names = Object.keys(strategies)
  const wanted = text ?? names[0]
  const name = names.find((it) => it.toLowerCase() === wanted?.toLowerCase())
  if (name !== undefined) return strategies[name]!
  if (wanted?.toLowerCase() === 'ether') return beaconEtherStrategy
  throw new UsageError(
    wanted === undefined
      ? 'No strategy is known here. Give its address with --strategy.'
      : `"${wanted}" is no strategy: give an address, or one of ${[...names, 'ether'].join(', ')}.`,
  )
}
