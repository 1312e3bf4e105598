import { bridgeAttesterAbi, priceOracleAbi } from '@cairn/contracts/abi'
import { type Address, encodeFunctionData, type Hex, parseEventLogs } from 'viem'
import type { AccountArg, CairnClient } from '../client.ts'
import { transact } from '../internal/transact.ts'

/**
 * Has a service slash an operator, by two statements on one subject that it signed and that can't both be true. Anyone may; nobody
 * decides.
 *
 * Sends `slash` to the service, which slashes through the AllocationManager.
 *
 * @example
 * const { operator } = await slashByEvidence(client, { service, evidence: { type: 'reports', round, first, second } })
 */
export async function slashByEvidence(
  client: CairnClient,
  { account, service, evidence }: slashByEvidence.Args,
): Promise<slashByEvidence.ReturnType> {
  const receipt = await transact(client, { account, to: service, data: dataOf(evidence) })
  const [slashed] = parseEventLogs({
    abi: priceOracleAbi,
    eventName: 'Slashed',
    logs: receipt.logs,
  })
  const { operator, slashId, subject } = slashed!.args
  return { hash: receipt.transactionHash, service, operator, slashId, subject }
}

function dataOf(evidence: slashByEvidence.Evidence): Hex {
  switch (evidence.type) {
    case 'reports':
      return encodeFunctionData({
        abi: priceOracleAbi,
        functionName: 'slash',
        args: [evidence.round, evidence.first, evidence.second],
      })
    case 'attestations': {
      const { sourceChainId, blockNumber, first, second } = evidence
      const attestation = ({ blockRoot }: { blockRoot: Hex }) => ({
        sourceChainId,
        blockNumber,
        blockRoot,
      })
      return encodeFunctionData({
        abi: bridgeAttesterAbi,
        functionName: 'slash',
        args: [attestation(first), first.signature, attestation(second), second.signature],
      })
    }
  }
}

export declare namespace slashByEvidence {
  type Evidence =
    | {
        /** Two values for one round of a price oracle, of 18 decimals. */
        type: 'reports'
        round: bigint
        first: { value: bigint; signature: Hex }
        second: { value: bigint; signature: Hex }
      }
    | {
        /** Two roots for one block of another chain. */
        type: 'attestations'
        sourceChainId: bigint
        blockNumber: bigint
        first: { blockRoot: Hex; signature: Hex }
        second: { blockRoot: Hex; signature: Hex }
      }

  type Args = AccountArg & { service: Address; evidence: Evidence }

  type ReturnType = {
    hash: Hex
    service: Address
    operator: Address
    /** Of the service's operator set: see `clearSlashedShares`. */
    slashId: bigint
    subject: Hex
  }
}
