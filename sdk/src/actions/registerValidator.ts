import { validatorRegistryAbi } from '@cairn/contracts/abi'
import { encodeFunctionData, type Hex, parseEther, parseEventLogs } from 'viem'
import type { AccountArg, CairnClient } from '../client.ts'
import type { DeploymentArg } from '../deployment.ts'
import { transact } from '../internal/transact.ts'

/**
 * Registers a validator and makes its predeposit of 1 ETH, which comes back as csETH once its credentials are proven. Curator only.
 *
 * Sends `register` to the registry, with the BLS signature that it checks.
 *
 * @example
 * const { pubkeyRoot } = await registerValidator(client, { deployment, ...deposit, operator: 1 })
 */
export async function registerValidator(
  client: CairnClient,
  args: registerValidator.Args,
): Promise<registerValidator.ReturnType> {
  const { deployment, account, pubkey, signature, points, operator } = args

  const receipt = await transact(client, {
    account,
    to: deployment.registry,
    value: parseEther('1'),
    data: encodeFunctionData({
      abi: validatorRegistryAbi,
      functionName: 'register',
      args: [pubkey, signature, points, operator],
    }),
  })

  const [registered] = parseEventLogs({
    abi: validatorRegistryAbi,
    eventName: 'Registered',
    logs: receipt.logs,
  })
  return { hash: receipt.transactionHash, pubkeyRoot: registered!.args.pubkeyRoot }
}

export declare namespace registerValidator {
  type Args = DeploymentArg<'registry'> &
    AccountArg & {
      /** 48 bytes */
      pubkey: Hex
      /** 96 bytes: the pubkey's, over (pubkey, the registry's withdrawal credentials, 1 ETH) */
      signature: Hex
      /** The y coordinates of both, which the chain can't compute itself. */
      points: { pubkeyY: Hex; signatureY: Hex }
      operator: number
    }

  type ReturnType = { hash: Hex; pubkeyRoot: Hex }
}
