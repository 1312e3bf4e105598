import { concatHex, type Hex, keccak256, numberToHex, size } from 'viem'
import { encodeAnswer, encodeCall, encodeGenesis, hashEvents, zeroHash } from './abi.ts'
import { accounts, addressOf } from './names.ts'
import type { Step, Trace } from './trace.ts'

/** Traces as `Replay.t.sol` reads them: a table of accounts, then each trace's genesis and its steps, end to end. */
export function pack(traces: readonly Trace[]): Hex {
  return concatHex([
    u8(accounts.length),
    ...accounts.map((name) => addressOf(name)),
    u32(traces.length),
    ...traces.map(packTrace),
  ])
}

function packTrace({ genesis, steps }: Trace): Hex {
  const head = encodeGenesis(genesis)
  return concatHex([u16(size(head)), head, u32(steps.length), ...steps.map(packStep)])
}

function packStep(step: Step): Hex {
  const { at, from, to, value = 0n, expect } = step
  const data = encodeCall(step, addressOf)

  return concatHex([
    numberToHex(at, { size: 5 }),
    u8(indexOf(from)),
    u8(['vault', 'queue', 'escrow'].indexOf(to)),
    u8(expect.ok ? 1 : 0),
    numberToHex(value, { size: 16 }),
    u16(size(data)),
    data,
    keccak256(encodeAnswer(step, expect, addressOf)),
    hashEvents(expect, addressOf),
    u8(expect.watch.accounts.length),
    ...expect.watch.accounts.map((name) => u8(indexOf(name))),
    u16(expect.watch.tickets.length),
    ...expect.watch.tickets.map((id) => numberToHex(id, { size: 32 })),
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

function u32(value: number) {
  return numberToHex(value, { size: 4 })
}
