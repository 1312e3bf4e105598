/** Many reads in one call, of one block, on any chain: the contract that collects them is brought along. */
export const deployless = {
  deployless: true,
  // 4 KB of calls: with the contract, what EIP-3860 lets a creation carry.
  batchSize: 4_096,
} as const
