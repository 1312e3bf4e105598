import { iDelegationManagerAbi, iEigenPodAbi, iStrategyAbi } from '@cairn/contracts/abi'
import {
  type Address,
  encodeFunctionData,
  erc20Abi,
  type Hex,
  isAddressEqual,
  type Log,
  parseEventLogs,
  zeroAddress,
} from 'viem'
import { multicall } from 'viem/actions'
import { type AccountArg, accountOf, type CairnClient } from '../client.ts'
import { NothingReadyError, WithdrawalNotReadyError } from '../errors/client.ts'
import { WithdrawalNotQueuedError } from '../errors/restaking/index.ts'
import { deployless } from '../internal/multicall.ts'
import { transact } from '../internal/transact.ts'
import { beaconEtherStrategy, type RestakingArg } from './deployment.ts'
import { readQueue, type WaitingWithdrawal } from './internal/readQueue.ts'

/**
 * Takes withdrawals that are ready out of the queue: as tokens to the staker, or as shares back into restaking.
 *
 * Reads the queue and each strategy's token; sends `completeQueuedWithdrawals` to the DelegationManager.
 *
 * @example
 * const { received } = await completeQueuedWithdrawals(client, { deployment })
 */
export async function completeQueuedWithdrawals(
  client: CairnClient,
  args: completeQueuedWithdrawals.Args,
): Promise<completeQueuedWithdrawals.ReturnType> {
  const { deployment, roots, receiveAsTokens = true } = args
  const account = accountOf(client, args.account)
  const staker = account.address
  const completed = await readyOf(client, { deployment, staker, roots })
  const tokens = await tokensOf(client, completed)

  const receipt = await transact(client, {
    account,
    to: deployment.delegationManager,
    data: encodeFunctionData({
      abi: iDelegationManagerAbi,
      functionName: 'completeQueuedWithdrawals',
      args: [
        completed.map(({ withdrawal }) => withdrawal),
        completed.map(({ withdrawal }) => withdrawal.strategies.map((it) => tokens.get(it)!)),
        completed.map(() => receiveAsTokens),
      ],
    }),
  })
  return {
    hash: receipt.transactionHash,
    staker,
    completed,
    received: receiveAsTokens ? receivedIn(receipt.logs, staker) : [],
  }
}

async function readyOf(
  client: CairnClient,
  {
    deployment,
    staker,
    roots,
  }: Pick<completeQueuedWithdrawals.Args, 'deployment' | 'roots'> & {
    staker: Address
  },
): Promise<WaitingWithdrawal[]> {
  const { blocks, withdrawals } = await readQueue(client, { deployment, staker })
  if (roots === undefined) {
    const ready = withdrawals.filter((it) => it.ready)
    if (ready.length === 0) throw new NothingReadyError(staker, withdrawals.length)
    return ready
  }
  return roots.map((root) => {
    const found = withdrawals.find((it) => it.root === root)
    if (!found) throw new WithdrawalNotQueuedError()
    if (!found.ready)
      throw new WithdrawalNotReadyError(root, blocks.number, found.readyBlock, found.readyAt)
    return found
  })
}

/** Of every strategy. Native ether has none, and any address does. */
async function tokensOf(client: CairnClient, withdrawals: readonly WaitingWithdrawal[]) {
  const all = new Set(withdrawals.flatMap(({ withdrawal }) => withdrawal.strategies))
  const strategies = [...all].filter((it) => !isAddressEqual(it, beaconEtherStrategy))
  const tokens = await multicall(client, {
    ...deployless,
    allowFailure: false,
    contracts: strategies.map(
      (address) => ({ address, abi: iStrategyAbi, functionName: 'underlyingToken' }) as const,
    ),
  })
  const known = new Map<Address, Address>([...all].map((it) => [it, zeroAddress]))
  strategies.forEach((strategy, i) => {
    known.set(strategy, tokens[i]!)
  })
  return known
}

function receivedIn(logs: Log[], staker: Address) {
  const tokens = parseEventLogs({ abi: erc20Abi, eventName: 'Transfer', logs })
    .filter(({ args }) => isAddressEqual(args.to, staker))
    .map(({ address, args }) => ({ token: address as Address | undefined, amount: args.value }))
  const ether = parseEventLogs({
    abi: iEigenPodAbi,
    eventName: 'RestakedBeaconChainETHWithdrawn',
    logs,
  }).map(({ args }) => ({ token: undefined, amount: args.amount }))
  return [...tokens, ...ether]
}

export declare namespace completeQueuedWithdrawals {
  type Args = RestakingArg<'delegationManager'> &
    AccountArg & {
      /** Which. All of the account's that are ready if left out. */
      roots?: readonly Hex[] | undefined
      /** Whether to pay out. If false the shares go back to the account's stake, and to its operator of now. True if left out. */
      receiveAsTokens?: boolean | undefined
    }

  type ReturnType = {
    hash: Hex
    staker: Address
    completed: WaitingWithdrawal[]
    /** What the staker was paid: units of a token, or wei where there is none. */
    received: { token: Address | undefined; amount: bigint }[]
  }
}
