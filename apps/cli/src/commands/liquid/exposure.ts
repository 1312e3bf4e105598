import type { readExposure } from '@cairn/sdk'
import type { Command } from 'commander'
import pc from 'picocolors'
import { begin } from '../../begin.ts'
import { formatBps, formatEth, formatPart } from '../../format/amount.ts'
import { formatTime } from '../../format/duration.ts'
import { nameOf, setName } from '../../names.ts'
import { facts, table } from '../../terminal.ts'
import { liquidReader, type World } from '../../world.ts'

export async function exposure(_options: unknown, command: Command) {
  const { terminal, world } = await begin(command)
  const found = await terminal.during('Reading who could slash what', () =>
    liquidReader(world).readExposure(),
  )

  terminal.result(found, () =>
    [
      pc.bold(`What of crETH is exposed to whom`) +
        pc.dim(`, block ${found.blockNumber}, ${formatTime(found.at)}`),
      '',
      matrix(world, found),
      '',
      facts(largestWords(world, found)),
      ...breachWords(world, found),
      ...delayWords(world, found),
    ].join('\n'),
  )
}

type Exposure = readExposure.ReturnType

/** Operators down, services across: what each service could slash of what each operator holds. */
export function matrix(world: World, { operators, services, total }: Exposure): string {
  return table(
    ['Operator', 'Holds', 'of crETH', ...services.map(({ service }) => nameOf(world, service))],
    [
      ...operators.map(({ operator, held, index }) => [
        nameOf(world, operator),
        formatEth(held),
        formatPart(held, total),
        ...services.map(({ byOperator }) => takingWords(byOperator[index]!, held)),
      ]),
      [
        pc.bold('all'),
        formatEth(operators.reduce((sum, { held }) => sum + held, 0n)),
        '',
        ...services.map((taking) => takingWords(taking, total)),
      ],
    ],
    { right: [1, 2, ...services.map((_, i) => i + 3)] },
  )
}

/** What can be taken when all that is announced has come; what can be taken now, where that is less. */
function takingWords({ now, later }: { now: bigint; later: bigint }, of: bigint): string {
  if (later === 0n) return '-'
  const announced = now < later ? pc.yellow(`, now ${formatEth(now)}`) : ''
  return `${formatEth(later)} ${pc.dim(`(${formatPart(later, of)})`)}${announced}`
}

/** The most that is lost by one operator, one service, or two. */
export function largestWords(
  world: World,
  { largest, total, ceilings }: Exposure,
): [string, string][] {
  const { operator, service, pair } = largest
  const words = (who: string, loss: bigint, ceiling: string) =>
    `${formatEth(loss)} ${pc.dim(`(${formatPart(loss, total)} of crETH${ceiling})`)}, ${who}`
  const none = 'nothing'
  return [
    [
      'Most by one operator',
      operator
        ? words(
            nameOf(world, operator.who),
            operator.loss,
            `, at most ${formatBps(ceilings.maxOperatorBps)}`,
          )
        : none,
    ],
    [
      'Most by one service',
      service
        ? words(
            nameOf(world, service.who),
            service.loss,
            `, at most ${formatBps(ceilings.maxServiceBps)}`,
          )
        : none,
    ],
    [
      'Most by two services',
      pair ? words(pair.who.map((it) => nameOf(world, it)).join(' and '), pair.loss, '') : none,
    ],
  ]
}

function breachWords(world: World, { breaches }: Exposure): string[] {
  if (breaches.length === 0) return ['', pc.green('No ceiling of the policy is broken.')]
  return [
    '',
    table(
      ['Breach', 'Operator', 'Is', 'Ceiling', 'To take out', ''],
      breaches.map(({ rule, operator, value, ceiling, excess, active }) => [
        active ? pc.red(rule) : pc.yellow(rule),
        nameOf(world, operator),
        measure(rule, value),
        measure(rule, ceiling),
        formatEth(excess),
        active ? 'active: anyone may take it out' : 'passive: no more comes in',
      ]),
      { right: [2, 3, 4] },
    ),
  ]
}

function measure(rule: readExposure.Breach['rule'], value: bigint): string {
  if (rule === 'AllocationDelay') return `${value} blocks`
  if (rule === 'AllocationSum') return formatBps(value)
  if (rule === 'Exhausted') return formatPart(value, 10n ** 18n)
  return formatEth(value)
}

function delayWords(world: World, { operators, notAllowed }: Exposure): string[] {
  const pending = operators.flatMap(({ operator, allocationDelay, pendingDelay }) =>
    pendingDelay
      ? [
          pc.yellow(
            `${nameOf(world, operator)} changes its allocation delay from ${allocationDelay ?? 'none'} to ${pendingDelay.delay} blocks at block ${pendingDelay.effectBlock}, about ${formatTime(pendingDelay.effectAt)}.`,
          ),
        ]
      : [],
  )
  const strange = notAllowed.map(({ operator, set, later }) =>
    pc.red(
      `${nameOf(world, operator)} allocates to ${setName(world, set)}, which isn't allowed: ${formatEth(later)}.`,
    ),
  )
  return [...strange, ...pending].flatMap((line) => ['', line])
}
