import { iStrategyAbi } from '@cairn/sdk/abi'
import type { Command } from 'commander'
import pc from 'picocolors'
import { readContract } from 'viem/actions'
import { begin } from '../../begin.ts'
import { formatToken } from '../../format/amount.ts'
import { nameOf } from '../../names.ts'
import { parseAmount } from '../../parse/amount.ts'
import { parseStrategy } from '../../parse/strategy.ts'
import { facts } from '../../terminal.ts'
import { readToken } from '../../tokens.ts'
import { restaker } from '../../world.ts'

export async function deposit(text: string, options: { strategy?: string }, command: Command) {
  const { terminal, world, confirm } = await begin(command)
  const strategy = parseStrategy(options.strategy, world.restaking)
  const client = await restaker(world)

  const { token, amount, quote, operator } = await terminal.during(
    'Asking the strategy',
    async () => {
      const address = await readContract(client, {
        address: strategy,
        abi: iStrategyAbi,
        functionName: 'underlyingToken',
      })
      const token = { address, ...(await readToken(client, address)) }
      const amount = parseAmount(text, 'amount', token.decimals)
      const [quote, { operator }] = await Promise.all([
        client.quoteDepositIntoStrategy({ strategy, amount }),
        client.readRestaked(),
      ])
      return { token, amount, quote, operator }
    },
  )
  terminal.note(
    `${facts([
      ['You restake', `${formatToken(amount, token)} from ${client.account.address}`],
      ['Strategy', `${nameOf(world, strategy)} (${strategy})`],
      [
        'Operator',
        operator
          ? `${nameOf(world, operator)}: slashable with it at once`
          : 'none yet: `cairn restake delegate <operator>` chooses one',
      ],
    ])}\n`,
  )
  await confirm(`Restake ${formatToken(amount, token)}?`)

  const result = await terminal.during(`Restaking ${formatToken(amount, token)}`, () =>
    client.depositIntoStrategy({ strategy, amount, token: token.address }),
  )
  terminal.result({ ...result, quote }, () =>
    [
      `${pc.green('Restaked')} ${formatToken(amount, token)} for ${pc.bold(formatToken(result.depositShares, { ...token, symbol: 'shares' }))}.`,
      pc.dim(`Transaction ${result.hash}`),
    ].join('\n'),
  )
}
