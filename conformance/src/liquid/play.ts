import type { Hex } from 'viem'
import { chainLog, zeroHash } from '../abi.ts'
import type { Log, Outcome } from '../explore/node.ts'
import { decodeAnswer, decodeLog, emitters, encodeAnswer, encodeCall, hashEvents } from './abi.ts'
import { describe, text } from './describe.ts'
import type { Chain } from './explore/chain.ts'
import { addressOf, beacon } from './names.ts'
import type { Step } from './trace.ts'
import { differences, holdingsView, view } from './view.ts'
import type { World } from './world.ts'

/** Makes the step on a node, and says in which way the contracts did something else, if they did. `world` is as the step leaves it. */
export async function play(chain: Chain, world: World, step: Step): Promise<string | undefined> {
  const reason = await differs(chain, world, step)
  return reason === undefined ? undefined : `${describe(step)}: ${reason}`
}

async function differs(chain: Chain, world: World, step: Step): Promise<string | undefined> {
  const { from, to, value = 0n, block, now, expect } = step
  if (to === beacon) {
    const [index, count, at] = step.args as [string, bigint, bigint]
    await chain.count(index, count, at)
    return undefined
  }
  const data = encodeCall(step)
  const call = { from: addressOf(from), to: addressOf(to), data, value, block, now }
  const outcome = await chain.call(call)

  const { ok, answer } = outcome
  if (ok !== expect.ok || answer !== encodeAnswer(step, expect))
    return `answered ${ok ? 'ok' : 'revert'} ${decodeAnswer(step, ok, answer)} where the rules say ${expect.ok ? `ok ${text(expect.return)}` : `${expect.error}${text(expect.args)}`}`
  if (!ok) return undefined
  if (to !== 'csETH' && to !== 'csQueue' && hashLogs(outcome) !== hashEvents(expect))
    return `logged\n${told(outcome.logs)}\nwhere the rules say\n${expect.events.map(({ emitter, name, args }) => `  ${emitter}.${name} ${text(args)}`).join('\n')}`
  if (expect.digest === undefined) return undefined

  const wrong = differences(view(world), await chain.view())
  return wrong === '' ? undefined : `left another state\n${wrong}`
}

/** In the end everybody has what they should have. */
export async function endsOtherwise(chain: Chain, world: World): Promise<string | undefined> {
  const wrong = differences(holdingsView(world), await chain.holdings())
  return wrong === '' ? undefined : `in the end\n${wrong}`
}

const ours = new Map(emitters.map((name) => [addressOf(name).toLowerCase(), name]))

function hashLogs({ logs }: Outcome): Hex {
  return logs
    .filter(({ address }) => ours.has(address.toLowerCase()))
    .reduce<Hex>(
      (hash, { address, topics, data }) => chainLog(hash, address, topics, data),
      zeroHash,
    )
}

function told(logs: readonly Log[]): string {
  return logs
    .flatMap(({ address, topics, data }) => {
      const name = ours.get(address.toLowerCase())
      return name ? [`  ${name}.${decodeLog(topics, data)}`] : []
    })
    .join('\n')
}
