import type { Command } from 'commander'
import pc from 'picocolors'
import { addressOf } from '../../account.ts'
import { begin } from '../../begin.ts'
import { formatAmount, formatPercent } from '../../format/amount.ts'
import { nameOf } from '../../names.ts'
import { readyWords, shortRoot } from '../../queue.ts'
import { facts, table } from '../../terminal.ts'
import { readTokens } from '../../tokens.ts'
import { restakingReader } from '../../world.ts'

export async function status(who: string | undefined, _options: unknown, command: Command) {
  const { options, terminal, world } = await begin(command)
  const account = await addressOf(options, world.chain.id, who)
  const client = restakingReader(world)

  const { found, words } = await terminal.during('Reading the position', async () => {
    const found = await client.readRestaked({ account })
    const worths = [...found.holdings, ...found.withdrawals.flatMap(({ worth }) => worth)]
    const words = await readTokens(
      client,
      worths.map(({ token }) => token),
    )
    return { found, words }
  })

  terminal.result(found, () => {
    const { operator, isOperator, holdings, withdrawals } = found
    return [
      pc.bold(account),
      '',
      facts([
        [
          'Operator',
          isOperator
            ? 'itself: it is one'
            : operator
              ? `${nameOf(world, operator)} (${operator})`
              : 'none: `cairn restake delegate <operator>` chooses one',
        ],
      ]),
      '',
      holdings.length === 0
        ? 'Nothing is restaked. `cairn restake deposit 1` begins.'
        : table(
            ['Strategy', 'Deposit shares', 'Withdrawable', 'Worth', 'Left by slashing'],
            holdings.map((holding) => [
              nameOf(world, holding.strategy),
              formatAmount(holding.depositShares),
              formatAmount(holding.withdrawableShares),
              pc.bold(words(holding.worth, holding.token)),
              formatPercent(holding.slashingFactor),
            ]),
            { right: [1, 2, 3, 4] },
          ),
      ...(withdrawals.length === 0
        ? []
        : [
            '',
            table(
              ['Withdrawal', 'Strategy', 'Worth', 'Ready'],
              withdrawals.flatMap((waiting) =>
                waiting.withdrawal.strategies.map((strategy, i) => [
                  i === 0 ? shortRoot(waiting.root) : '',
                  nameOf(world, strategy),
                  words(waiting.worth[i]!.worth, waiting.worth[i]!.token),
                  readyWords(waiting),
                ]),
              ),
              { right: [2] },
            ),
          ]),
    ].join('\n')
  })
}
