import { PublicKey, Signature } from '@chainsafe/blst'
import { type Hex, toBytes, toHex } from '../units.ts'

/** The y coordinates that `IDepositSignature.Points` asks for. */
export type Points = { pubkeyY: Hex; signatureY: Hex }

/**
 * Decompresses a pubkey and a signature. Field elements come out as EIP-2537 encodes them: 64 bytes each, the first 16 zero; of
 * an Fp2, c0 before c1. (The BLS serialisation has c1 first.)
 */
export function pointsOf(pubkey: Hex, signature: Hex): Points {
  const g1 = PublicKey.fromBytes(toBytes(pubkey)).toBytes(false)
  const g2 = Signature.fromBytes(toBytes(signature)).toBytes(false)
  return {
    pubkeyY: toHex(fieldElement(g1.subarray(48, 96))),
    signatureY: toHex(
      Buffer.concat([fieldElement(g2.subarray(144, 192)), fieldElement(g2.subarray(96, 144))]),
    ),
  }
}

function fieldElement(bytes: Uint8Array): Uint8Array {
  const padded = new Uint8Array(64)
  padded.set(bytes, 16)
  return padded
}
