import type { Command } from 'commander'
import pc from 'picocolors'
import { begin } from '../../begin.ts'
import { findWithdrawal } from '../../parse/root.ts'
import { shortRoot } from '../../queue.ts'
import { readTokens } from '../../tokens.ts'
import { restaker } from '../../world.ts'

export async function complete(
  texts: string[],
  { asShares = false }: { asShares?: boolean },
  command: Command,
) {
  const { terminal, world, confirm } = await begin(command)
  const client = await restaker(world)
  const roots =
    texts.length === 0
      ? undefined
      : await terminal.during('Reading the queue', async () => {
          const { withdrawals } = await client.readRestaked()
          return texts.map((text) => findWithdrawal(withdrawals, text).root)
        })
  const what = roots === undefined ? 'all that are ready' : roots.map(shortRoot).join(', ')
  await confirm(`Complete ${what}, ${asShares ? 'as shares' : 'as tokens'}?`)

  const result = await terminal.during('Completing', () =>
    client.completeQueuedWithdrawals({ roots, receiveAsTokens: !asShares }),
  )
  const words = await readTokens(
    client,
    result.received.map(({ token }) => token),
  )
  terminal.result(result, () =>
    [
      `${pc.green('Completed')} ${result.completed.length} withdrawal(s): ${
        asShares
          ? 'their shares are restaked'
          : result.received.map(({ token, amount }) => pc.bold(words(amount, token))).join(', ') ||
            'nothing was left of them'
      }.`,
      pc.dim(`Transaction ${result.hash}`),
    ].join('\n'),
  )
}
