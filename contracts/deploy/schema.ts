import { type Address, isAddress } from 'viem'
import { z } from 'zod'

// What parameters are made of.

export const minute = 60
export const hour = 60 * minute
export const day = 24 * hour
export const uint32 = 0xffff_ffff
export const wad = 10n ** 18n

export const address = z.custom<Address>((value) => typeof value === 'string' && isAddress(value), {
  error: 'must be an address',
})
export const whole = (minimum: number, maximum: number) =>
  z.number().int().min(minimum).max(maximum)
export const amount = (minimum: bigint, maximum: bigint) => z.bigint().min(minimum).max(maximum)

/** Who holds a power. `deployer` stands for the account that deploys. */
export const holder = z.union([address, z.literal('deployer')])

/** The holders' addresses, when it is known who deploys. */
export function resolveHolders<power extends string>(
  holders: Record<power, Address | 'deployer'>,
  deployer: Address,
) {
  return Object.fromEntries(
    Object.entries<Address | 'deployer'>(holders).map(([power, it]) => [
      power,
      it === 'deployer' ? deployer : it,
    ]),
  ) as Record<power, Address>
}
