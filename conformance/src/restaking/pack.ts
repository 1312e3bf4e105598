import { concatHex, type Hex, keccak256, numberToHex, size } from 'viem'
import { encodeAnswer, encodeCall, encodeGenesis, hashEvents } from './abi.ts'
import { zeroHash } from '../abi.ts'
import { accounts, addressOf, funded, sets, strategies } from './names.ts'
import type { Step, Trace } from './trace.ts'

/** Traces as the restaking layer's `Replay.t.sol` reads them: tables of accounts, strategies and sets, then each trace. */
export function pack(traces: readonly Trace[]): Hex {
  return concatHex([
    u8(accounts.length),
    u8(funded.length),
    ...accounts.map((name) => addressOf(name)),
    u8(strategies.length),
    ...strategies.map(({ name }) => addressOf(name)),
    u8(sets.length),
    ...sets.flatMap(({ avs, id }) => [addressOf(avs), u32(id)]),
    u32(traces.length),
    ...traces.map(packTrace),
  ])
}

function packTrace({ genesis, steps }: Trace): Hex {
  const [now, ...delays] = encodeGenesis(genesis)
  return concatHex([
    numberToHex(now!, { size: 5 }),
    ...delays.map(u32),
    u32(steps.length),
    ...steps.map(packStep),
  ])
}

function packStep(step: Step): Hex {
  const { at, from, to, value = 0n, expect } = step
  const data = encodeCall(step)

  return concatHex([
    numberToHex(at, { size: 5 }),
    u8(indexOf(from)),
    u8(indexOf(to)),
    u8(expect.ok ? 1 : 0),
    numberToHex(value, { size: 16 }),
    u16(size(data)),
    data,
    keccak256(encodeAnswer(step, expect)),
    hashEvents(expect),
    ...[expect.watch.stakers, expect.watch.operators].flatMap((names) => [
      u8(names.length),
      ...names.map((name) => u8(indexOf(name))),
    ]),
    (expect.digest ?? zeroHash) as Hex,
  ])
}

function indexOf(name: string): number {
  const index = (accounts as readonly string[]).indexOf(name)
  if (index < 0) throw new Error(`${name} is nobody that a replay knows`)
  return index
}

function u8(value: number) {
  return numberToHex(value, { size: 1 })
}

function u16(value: number) {
  return numberToHex(value, { size: 2 })
}

function u32(value: number | bigint) {
  return numberToHex(value, { size: 4 })
}
