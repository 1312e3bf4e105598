import { readService } from '@cairn/sdk'
import type { Command } from 'commander'
import pc from 'picocolors'
import { BaseError, ContractFunctionExecutionError } from 'viem'
import { begin } from '../../begin.ts'
import { CliError } from '../../errors.ts'
import { formatAmount, formatPercent } from '../../format/amount.ts'
import { formatRelative } from '../../format/duration.ts'
import { nameOf, setName } from '../../names.ts'
import { parseOperatorSet } from '../../parse/operatorSet.ts'
import { facts, table } from '../../terminal.ts'
import { readToken } from '../../tokens.ts'
import { restakingReader } from '../../world.ts'

export async function status(text: string, _options: unknown, command: Command) {
  const { terminal, world } = await begin(command)
  const operatorSet = parseOperatorSet(text, world.restaking)
  const client = restakingReader(world)

  const { set, service, token } = await terminal.during('Reading the service', async () => {
    const [set, service] = await Promise.all([
      client.readOperatorSet({ operatorSet }),
      serviceAt(client, operatorSet.avs),
    ])
    return { set, service, token: service && (await readToken(client, service.token)) }
  })
  if (!set.exists)
    throw new CliError(`There is no operator set ${text}. Check the service and the number.`)

  terminal.result({ ...set, service }, () =>
    [
      pc.bold(`${setName(world, operatorSet)} (${operatorSet.avs})`),
      '',
      facts([
        service?.price && [
          'Price',
          `${pc.bold(formatAmount(service.price.value))}, round ${service.price.round}, ${formatRelative(service.price.at, service.at)}`,
        ],
        ['Secured by', set.strategies.map((it) => nameOf(world, it)).join(', ') || 'nothing'],
        ['Slasher', set.slasher === undefined ? 'nobody' : slasherWords(set.slasher)],
        [
          'Slashed',
          `${set.slashCount} times; ${set.redistributes ? `pays ${nameOf(world, set.recipient)}` : 'it is burned'}${
            set.unpaidSlashes.length > 0 ? `; ${set.unpaidSlashes.length} to be paid out` : ''
          }`,
        ],
        service && ['An offence', `costs ${formatPercent(service.wadToSlash)} of the allocation`],
        service &&
          token && [
            'Rewards',
            `${formatAmount(service.rewardsPerDay)} ${token.symbol} a day, ${formatAmount(service.budget)} left${
              service.yesterday.paid ? '' : '; yesterday is unpaid'
            }`,
          ],
      ]),
      '',
      set.members.length === 0
        ? 'It has no operators.'
        : table(
            ['Operator', ...set.strategies.map((it) => `Slashable ${nameOf(world, it)}`)],
            set.members.map(({ operator, slashable }) => [
              nameOf(world, operator),
              ...slashable.map(({ shares }) => formatAmount(shares)),
            ]),
            { right: set.strategies.map((_, i) => i + 1) },
          ),
    ].join('\n'),
  )

  function slasherWords(slasher: string) {
    return slasher === operatorSet.avs ? 'the service itself, by evidence' : slasher
  }
}

/** A service of somebody else's answers none of these questions. */
async function serviceAt(client: ReturnType<typeof restakingReader>, service: `0x${string}`) {
  try {
    return await readService(client, { service })
  } catch (error) {
    const foreign =
      error instanceof BaseError &&
      error.walk((cause) => cause instanceof ContractFunctionExecutionError)
    if (foreign) return undefined
    throw error
  }
}
