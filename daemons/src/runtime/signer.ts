import {
  type Address,
  type Chain,
  type Hex,
  keccak256,
  type LocalAccount,
  type PublicClient,
  type TransactionReceipt,
  TransactionReceiptNotFoundError,
  type Transport,
  type WalletClient,
} from 'viem'
import type { Clock } from './clock.ts'
import { classify, reasonOf, RevertedError, SupersededError } from './errors.ts'
import { bump, type Fees, price } from './fees.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import type { Sending } from './settings.ts'

/** EIP-7825: no transaction may ask for more. */
export const gasCap = 16_777_216n

const gwei = 10n ** 9n

/** The block that a plan is made from, and the key's nonce in it. */
export type Head = { number: bigint; timestamp: bigint; baseFee: bigint; nonce: number }

export type Request = { duty: string; to: Address; data: Hex; value?: bigint; gas: bigint }

/**
 * Sends transactions so that no duty is ever paid for twice.
 *
 * A plan is made from the state of one block, and its transaction carries the key's nonce of that same block. If any
 * transaction of this key, known or forgotten, was included after that block, the nonce is spent and the new
 * transaction can't be included; if none was, the state that the plan saw lacks none of our own effects. So it holds
 * across crashes, restarts, nodes that lose transactions, and even two processes with one key.
 */
export type Signer = {
  address: Address
  /** what a transaction may ask for */
  maxGas: bigint
  /** Waits until nothing of this key is pending, then returns the newest block. */
  head(signal: AbortSignal): Promise<Head>
  /** Sends, raises the fee while it isn't included, and returns the receipt of a transaction that succeeded. */
  send(head: Head, request: Request, signal: AbortSignal): Promise<TransactionReceipt>
}

export function createSigner({
  name,
  publicClient,
  walletClient,
  clock,
  log,
  metrics,
  maxFeePerGas = 200n * gwei,
  maxGas = gasCap,
  patience = 60,
  poll = 2,
}: createSigner.Options): Signer {
  const { account, chain } = walletClient
  const address = account.address

  async function nonceIn(block: { blockNumber: bigint } | { blockTag: 'latest' | 'pending' }) {
    return publicClient.getTransactionCount({ address, ...block })
  }

  async function head(signal: AbortSignal): Promise<Head> {
    let since = clock.now()
    for (;;) {
      signal.throwIfAborted()
      const { number, timestamp, baseFeePerGas } = await publicClient.getBlock()
      const nonce = await nonceIn({ blockNumber: number })
      const pending = await nonceIn({ blockTag: 'pending' })
      const baseFee = baseFeePerGas ?? 0n
      if (pending <= nonce) return { number, timestamp, baseFee, nonce }

      log.debug({ nonce }, 'waiting for a transaction from before')
      if (clock.now() - since >= patience) {
        await cancel(nonce, baseFee)
        since = clock.now()
      }
      await clock.sleep(poll, signal)
    }
  }

  // What is stuck at this nonce was sent by an earlier life and isn't known here. An empty transaction with a higher fee
  // takes its place, or loses to it; either way the nonce is spent and the plan is made anew.
  async function cancel(nonce: number, baseFee: bigint) {
    let fees: Fees | undefined = await price(publicClient, { baseFee, cap: maxFeePerGas })
    for (; fees; fees = bump(fees, maxFeePerGas)) {
      try {
        const hash = await broadcast(
          await sign({ to: address, data: '0x', gas: 21_000n }, nonce, fees),
        )
        return log.warn({ nonce, hash }, 'replacing a stuck transaction from before')
      } catch (error) {
        if (!/underpriced/i.test(reasonOf(error))) throw error
      }
    }
    log.warn({ nonce }, 'a stuck transaction from before pays more than the cap; waiting')
  }

  async function sign(request: Omit<Request, 'duty'>, nonce: number, fees: Fees): Promise<Hex> {
    const { to, data, value, gas } = request
    return account.signTransaction({
      type: 'eip1559',
      chainId: chain.id,
      nonce,
      to,
      data,
      value,
      gas,
      ...fees,
    })
  }

  async function broadcast(serializedTransaction: Hex) {
    try {
      return await publicClient.sendRawTransaction({ serializedTransaction })
    } catch (error) {
      if (/already known|already imported/i.test(reasonOf(error)))
        return keccak256(serializedTransaction)
      throw error
    }
  }

  async function receiptOf(hashes: Iterable<Hex>) {
    for (const hash of hashes) {
      try {
        return await publicClient.getTransactionReceipt({ hash })
      } catch (error) {
        if (!(error instanceof TransactionReceiptNotFoundError)) throw error
      }
    }
  }

  /** The receipt, or nothing when patience ran out. */
  async function included(duty: string, hashes: Set<Hex>, nonce: number, signal: AbortSignal) {
    const since = clock.now()
    while (clock.now() - since < patience) {
      // The count is read first: once it is past the nonce, a receipt that isn't there will never be.
      const spent = (await nonceIn({ blockTag: 'latest' })) > nonce
      const receipt = await receiptOf(hashes)
      if (receipt) return receipt
      if (spent) throw new SupersededError(duty, nonce)
      await clock.sleep(poll, signal)
    }
  }

  async function send(head: Head, { duty, ...request }: Request, signal: AbortSignal) {
    try {
      // A node that was taking in a block when it was asked may have told the nonce of that one; by now it tells the right one.
      if ((await nonceIn({ blockNumber: head.number })) !== head.nonce)
        throw new SupersededError(duty, head.nonce)

      let fees = await price(publicClient, { baseFee: head.baseFee, cap: maxFeePerGas })
      const hashes = new Set<Hex>()
      for (;;) {
        signal.throwIfAborted()
        const signed = await sign(request, head.nonce, fees)
        log.info({ duty, nonce: head.nonce, hash: keccak256(signed), gas: request.gas }, 'sending')
        try {
          await broadcast(signed)
        } catch (error) {
          // An earlier attempt may have been included meanwhile.
          if (hashes.size === 0 || !/nonce/i.test(reasonOf(error))) throw error
        }
        hashes.add(keccak256(signed))
        metrics.transactions.inc({ daemon: name, duty, outcome: 'sent' })

        const receipt = await included(duty, hashes, head.nonce, signal)
        if (receipt) return await conclude(duty, receipt)
        // At the cap the same transaction is sent again, in case the node forgot it.
        fees = bump(fees, maxFeePerGas) ?? fees
      }
    } catch (error) {
      throw classify(error, address)
    }
  }

  async function conclude(duty: string, receipt: TransactionReceipt) {
    const paid = receipt.gasUsed * receipt.effectiveGasPrice
    metrics.transactions.inc({ daemon: name, duty, outcome: receipt.status })
    metrics.gas.inc({ daemon: name, duty }, Number(receipt.gasUsed))
    metrics.spent.inc({ daemon: name, duty }, Number(paid / gwei))
    metrics.balance.set(
      { daemon: name },
      Number((await publicClient.getBalance({ address })) / gwei),
    )
    log.info(
      { duty, hash: receipt.transactionHash, gas: receipt.gasUsed, status: receipt.status },
      'included',
    )
    if (receipt.status !== 'success') throw new RevertedError(duty, receipt.transactionHash)
    return receipt
  }

  return { address, maxGas, head, send }
}

export declare namespace createSigner {
  type Options = Sending & {
    /** label in logs and metrics */
    name: string
    publicClient: PublicClient
    walletClient: WalletClient<Transport, Chain, LocalAccount>
    clock: Clock
    log: Log
    metrics: Metrics
  }
}
