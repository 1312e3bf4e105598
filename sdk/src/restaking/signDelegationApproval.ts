import { iDelegationManagerAbi } from '@cairn/contracts/abi'
import { type Address, bytesToHex, domainSeparator, type Hex } from 'viem'
import { getChainId, multicall, signTypedData } from 'viem/actions'
import { type AccountArg, accountOf, type CairnClient } from '../client.ts'
import { DomainUnknownError } from '../errors/client.ts'
import { deployless } from '../internal/multicall.ts'
import type { RestakingArg } from './deployment.ts'
import type { DelegationApproval } from './types.ts'

const types = {
  DelegationApproval: [
    { name: 'delegationApprover', type: 'address' },
    { name: 'staker', type: 'address' },
    { name: 'operator', type: 'address' },
    { name: 'salt', type: 'bytes32' },
    { name: 'expiry', type: 'uint256' },
  ],
} as const

/**
 * Signs, as an operator's delegation approver, that one staker may delegate to it. EIP-712, so that a wallet can show what it signs.
 *
 * Reads the version and the domain separator of the DelegationManager; sends nothing.
 *
 * @example
 * const approval = await signDelegationApproval(approver, { deployment, staker, operator, expiry })
 * await delegateTo(staker, { deployment, operator, approval })
 */
export async function signDelegationApproval(
  client: CairnClient,
  args: signDelegationApproval.Args,
): Promise<DelegationApproval> {
  const { deployment, staker, operator, expiry } = args
  const account = accountOf(client, args.account)
  const salt = args.salt ?? bytesToHex(crypto.getRandomValues(new Uint8Array(32)))
  const signature = await signTypedData(client, {
    account,
    domain: await domainOf(client, { deployment }),
    types,
    primaryType: 'DelegationApproval',
    message: { delegationApprover: account.address, staker, operator, salt, expiry },
  })
  return { signature, expiry, salt }
}

/** As the contract has it: its version is the first character of the semantic one. */
async function domainOf(client: CairnClient, { deployment }: RestakingArg<'delegationManager'>) {
  const delegation = { address: deployment.delegationManager, abi: iDelegationManagerAbi } as const
  const [chainId, [version, separator]] = await Promise.all([
    getChainId(client),
    multicall(client, {
      ...deployless,
      allowFailure: false,
      contracts: [
        { ...delegation, functionName: 'version' },
        { ...delegation, functionName: 'domainSeparator' },
      ],
    }),
  ])
  const domain = {
    name: 'EigenLayer',
    version: version.slice(0, 1),
    chainId,
    verifyingContract: deployment.delegationManager,
  } as const
  if (domainSeparator({ domain }) !== separator)
    throw new DomainUnknownError(deployment.delegationManager)
  return domain
}

export declare namespace signDelegationApproval {
  type Args = RestakingArg<'delegationManager'> &
    AccountArg & {
      /** Who may delegate. */
      staker: Address
      operator: Address
      /** seconds; good until then, and at that second */
      expiry: bigint
      /** 32 bytes, for one use. Random if left out. */
      salt?: Hex | undefined
    }
}
