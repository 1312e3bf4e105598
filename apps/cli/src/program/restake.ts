import type { Command } from 'commander'
import { examples } from './examples.ts'
import { later } from './later.ts'
import { strategyOption } from './shared.ts'

export function addRestake(program: Command) {
  const restake = program
    .command('restake')
    .argument('[amount]', 'how much to restake as crETH, like 1 or 0.25')
    .description(
      'Restake ether or a token as crETH, spread over operators; or by yourself, with the commands below.',
    )
    .option('--asset <symbol>', 'what is paid in: ETH, WETH, csETH or another token (ETH)')
    .option('--receiver <address>', 'who gets the crETH')
    .action(later('restake', () => import('../commands/restake/restake.ts')))
    .addHelpText(
      'after',
      examples([
        ['cairn restake 1', 'an ETH, as crETH'],
        ['cairn restake 1 --asset csETH', 'a csETH, as crETH'],
        ['cairn restake deposit 1', 'a csETH of alice, by herself'],
        ['cairn restake delegate elm', 'to an operator, who chooses the services'],
        ['cairn restake status', 'what slashing left of it, and what is on its way out'],
      ]),
    )

  restake
    .command('deposit')
    .argument('<amount>', "how many of the strategy's tokens, like 1 or 0.25")
    .description(
      'Restake tokens: put them into a strategy. What is delegated can be slashed with its operator at once.',
    )
    .option(...strategyOption)
    .addHelpText(
      'after',
      examples([
        ['cairn restake deposit 1', "a csETH of alice's; it is approved first if need be"],
        ['cairn restake deposit 5 --strategy 0x… --account bob', "of another token, of bob's"],
      ]),
    )
    .action(later('deposit', () => import('../commands/restake/deposit.ts')))

  restake
    .command('delegate')
    .argument('<operator>', 'a name, an index or an address')
    .description(
      'Delegate all that is restaked, and will be, to one operator. It shows what that operator secures first.',
    )
    .option('--approval <path>', "the operator's approver's consent, as JSON, if it asks for one")
    .option('--move', 'leave the operator of now in the same transaction; the stake is queued')
    .addHelpText(
      'after',
      examples([
        ['cairn restake delegate elm', 'from having no operator'],
        ['cairn restake delegate fir --move', 'from another; complete --as-shares brings it over'],
      ]),
    )
    .action(later('delegate', () => import('../commands/restake/delegate.ts')))

  restake
    .command('undelegate')
    .argument('[staker]', 'whose delegation, as its operator; your own if left out')
    .description('End a delegation: all of the stake goes into the withdrawal queue.')
    .addHelpText('after', examples([['cairn restake undelegate', 'and complete when it is ready']]))
    .action(later('undelegate', () => import('../commands/restake/undelegate.ts')))

  restake
    .command('queue')
    .argument(
      '<shares>',
      'how many deposit shares, as `cairn restake status` counts them, or "all"',
    )
    .description(
      'Queue a withdrawal. It can be slashed until its delay has passed; then `complete` pays it.',
    )
    .option(...strategyOption)
    .addHelpText(
      'after',
      examples([
        ['cairn restake queue 0.5', 'half a deposit share of csETH'],
        ['cairn restake queue all --strategy ether', "of a pod's ether"],
      ]),
    )
    .action(later('queue', () => import('../commands/restake/queue.ts')))

  restake
    .command('complete')
    .argument(
      '[withdrawals...]',
      'their roots, or the beginnings of them; all that are ready if left out',
    )
    .description('Take withdrawals that are ready out of the queue.')
    .option('--as-shares', 'restake them again, with your operator of now, instead of tokens')
    .addHelpText(
      'after',
      examples([
        ['cairn restake complete', 'everything that is ready, as tokens'],
        ['cairn restake complete 0x3f1a9c77aa --as-shares', 'one, back to work'],
      ]),
    )
    .action(later('complete', () => import('../commands/restake/complete.ts')))

  restake
    .command('status')
    .argument('[account]', 'a name, an index or an address; whose key is in use if left out')
    .description(
      'Show what an account has restaked, with whom, what is left of it, and its withdrawals.',
    )
    .addHelpText(
      'after',
      examples([
        ['cairn restake status', 'of alice, on the devnet'],
        ['cairn restake status 0x… --rpc https://…', "on EigenLayer, on Ethereum's main network"],
      ]),
    )
    .action(later('status', () => import('../commands/restake/status.ts')))
}
