import { payRewards, readService } from '@cairn/sdk'
import type { Command } from 'commander'
import pc from 'picocolors'
import { begin, type Scene } from '../../begin.ts'
import { UsageError } from '../../errors.ts'
import { formatToken } from '../../format/amount.ts'
import { setName } from '../../names.ts'
import { parseAddress } from '../../parse/address.ts'
import { parseAmount } from '../../parse/amount.ts'
import { parseDay } from '../../parse/day.ts'
import { parseOperatorSet } from '../../parse/operatorSet.ts'
import { parseStrategy } from '../../parse/strategy.ts'
import { readToken } from '../../tokens.ts'
import { restaker } from '../../world.ts'

type Options = {
  day?: string
  days: string
  token?: string
  amount?: string
  strategy?: string[]
  by: string
}

const day = 86_400n

export async function submitRewards(text: string, options: Options, command: Command) {
  const scene = await begin(command)
  return options.token === undefined && options.amount === undefined
    ? fromItsBudget(scene, text, options)
    : fromTheAccount(scene, text, options)
}

/** One of Cairn's services pays by itself, whoever asks it to. */
async function fromItsBudget({ terminal, world, confirm }: Scene, text: string, options: Options) {
  const asked = options.day === undefined ? undefined : parseDay(options.day)
  const operatorSet = parseOperatorSet(text, world.restaking)
  const client = await restaker(world)
  await confirm(`Have ${setName(world, operatorSet)} submit a day's rewards?`)

  const { result, token } = await terminal.during('Submitting', async () => {
    const service = operatorSet.avs
    const { token } = await readService(client, { service })
    return {
      result: await payRewards(client, { service, day: asked }),
      token: await readToken(client, token),
    }
  })
  terminal.result(result, () =>
    [
      `${pc.green('Submitted')} the rewards of ${dateOf(result.day)}: ${pc.bold(formatToken(result.amount, token))}.`,
      'They can be claimed when a root that counts that day is posted and in force.',
      pc.dim(`Transaction ${result.hash}`),
    ].join('\n'),
  )
}

async function fromTheAccount({ terminal, world, confirm }: Scene, text: string, options: Options) {
  if (options.token === undefined || options.amount === undefined || options.day === undefined)
    throw new UsageError(
      'To pay out of the account, give all of --token, --amount and --day (the first day that it is for).',
    )
  if (options.by !== 'unique' && options.by !== 'total')
    throw new UsageError(`--by takes unique or total, not "${options.by}".`)
  if (!/^[1-9]\d{0,3}$/.test(options.days))
    throw new UsageError(`"${options.days}" isn't a number of days.`)
  const operatorSet = parseOperatorSet(text, world.restaking)
  const token = parseAddress(options.token)
  const client = await restaker(world)
  const described = await readToken(client, token)
  const amount = parseAmount(options.amount, 'amount', described.decimals)
  const strategies = (options.strategy ?? [undefined]).map((it) => ({
    strategy: parseStrategy(it, world.restaking),
    multiplier: 10n ** 18n,
  }))
  const start = parseDay(options.day) * day
  await confirm(
    `Pay ${formatToken(amount, described)} to ${setName(world, operatorSet)}, with no way back?`,
  )

  const result = await terminal.during('Submitting', () =>
    client.submitRewards({
      ...{ operatorSet, token, amount, strategies, start },
      duration: BigInt(options.days) * day,
      by: options.by === 'unique' ? 'uniqueStake' : 'totalStake',
    }),
  )
  terminal.result(result, () =>
    [
      `${pc.green('Submitted')} ${pc.bold(formatToken(amount, described))} for ${options.days} day(s) from ${options.day}, by ${options.by} stake.`,
      pc.dim(`Transaction ${result.hash}`),
    ].join('\n'),
  )
}

function dateOf(number: bigint): string {
  return new Date(Number(number * day) * 1000).toISOString().slice(0, 10)
}
