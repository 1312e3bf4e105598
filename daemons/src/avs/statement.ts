import type { Hex } from 'viem'

/** What is said of a subject: a round's value, a block's root. Plain text, as it is kept, sent and compared. */
export type Statement = {
  /** decimal round, or `chain/height` */
  subject: string
  /** decimal value, or root in lower case */
  value: string
}

export type Signed = Statement & { signature: Hex }

/** What an operator says when it is asked about a subject; nothing if it can't or won't say. */
export type Answer = (subject: string, signal: AbortSignal) => Promise<Signed | undefined>
