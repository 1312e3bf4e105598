import type { Command } from 'commander'
import { examples } from './examples.ts'
import { later } from './later.ts'
import { setArgument, strategyOption } from './shared.ts'

export function addOperator(program: Command) {
  const operator = program
    .command('operator')
    .description(
      'Run services with the stake of others: promise it to operator sets, and join them.',
    )
    .addHelpText(
      'after',
      examples([
        ['cairn operator register --allocation-delay 100801', 'once, for good'],
        ['cairn operator allocate oracle 25%', 'what the oracle may slash'],
        ['cairn operator register-set oracle', 'and join it'],
      ]),
    )

  operator
    .command('register')
    .description('Become an operator, for good: delegated to itself, open to the stake of others.')
    .option(
      '--allocation-delay <blocks>',
      'blocks between an allocation and its effect; longer than the withdrawal delay lets stakers leave first',
    )
    .option('--approver <address>', 'whose signature a delegation needs; nobody’s if left out')
    .option('--metadata <uri>', 'where the operator introduces itself')
    .addHelpText(
      'after',
      examples([
        ['cairn operator register --allocation-delay 100801 --account erin', 'on the devnet'],
      ]),
    )
    .action(later('register', () => import('../commands/operator/register.ts')))

  operator
    .command('allocate')
    .argument(...setArgument)
    .argument(
      '<part>',
      'of your magnitude, like 25% or 0.25: what it is to be, not by how much it rises',
    )
    .description(
      'Promise a part of the stake to an operator set: what it may slash. In effect after your allocation delay.',
    )
    .option(...strategyOption)
    .addHelpText(
      'after',
      examples([['cairn operator allocate oracle 25% --account elm', 'a quarter of its csETH']]),
    )
    .action(later('allocate', () => import('../commands/operator/allocate.ts')))

  operator
    .command('deallocate')
    .argument(...setArgument)
    .description(
      'Take a promise back: all of it, or down to a part. While it can be slashed it takes the deallocation delay.',
    )
    .option('--to <part>', 'what is left to it, like 10%; nothing if left out')
    .option(...strategyOption)
    .addHelpText('after', examples([['cairn operator deallocate oracle', 'all of it']]))
    .action(later('deallocate', () => import('../commands/operator/deallocate.ts')))

  operator
    .command('register-set')
    .argument(...setArgument)
    .description(
      'Join an operator set, or leave it: what is allocated to it can be slashed while you are in it, and for a delay after.',
    )
    .option('--signing-key <path>', "a file with the key that signs for one of Cairn's services")
    .option('--data <hex>', 'what the registrar of another service asks for')
    .option('--leave', 'leave it instead')
    .addHelpText(
      'after',
      examples([
        ['cairn operator register-set oracle --signing-key oracle.key', 'with a key of its own'],
        ['cairn operator register-set oracle --leave', 'slashable for a while yet'],
      ]),
    )
    .action(later('registerSet', () => import('../commands/operator/registerSet.ts')))

  operator
    .command('status')
    .argument('[operator]', 'a name, an index or an address; whose key is in use if left out')
    .description('Show an operator: its stake, what slashing left of it, and all its promises.')
    .addHelpText('after', examples([['cairn operator status elm', 'before you delegate to it']]))
    .action(later('status', () => import('../commands/operator/status.ts')))
}
