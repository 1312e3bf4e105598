import type { Command } from 'commander'
import { examples } from './examples.ts'
import { later } from './later.ts'
import { setArgument } from './shared.ts'

export function addAvs(program: Command) {
  const avs = program
    .command('avs')
    .description('Services that restaked operators secure: their members, rewards and slashes.')
    .addHelpText(
      'after',
      examples([
        ['cairn avs status oracle', 'who secures the price, and what it is'],
        ['cairn avs submit-rewards oracle', "yesterday's, out of its budget: anyone may"],
        ['cairn avs slash oracle --evidence evidence.json', 'two reports of one round: anyone may'],
      ]),
    )

  avs
    .command('status')
    .argument(...setArgument)
    .description('Show what secures a service: operators, slashable stake, slashes, rewards.')
    .addHelpText(
      'after',
      examples([
        ['cairn avs status oracle', 'the price oracle'],
        ['cairn avs status 0x…:1', 'a set of any service'],
      ]),
    )
    .action(later('status', () => import('../commands/avs/status.ts')))

  avs
    .command('submit-rewards')
    .argument(...setArgument)
    .description(
      "Have a service submit a day's rewards out of its budget; or, with --token and --amount, pay out of the account.",
    )
    .option('--day <date>', 'which, like 2026-11-22 (yesterday); the first one with --token')
    .option('--token <address>', 'pay in this, out of the account')
    .option('--amount <amount>', 'how much of it, for all the days')
    .option('--days <count>', 'how many days it is for', '1')
    .option(
      '--by <stake>',
      'shared by "unique" (slashable by the set) or by "total" stake',
      'unique',
    )
    .option('-s, --strategy <name|address...>', 'the strategies whose stakers share it')
    .addHelpText(
      'after',
      examples([
        ['cairn avs submit-rewards oracle', 'yesterday: anyone may, once'],
        ['cairn avs submit-rewards 0x…:0 --token 0x… --amount 100 --day 2026-11-01', 'of your own'],
      ]),
    )
    .action(later('submitRewards', () => import('../commands/avs/submitRewards.ts')))

  avs
    .command('slash')
    .argument(...setArgument)
    .description(
      'Slash an operator: by evidence, which anyone may show to a service of Cairn; or as the slasher of a set of your own.',
    )
    .option('--evidence <path>', 'two statements on one subject, as JSON')
    .option('--operator <operator>', 'whom to slash, as the slasher')
    .option('--part <part>', 'of what it allocated to the set, like 50%')
    .option('-s, --strategy <name|address...>', 'in which strategies')
    .option('--reason <text>', 'why, for whoever reads the event')
    .addHelpText(
      'after',
      examples([
        ['cairn avs slash oracle --evidence evidence.json', 'nobody decides: the contract checks'],
        ['cairn avs slash 0x…:0 --operator 0x… --part 10% --reason downtime', 'of your own set'],
      ]),
    )
    .action(later('slash', () => import('../commands/avs/slash.ts')))

  avs
    .command('clear')
    .argument(...setArgument)
    .description(
      'Pay out what slashes took: to the recipient of the set, or to be burned. Anyone may.',
    )
    .addHelpText('after', examples([['cairn avs clear oracle', 'all that waits']]))
    .action(later('clear', () => import('../commands/avs/clear.ts')))

  avs
    .command('equivocate')
    .argument('<service>', 'oracle or bridge')
    .argument('<operator>', 'one of its operators, by name')
    .description(
      'Have an operator sign two statements on one subject, on the devnet, to see it slashed.',
    )
    .addHelpText(
      'after',
      examples([
        ['cairn avs equivocate oracle elm', 'then: cairn time 2h, cairn avs status oracle'],
      ]),
    )
    .action(later('equivocate', () => import('../commands/avs/equivocate.ts')))
}
