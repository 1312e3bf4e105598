import { UsageError } from '../errors.ts'

/** A validator's id in the registry: 0, 1, 2, … */
export function parseValidator(text: string): bigint {
  if (!/^\d{1,9}$/.test(text))
    throw new UsageError(`"${text}" isn't a validator's id: \`cairn validators\` lists them.`)
  return BigInt(text)
}
