import type { slashByEvidence } from '@cairn/sdk'
import { type Hex, isHex } from 'viem'
import { UsageError } from '../errors.ts'

/** Two statements that can't both be true, as JSON: numbers as strings, signatures in hex. */
export function parseEvidence(text: string, source: string): slashByEvidence.Evidence {
  try {
    const { type, first, second, ...rest } = JSON.parse(text)
    if (type === 'reports')
      return { type, round: BigInt(rest.round), first: report(first), second: report(second) }
    if (type === 'attestations')
      return {
        type,
        sourceChainId: BigInt(rest.sourceChainId),
        blockNumber: BigInt(rest.blockNumber),
        first: attestation(first),
        second: attestation(second),
      }
  } catch {
    // Falls through to the same words: what can't be read so isn't evidence.
  }
  throw new UsageError(
    `${source} holds no evidence: JSON with a type ("reports" or "attestations"), what both are of (round, or sourceChainId and blockNumber), and first and second, each with its value or blockRoot and its signature.`,
  )
}

function report({ value, signature }: { value: string; signature: unknown }) {
  return { value: BigInt(value), signature: hex(signature) }
}

function attestation({ blockRoot, signature }: { blockRoot: unknown; signature: unknown }) {
  return { blockRoot: hex(blockRoot), signature: hex(signature) }
}

function hex(given: unknown): Hex {
  if (!isHex(given)) throw new TypeError('Not hex.')
  return given
}
