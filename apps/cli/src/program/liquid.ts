import type { Command } from 'commander'
import { examples } from './examples.ts'
import { later } from './later.ts'

/** What `cairn` says of crETH: who could take what, how to get out, how it compares. */
export function addLiquid(program: Command) {
  program
    .command('exposure')
    .description(
      'Show what of crETH each service could slash with each operator, the largest losses, and every ceiling that is broken.',
    )
    .addHelpText('after', examples([['cairn exposure', 'operators down, services across']]))
    .action(later('exposure', () => import('../commands/liquid/exposure.ts')))

  program
    .command('exit-time')
    .argument('[shares]', 'how much crETH', '1')
    .description('Show every door out of crETH, with its time and price, before anything is asked.')
    .addHelpText('after', examples([['cairn exit-time 10', 'and what the estimate rests on']]))
    .action(later('exitTime', () => import('../commands/liquid/exitTime.ts')))

  program
    .command('compare')
    .description(
      'Show csETH and crETH side by side: rate, yield by source, what is exposed to whom, exits.',
    )
    .option('--days <count>', 'how far the yield looks back', '7')
    .option('--amount <shares>', 'how much of either leaves', '1')
    .addHelpText(
      'after',
      examples([
        ['cairn compare', 'of the last week'],
        ['cairn compare --days 30 --json', 'for a program'],
      ]),
    )
    .action(later('compare', () => import('../commands/liquid/compare.ts')))

  program
    .command('scenario')
    .argument('<name>', 'slash-operator, slash-avs, undelegate, depeg-lst or bank-run')
    .description('Play a bad day, on the devnet, and show crETH before and after it.')
    .addHelpText(
      'after',
      examples([
        ['cairn scenario slash-operator', 'by evidence, on one service'],
        ['cairn scenario bank-run', 'everyone wants out at once'],
      ]),
    )
    .action(later('scenario', () => import('../commands/liquid/scenario.ts')))
}
