import { UsageError } from '../../errors.ts'
import type { World } from '../../world.ts'

/** Where proofs of claims come from. A devnet says where its own is. */
export function rewardsServer(given: { rewards?: string }, world: World): string {
  const url = given.rewards ?? process.env.CAIRN_REWARDS ?? world.rewards
  if (url !== undefined) return url
  throw new UsageError(
    'Say which rewards server proves claims, with --rewards or in CAIRN_REWARDS; or give a claim with --claim.',
  )
}
