import { UsageError } from '../errors.ts'

/** A validator's id in the registry (0, 1, 2, …), or its index on the beacon chain. */
export function parseValidator(text: string): bigint {
  if (!/^\d{1,9}$/.test(text))
    throw new UsageError(`"${text}" isn't a validator's id: \`cairn validators\` lists them.`)
  return BigInt(text)
}

/** Ids are dense and small, beacon indices of ours are large: where one number is both, it is the id. */
export function findValidator<validator extends { id: bigint; beaconIndex: number }>(
  validators: readonly validator[],
  asked: bigint,
): validator {
  const found =
    validators.find(({ id }) => id === asked) ??
    validators.find(({ beaconIndex }) => BigInt(beaconIndex) === asked)
  if (!found)
    throw new UsageError(`There is no validator ${asked} of ours. \`cairn validators\` lists them.`)
  return found
}
