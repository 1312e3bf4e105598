import { readFileSync } from 'node:fs'
import { slashByEvidence } from '@cairn/sdk'
import type { Command } from 'commander'
import pc from 'picocolors'
import { addressOf } from '../../account.ts'
import { begin, type Scene } from '../../begin.ts'
import { UsageError } from '../../errors.ts'
import { formatPercent } from '../../format/amount.ts'
import { nameOf, setName } from '../../names.ts'
import { parseEvidence } from '../../parse/evidence.ts'
import { parseOperatorSet } from '../../parse/operatorSet.ts'
import { parsePart } from '../../parse/part.ts'
import { parseStrategy } from '../../parse/strategy.ts'
import { restaker } from '../../world.ts'

type Options = {
  evidence?: string
  operator?: string
  part?: string
  strategy?: string[]
  reason?: string
}

export async function slash(text: string, options: Options, command: Command) {
  const scene = await begin(command)
  if (options.evidence !== undefined) return byEvidence(scene, text, options.evidence)
  if (options.operator === undefined || options.part === undefined)
    throw new UsageError(
      'Give the evidence (--evidence <file>); or, as the slasher of a set of your own, --operator and --part.',
    )
  return asSlasher(scene, text, options)
}

async function byEvidence({ terminal, world, confirm }: Scene, text: string, path: string) {
  const evidence = parseEvidence(read(path), path)
  const { avs: service } = parseOperatorSet(text, world.restaking)
  const client = await restaker(world)
  await confirm(`Show ${nameOf(world, service)} this evidence?`)

  const result = await terminal.during('Showing the evidence', () =>
    slashByEvidence(client, { service, evidence }),
  )
  terminal.result(result, () =>
    [
      `${pc.red('Slashed')} ${nameOf(world, result.operator)} (${result.operator}), slash ${result.slashId} of ${nameOf(world, service)}.`,
      `What it took waits to be burned or redistributed: ${pc.cyan(`cairn avs clear ${text}`)}.`,
      pc.dim(`Transaction ${result.hash}`),
    ].join('\n'),
  )
}

async function asSlasher(
  { options: general, terminal, world, confirm }: Scene,
  text: string,
  options: Options,
) {
  const part = parsePart(options.part!)
  const operatorSet = parseOperatorSet(text, world.restaking)
  const operator = await addressOf(general, world.chain.id, options.operator)
  const slashes = (options.strategy ?? [undefined]).map((it) => ({
    strategy: parseStrategy(it, world.restaking),
    wad: part,
  }))
  const client = await restaker(world)
  await confirm(
    `Slash ${formatPercent(part)} of what ${operator} allocated to ${setName(world, operatorSet)}, for good?`,
  )

  const result = await terminal.during('Slashing', () =>
    client.slashOperator({
      ...{ operatorSet, operator, slashes },
      description: options.reason ?? '',
    }),
  )
  terminal.result(result, () =>
    [
      ...result.slashes.map(
        ({ strategy, wad, shares }) =>
          `${pc.red('Slashed')} ${nameOf(world, operator)}: ${formatPercent(wad)} of its magnitude in ${nameOf(world, strategy)}, ${shares} shares.`,
      ),
      pc.dim(`Transaction ${result.hash}`),
    ].join('\n'),
  )
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw new UsageError(`${path} can't be read. Check the path and its permissions.`)
  }
}
