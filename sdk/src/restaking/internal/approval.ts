import { iDelegationManagerAbi } from '@cairn/contracts/abi'
import { type Address, isAddressEqual, zeroAddress, zeroHash } from 'viem'
import { readContract } from 'viem/actions'
import type { CairnClient } from '../../client.ts'
import { ApprovalMissingError } from '../../errors/client.ts'
import type { RestakingArg } from '../deployment.ts'
import type { DelegationApproval } from '../types.ts'

/** What the contract takes as the approver's consent. Refuses before sending if there has to be one and is none. */
export async function approvalFor(
  client: CairnClient,
  { deployment, staker, operator, approval }: approvalFor.Args,
) {
  if (approval === undefined) {
    const approver = await readContract(client, {
      address: deployment.delegationManager,
      abi: iDelegationManagerAbi,
      functionName: 'delegationApprover',
      args: [operator],
    })
    if (![zeroAddress, staker].some((free) => isAddressEqual(free, approver)))
      throw new ApprovalMissingError(operator, approver)
  }
  const { signature, expiry, salt } = approval ?? { signature: '0x', expiry: 0n, salt: zeroHash }
  return [{ signature, expiry }, salt] as const
}

export declare namespace approvalFor {
  type Args = RestakingArg<'delegationManager'> & {
    staker: Address
    operator: Address
    approval: DelegationApproval | undefined
  }
}
