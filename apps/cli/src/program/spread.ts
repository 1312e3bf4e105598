import type { Command } from 'commander'
import { examples } from './examples.ts'
import { later } from './later.ts'

/** What anyone may do for crETH, when its keepers don't. */
export function addSpread(program: Command) {
  const spread = program
    .command('spread')
    .description('What stands behind crETH: look at it, and do what its keepers do. Anyone may.')
    .addHelpText(
      'after',
      examples([
        ['cairn spread status', 'rate, assets, operators'],
        ['cairn spread round', 'count everything anew'],
        ['cairn spread derisk fir', 'before what fir announced takes effect'],
      ]),
    )

  spread
    .command('status')
    .description('Show the rate of crETH, its assets, who has them, the round and the stamp.')
    .addHelpText('after', examples([['cairn spread status', 'of the devnet']]))
    .action(later('status', () => import('../commands/spread/status.ts')))

  spread
    .command('round')
    .description('Open a round and sync every delegator in it, now: anyone may, when one is due.')
    .addHelpText('after', examples([['cairn spread round', 'it is to crETH what a checkpoint is']]))
    .action(later('round', () => import('../commands/spread/round.ts')))

  spread
    .command('sync')
    .argument('<delegator>', 'its index, or its operator')
    .description('Count one delegator anew, and book what that changes.')
    .addHelpText('after', examples([['cairn spread sync elm', 'after elm was slashed']]))
    .action(later('sync', () => import('../commands/spread/sync.ts')))

  spread
    .command('appraise')
    .argument('<asset>', 'ETH, csETH or another token')
    .description('Book an asset at its rate of now: what it lost is in the rate at once.')
    .addHelpText('after', examples([['cairn spread appraise csETH', 'after csETH lost something']]))
    .action(later('appraise', () => import('../commands/spread/appraise.ts')))

  spread
    .command('check')
    .description('Check that no slashing is unbooked, and stamp the block: payments need that.')
    .addHelpText('after', examples([['cairn spread check', 'or it says what to sync']]))
    .action(later('check', () => import('../commands/spread/check.ts')))

  spread
    .command('route')
    .description('Bring the tokens that wait to operators that have room for them.')
    .addHelpText('after', examples([['cairn spread route', 'all of them']]))
    .action(later('route', () => import('../commands/spread/route.ts')))

  spread
    .command('derisk')
    .argument('<delegator>', 'its index, or its operator')
    .description('Queue a withdrawal of what an operator puts at risk by an active breach.')
    .addHelpText(
      'after',
      examples([['cairn spread derisk fir', '`cairn exposure` lists breaches']]),
    )
    .action(later('derisk', () => import('../commands/spread/derisk.ts')))
}
