import type { Command } from 'commander'
import pc from 'picocolors'
import { begin } from '../../begin.ts'
import { UsageError } from '../../errors.ts'
import { parseAddress } from '../../parse/address.ts'
import { parseBlocks } from '../../parse/blocks.ts'
import { restaker } from '../../world.ts'

type Options = { allocationDelay?: string; approver?: string; metadata?: string }

export async function register(options: Options, command: Command) {
  if (options.allocationDelay === undefined)
    throw new UsageError(
      'Say how many blocks your allocations take: --allocation-delay. Longer than the withdrawal delay lets stakers leave before a new service can slash them.',
    )
  const allocationDelay = parseBlocks(options.allocationDelay)
  const delegationApprover =
    options.approver === undefined ? undefined : parseAddress(options.approver)
  const { terminal, world, confirm } = await begin(command)
  const client = await restaker(world)
  await confirm(`Make ${client.account.address} an operator, for good?`)

  const result = await terminal.during('Registering', () =>
    client.registerAsOperator({
      allocationDelay,
      delegationApprover,
      metadataURI: options.metadata,
    }),
  )
  terminal.result({ ...result, allocationDelay }, () =>
    [
      `${pc.green('Registered')}: ${result.operator} is an operator, and delegated to itself. Allocations take ${allocationDelay} blocks.`,
      `Next: ${pc.cyan('cairn operator allocate <set> 25%')}, then ${pc.cyan('cairn operator register-set <set>')}.`,
      pc.dim(`Transaction ${result.hash}`),
    ].join('\n'),
  )
}
