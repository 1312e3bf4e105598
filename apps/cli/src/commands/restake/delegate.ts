import { readFileSync } from 'node:fs'
import type { DelegationApproval } from '@cairn/sdk'
import type { Command } from 'commander'
import pc from 'picocolors'
import { addressOf } from '../../account.ts'
import { begin } from '../../begin.ts'
import { CliError, UsageError } from '../../errors.ts'
import { formatPercent } from '../../format/amount.ts'
import { nameOf, setName } from '../../names.ts'
import { facts } from '../../terminal.ts'
import { restaker } from '../../world.ts'

export async function delegate(
  who: string,
  { approval: path, move = false }: { approval?: string; move?: boolean },
  command: Command,
) {
  const approval = path === undefined ? undefined : readApproval(path)
  const { options, terminal, world, confirm } = await begin(command)
  const client = await restaker(world)
  const operator = await addressOf(options, world.chain.id, who)

  const found = await terminal.during('Reading the operator', () =>
    client.readOperator({ operator }),
  )
  if (!found.isOperator)
    throw new CliError(
      `${who} is no operator. \`cairn operator status <operator>\` shows one before you choose it.`,
    )
  const least = found.strategies.map(({ maxMagnitude }) => maxMagnitude)
  terminal.note(
    `${facts([
      ['Operator', `${nameOf(world, operator)} (${operator})`],
      [
        'Secures',
        found.registeredSets.map((set) => setName(world, set)).join(', ') || 'no service yet',
      ],
      least.some((it) => it < 10n ** 18n)
        ? ['Slashed', pc.yellow(`down to ${least.map(formatPercent).join(', ')} before now`)]
        : undefined,
      found.redistributable
        ? ['Mind', pc.yellow('a service that it secures redistributes what it slashes')]
        : undefined,
      [
        'New services',
        found.allocationDelay === undefined
          ? 'it has set no allocation delay, so it can promise nothing'
          : `can slash ${found.allocationDelay} blocks after it promises them something`,
      ],
    ])}\n`,
  )
  await confirm(`Delegate everything to ${who}?`)

  const result = await terminal.during('Delegating', () =>
    move ? client.redelegate({ operator, approval }) : client.delegateTo({ operator, approval }),
  )
  terminal.result(result, () =>
    [
      `${pc.green('Delegated')} to ${pc.bold(nameOf(world, operator))}.${
        move
          ? ' Your stake is in the queue: when it is ready, `cairn restake complete --as-shares` brings it to the new operator.'
          : ''
      }`,
      pc.dim(`Transaction ${result.hash}`),
    ].join('\n'),
  )
}

/** What `signDelegationApproval` of the SDK returned, as JSON. */
function readApproval(path: string): DelegationApproval {
  try {
    const { signature, expiry, salt } = JSON.parse(readFileSync(path, 'utf8'))
    return { signature, salt, expiry: BigInt(expiry) }
  } catch {
    throw new UsageError(
      `${path} holds no approval: JSON with a signature, an expiry (seconds) and a salt.`,
    )
  }
}
