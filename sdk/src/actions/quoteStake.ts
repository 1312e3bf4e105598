import { quoteDeposit } from '@cairn/spec'
import type { CairnClient } from '../client.ts'
import type { VaultArg } from '../deployment.ts'
import { asContract } from '../errors/decode.ts'
import { ZeroAmountError } from '../errors/vault.ts'
import { readVaultState } from '../internal/readState.ts'

/**
 * What a deposit would mint at the newest block's time.
 *
 * Reads the vault's money; computes with the spec. Throws where the vault would refuse.
 *
 * @example
 * const { shares } = await quoteStake(client, { deployment, assets: parseEther('1') })
 */
export async function quoteStake(
  client: CairnClient,
  { deployment, assets }: quoteStake.Args,
): Promise<quoteStake.ReturnType> {
  const { money, parameters, now } = await readVaultState(client, { deployment })
  const quote = asContract(() => quoteDeposit({ money, parameters, now, assets }))
  if (quote.shares === 0n) throw new ZeroAmountError()
  return { ...quote, assets, at: now }
}

export declare namespace quoteStake {
  type Args = VaultArg<'vault' | 'lens'> & {
    /** wei */
    assets: bigint
  }

  type ReturnType = {
    /** wei */
    assets: bigint
    /** shares, 18 decimals */
    shares: bigint
    /** wei that the shares are worth at once: the assets less the rounding */
    worth: bigint
    /** seconds: deposits close after this, unless a checkpoint finishes first */
    closesAt: bigint
    /** seconds: the time that this is priced at */
    at: bigint
  }
}
