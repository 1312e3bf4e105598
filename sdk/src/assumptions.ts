/** What an estimated time rests on, besides the state of the chain. */
export type Assumptions = {
  /** seconds between two checkpoints: the prover's cadence */
  checkpointEvery: bigint
  /** seconds from a checkpoint's opening to its last proof and the fill after it */
  proofDelay: bigint
  /** seconds from a withdrawal's request to its ether: exit queue, 256 epochs until it is withdrawable, sweep */
  exitDelay: bigint
}

/** A prover that keeps time, and an exit queue that is empty. */
export const usualAssumptions: Assumptions = {
  checkpointEvery: 86_400n,
  proofDelay: 1_200n,
  exitDelay: 100_000n,
}

export type AssumeArg = {
  /** What the estimated times rest on; `usualAssumptions` where left out. */
  assume?: Partial<Assumptions> | undefined
}
