import { UsageError } from '../errors.ts'

const vaults = ['csETH', 'crETH'] as const
export type VaultName = (typeof vaults)[number]

/** `csETH` or `crETH`, in whatever case. */
export function parseVault(text: string): VaultName {
  const found = vaults.find((name) => name.toLowerCase() === text.toLowerCase())
  if (found) return found
  throw new UsageError(`"${text}" is none of our tokens: give ${vaults.join(' or ')}.`)
}
