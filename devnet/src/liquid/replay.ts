import { restakedEtherAbi } from '@cairn/contracts/abi'
import { accrue, gain, loss, toAssetsDown } from '@cairn/spec'
import { type Hex, parseEventLogs } from 'viem'
import { is } from '../checks.ts'
import type { Look, Rate } from './look.ts'

/** A transaction's bookings, and what they did. Wei. */
export type Replay = {
  blockNumber: bigint
  /** At the time of the transaction, without it and with it. */
  before: Rate
  after: Rate
  deltas: bigint[]
  /** what the fees that stayed bore of the losses */
  covered: bigint
  /** what gains that hadn't vested bore of them */
  cushion: bigint
}

/** Books the gains and losses of a transaction by the rules, one after another, and sees that the vault did the same. */
export async function replayOf(look: Look, hash: Hex): Promise<Replay> {
  const { money, parameters, at, rate: before, blockNumber, logs } = await look.around(hash)
  const deltas = parseEventLogs({ abi: restakedEtherAbi, eventName: 'Booked', logs }).map(
    ({ args }) => args.delta,
  )

  const books = accrue(money, parameters, at)
  let reserve = await look.reserve(blockNumber - 1n)
  let [covered, cushion] = [0n, 0n]
  for (const delta of deltas) {
    if (delta >= 0n) {
      gain(books, parameters, at, delta)
      continue
    }
    const assets = books.backing - books.unvested
    const worth: bigint = toAssetsDown(reserve, assets, books.shares)
    const borne = worth < -delta ? worth : -delta
    const burned = borne === worth ? reserve : (borne * books.shares + assets - 1n) / assets
    reserve -= burned
    covered += borne
    books.shares -= burned
    books.backing -= borne
    const { unvested } = books
    loss(books, -delta - borne)
    cushion += unvested - books.unvested
  }

  const booked = accrue(await look.money(blockNumber), parameters, at)
  for (const word of ['backing', 'unvested', 'shares'] as const)
    is(`${word}, by the rules`, booked[word], books[word])
  is('the reserve', await look.reserve(blockNumber), reserve)
  return { blockNumber, before, after: await look.rate(blockNumber), deltas, covered, cushion }
}
