import type { Account, Address, Chain, PublicClient, Transport, WalletClient } from 'viem'
import { type Arithmetic, exact } from '../arithmetic/exact.ts'
import type { Addresses } from '../chain/addresses.ts'
import type { Claim } from '../chain/claim.ts'
import { postRoot } from '../chain/postRoot.ts'
import { readClaimed } from '../chain/readClaimed.ts'
import { type Reading, trackEvents } from '../chain/readEvents.ts'
import { compute } from '../distribute/compute.ts'
import { type Root, rootsOf } from '../history/roots.ts'
import { buildTree, type RewardTree } from '../tree/buildTree.ts'
import { type Day, dayOf, lower, midnightOf } from '../units.ts'
import type { Log } from './log.ts'

/**
 * Watches the chain, recomputes every root that counts, posts one for each day that is over (if it has the key), and proves
 * claims against the newest active root that is what it should be. All it knows it can read again: kill it at any time.
 */
export function createRewards({
  publicClient,
  walletClient,
  addresses,
  fromBlock,
  arithmetic = exact,
  settle = 0,
  log,
}: createRewards.Options) {
  const readEvents = trackEvents({ publicClient, addresses, fromBlock })
  const { rewardsCoordinator } = addresses
  const trees = new Map<Day, RewardTree | undefined>()
  let claimable: { root: Root; tree: RewardTree } | undefined

  return {
    /** Looks at the chain, and does what is due. */
    async tick(): Promise<void> {
      const reading = await readEvents()
      const roots = rootsOf(reading.events)
      claimable = findClaimable(roots, reading)
      for (const end of trees.keys()) if (claimable && end < claimable.root.end) trees.delete(end)
      await postIfDue(roots, reading)
    },

    /** The newest active root whose content is known. */
    claimableRoot: (): Root | undefined => claimable?.root,

    /** Proves whatever `earner` hasn't claimed yet, or nothing if that is nothing. */
    async claimFor(earner: Address): Promise<Claim | undefined> {
      if (!claimable) return undefined
      const { root, tree } = claimable
      const earned = tree.earned(lower(earner))
      const tokens = earned.map(([token]) => token)
      const claimed = await readClaimed(publicClient, rewardsCoordinator, lower(earner), tokens)
      const due = tokens.filter((_, i) => earned[i]![1] > claimed[i]!)
      if (due.length === 0) return undefined
      return { rootIndex: root.index, ...tree.prove(lower(earner), due) }
    },
  }

  function findClaimable(roots: readonly Root[], reading: Reading) {
    for (const root of roots.toReversed()) {
      if (root.disabled) continue
      const tree = treeOf(root.end, reading)
      if (tree?.root !== root.root) {
        const { index, end, activatedAt } = root
        const about = { index, end, activatedAt, posted: root.root, computed: tree?.root }
        log.error(about, 'a posted root is not what the chain says')
      } else if (root.activatedAt <= reading.head.time) return { root, tree }
    }
    return undefined
  }

  async function postIfDue(roots: readonly Root[], reading: Reading) {
    if (!walletClient) return
    const end = dayOf(reading.head.time - settle) - 1
    if (end <= (roots.at(-1)?.end ?? -1)) return

    const tree = treeOf(end, reading)
    const standing = roots.findLast(({ disabled }) => !disabled)
    if (!tree || tree.root === standing?.root) return
    const clients = { publicClient, walletClient, rewardsCoordinator }
    const { transactionHash, status } = await postRoot(clients, { root: tree.root, end })
    log.info({ root: tree.root, end, transaction: transactionHash, status }, 'posted a root')
  }

  function treeOf(end: Day, { events, settledAt }: Reading) {
    if (trees.has(end)) return trees.get(end)
    const { earnings } = compute(events, { end, arithmetic })
    const tree = earnings.size > 0 ? buildTree(earnings) : undefined
    // The newest blocks may yet tell it otherwise.
    if (midnightOf(end + 1) <= settledAt) trees.set(end, tree)
    return tree
  }
}

export type Rewards = ReturnType<typeof createRewards>

export declare namespace createRewards {
  type Options = {
    publicClient: PublicClient
    /** of the coordinator's updater; without it, nothing is posted */
    walletClient?: WalletClient<Transport, Chain, Account>
    addresses: Addresses
    /** the first of the contracts' blocks */
    fromBlock: bigint
    arithmetic?: Arithmetic
    /** seconds after midnight until the last of a day's blocks count as there to stay */
    settle?: number
    log: Log
  }
}
