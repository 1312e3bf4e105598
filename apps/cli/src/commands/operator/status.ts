import type { Command } from 'commander'
import pc from 'picocolors'
import { addressOf } from '../../account.ts'
import { begin } from '../../begin.ts'
import { formatAmount, formatPercent } from '../../format/amount.ts'
import { nameOf, setName } from '../../names.ts'
import { facts, table } from '../../terminal.ts'
import { restakingReader } from '../../world.ts'

export async function status(who: string | undefined, _options: unknown, command: Command) {
  const { options, terminal, world } = await begin(command)
  const operator = await addressOf(options, world.chain.id, who)
  const strategies = Object.values(world.restaking.strategies ?? {})

  const found = await terminal.during('Reading the operator', () =>
    restakingReader(world).readOperator({ operator, strategies }),
  )
  terminal.result(found, () => {
    if (!found.isOperator)
      return `${operator} is no operator. \`cairn operator register\` makes one of an account.`
    const standings = found.strategies.filter(
      (it) => it.shares > 0n || it.allocations.length > 0 || it.maxMagnitude < 10n ** 18n,
    )
    return [
      pc.bold(`${nameOf(world, operator)} (${operator})`),
      '',
      facts([
        [
          'Allocation delay',
          found.allocationDelay === undefined ? 'not set' : `${found.allocationDelay} blocks`,
        ],
        [
          'Takes',
          found.delegationApprover ? `whom ${found.delegationApprover} approves` : 'anyone',
        ],
        ['In sets', found.registeredSets.map((set) => setName(world, set)).join(', ') || 'none'],
        found.redistributable ? ['Mind', 'one of them redistributes what it slashes'] : undefined,
      ]),
      ...(standings.length === 0
        ? []
        : [
            '',
            table(
              ['Strategy', 'Shares', 'Leaving', 'Magnitude left', 'Promised', 'Free'],
              standings.map((it) => [
                nameOf(world, it.strategy),
                formatAmount(it.shares),
                formatAmount(it.slashableInQueue),
                formatPercent(it.maxMagnitude),
                formatPercent(it.encumberedMagnitude),
                formatPercent(it.freeMagnitude),
              ]),
              { right: [1, 2, 3, 4, 5] },
            ),
          ]),
      ...allocationTable(),
    ].join('\n')

    function allocationTable() {
      const rows = standings.flatMap(({ strategy, allocations }) =>
        allocations.map((it) => [
          setName(world, it.operatorSet),
          nameOf(world, strategy),
          formatPercent(it.currentMagnitude),
          it.effectBlock === 0
            ? '-'
            : `${formatPercent(it.currentMagnitude + it.pendingDiff)} from block ${it.effectBlock}`,
        ]),
      )
      if (rows.length === 0) return []
      return ['', table(['Set', 'Strategy', 'May slash', 'Then'], rows, { right: [2] })]
    }
  })
}
