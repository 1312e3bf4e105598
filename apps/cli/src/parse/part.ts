import { parseUnits } from 'viem'
import { UsageError } from '../errors.ts'

/** A part of a whole, in parts of 10¹⁸: `25%`, `12.5%`, `0.25`. */
export function parsePart(text: string): bigint {
  const [, number, percent] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text) ?? []
  const part = number === undefined ? -1n : parseUnits(number, percent ? 16 : 18)
  if (part < 0n || part > 10n ** 18n)
    throw new UsageError(`"${text}" is no part of a whole: give one like 25% or 0.25.`)
  return part
}
