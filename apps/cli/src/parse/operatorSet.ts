import type { OperatorSet, RestakingDeployment } from '@cairn/sdk'
import { type Address, getAddress, isAddress } from 'viem'
import { UsageError } from '../errors.ts'

/** A service by its name here (`oracle`), or by its address. */
export function parseAvs(text: string, { avs = {} }: Pick<RestakingDeployment, 'avs'>): Address {
  if (isAddress(text)) return getAddress(text)
  const found = avs[text]
  if (found !== undefined) return found
  const known = Object.keys(avs).join(', ') || 'none is known here'
  throw new UsageError(`"${text}" is no service: give an address, or a name (${known}).`)
}

/** `oracle`, `oracle:0`, `0x…:3`: the service, and the number of its set, 0 if left out. */
export function parseOperatorSet(
  text: string,
  restaking: Pick<RestakingDeployment, 'avs'>,
): OperatorSet {
  const [service, id = '0', ...rest] = text.split(':')
  if (rest.length > 0 || !/^\d{1,10}$/.test(id) || Number(id) > 0xffffffff)
    throw new UsageError(`"${text}" is no operator set: give one like oracle, oracle:0 or 0x…:3.`)
  return { avs: parseAvs(service!, restaking), id: Number(id) }
}
