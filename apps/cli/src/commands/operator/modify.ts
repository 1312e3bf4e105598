import { isAddressEqual } from 'viem'
import type { Command } from 'commander'
import pc from 'picocolors'
import { begin } from '../../begin.ts'
import { formatPercent } from '../../format/amount.ts'
import { nameOf, setName } from '../../names.ts'
import { parseOperatorSet } from '../../parse/operatorSet.ts'
import { parseStrategy } from '../../parse/strategy.ts'
import { facts } from '../../terminal.ts'
import { restaker } from '../../world.ts'

/** Sets what one operator set may slash of an operator, in one strategy: what `allocate` and `deallocate` both do. */
export async function modify(
  asked: { set: string; magnitude: bigint; strategy: string | undefined },
  command: Command,
) {
  const { terminal, world, confirm } = await begin(command)
  const { magnitude } = asked
  const operatorSet = parseOperatorSet(asked.set, world.restaking)
  const strategy = parseStrategy(asked.strategy, world.restaking)
  const client = await restaker(world)

  const found = await terminal.during('Reading the allocations', () =>
    client.readOperator({ strategies: [strategy] }),
  )
  const standing = found.strategies.find((it) => isAddressEqual(it.strategy, strategy))!
  const before = standing.allocations.find(
    (it) =>
      isAddressEqual(it.operatorSet.avs, operatorSet.avs) && it.operatorSet.id === operatorSet.id,
  )
  terminal.note(
    `${facts([
      ['Operator', `${nameOf(world, found.operator)} (${found.operator})`],
      ['Set', `${setName(world, operatorSet)}, in ${nameOf(world, strategy)}`],
      ['May slash', `${formatPercent(before?.currentMagnitude ?? 0n)} now`],
      ['Then', formatPercent(magnitude)],
      ['Free', `${formatPercent(standing.freeMagnitude)} of your magnitude`],
    ])}\n`,
  )
  await confirm(`Let ${setName(world, operatorSet)} slash ${formatPercent(magnitude)}?`)

  const result = await terminal.during('Changing the allocation', () =>
    client.modifyAllocations({ allocations: [{ operatorSet, strategy, magnitude }] }),
  )
  const effectBlock = result.updates.at(-1)?.effectBlock ?? found.blockNumber
  terminal.result({ ...result, blockNumber: found.blockNumber }, () =>
    [
      `${pc.green('Allocated')}: ${setName(world, operatorSet)} may slash ${pc.bold(formatPercent(magnitude))} of your ${nameOf(world, strategy)}, from block ${effectBlock} on.`,
      pc.dim(`Transaction ${result.hash}`),
    ].join('\n'),
  )
}
