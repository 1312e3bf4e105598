import * as spec from '@cairn/spec'
import type { CairnClient } from '../client.ts'
import type { VaultArg } from '../deployment.ts'
import { asContract } from '../errors/decode.ts'
import { readVaultState } from '../internal/readState.ts'

/**
 * What the instant lane would pay at the newest block's time, to the wei.
 *
 * Reads the vault's money; computes with the spec. Throws where the vault would refuse.
 *
 * @example
 * const { assets, fee } = await quoteRedeemInstant(client, { deployment, shares: parseEther('1') })
 */
export async function quoteRedeemInstant(
  client: CairnClient,
  { deployment, shares }: quoteRedeemInstant.Args,
): Promise<quoteRedeemInstant.ReturnType> {
  const { money, parameters, now } = await readVaultState(client, { deployment })
  const quote = asContract(() => spec.quoteRedeemInstant({ money, parameters, now, shares }))
  return { ...quote, shares, at: now }
}

export declare namespace quoteRedeemInstant {
  type Args = VaultArg<'vault' | 'lens'> & {
    /** shares, 18 decimals */
    shares: bigint
  }

  type ReturnType = {
    /** shares, 18 decimals */
    shares: bigint
    /** wei paid: `gross - fee` */
    assets: bigint
    /** wei that the shares are worth */
    gross: bigint
    /** wei kept by the vault */
    fee: bigint
    /** wei, gross, that the lane can pay until the next checkpoint */
    available: bigint
    /** basis points that the next wei would cost after this */
    nextFeeBps: bigint
    /** seconds: the time that this is priced at */
    at: bigint
  }
}
