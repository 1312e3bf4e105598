import { Command } from 'commander'
import { addOptions } from './options.ts'
import { examples } from './program/examples.ts'
import { later } from './program/later.ts'
import { addLiquid } from './program/liquid.ts'
import { addRestaking } from './program/restaking.ts'
import { addSpread } from './program/spread.ts'

/** Arguments in, an SDK call, text out. */
export function createProgram(): Command {
  const program = addOptions(
    new Command('cairn')
      .description(
        'Stake ether as csETH, restake it as crETH or by yourself, watch it being proven, and take it out again.',
      )
      .showHelpAfterError('(add --help for what it takes)')
      .configureHelp({ showGlobalOptions: true })
      .addHelpText(
        'after',
        examples([
          ['cairn status', 'the rate, and how old its proof is'],
          ['cairn stake 1', 'one ETH of alice, on the devnet'],
          ['cairn redeem all --account bob', 'into the queue'],
          ['cairn position bob', 'what bob has, and when it will be paid'],
          ['cairn restake 1', 'one ETH as crETH: at work for further services'],
          ['cairn compare', 'csETH and crETH side by side'],
        ]) + exitCodeText,
      ),
  )

  program
    .command('status')
    .description(
      'Show the rate with the age of its proof, what stands behind it, the queue, the lane.',
    )
    .addHelpText(
      'after',
      examples([
        ['cairn status', 'of the devnet'],
        ['cairn status --json | jq -r .rate', 'wei a csETH is worth'],
        ['cairn status --rpc https://… --deployment hoodi.json', 'of another chain'],
      ]),
    )
    .action(later('status', () => import('./commands/status.ts')))

  program
    .command('accounts')
    .description(
      "List the devnet's accounts by name, or the account of the key in use, with what they have.",
    )
    .addHelpText('after', examples([['cairn accounts', 'names to use with --account']]))
    .action(later('accounts', () => import('./commands/accounts.ts')))

  program
    .command('stake')
    .argument('<eth>', 'how much ether, like 1 or 0.25')
    .description('Stake ether: deposit it, for csETH at the rate of now.')
    .option('--weth', 'pay in WETH; it is approved first if need be')
    .option('--receiver <address>', 'who gets the csETH')
    .addHelpText(
      'after',
      examples([
        ['cairn stake 1', "one ETH of alice's"],
        ['cairn stake 0.5 --account bob --weth', "half a WETH of bob's"],
      ]),
    )
    .action(later('stake', () => import('./commands/stake.ts')))

  program
    .command('redeem')
    .argument('<shares>', 'how much of it, like 1 or 0.25, or "all"')
    .description(
      'Redeem csETH or crETH: put it into the queue for a ticket; or take ether at once for a fee (--instant), or of crETH a token (--in-kind).',
    )
    .option('--token <csETH|crETH>', 'which of the two (csETH)')
    .option('--instant', 'now, from the instant lane, for a fee')
    .option('--in-kind <token>', "now, crETH in a token that waits, like csETH, at the lane's fee")
    .addHelpText(
      'after',
      examples([
        ['cairn redeem 0.5', 'a ticket; claim it when it is filled'],
        ['cairn redeem all --instant', 'ether now'],
        ['cairn redeem 0.5 --token crETH', 'of the other one'],
        ['cairn redeem 0.5 --in-kind csETH', 'crETH for csETH'],
      ]),
    )
    .action(later('redeem', () => import('./commands/redeem.ts')))

  program
    .command('claim')
    .argument('[tickets...]', 'places in the line, like 1.0; all that are filled if left out')
    .description(
      'Claim the ether of tickets that are filled. What is not filled yet stays in the line.',
    )
    .option('--token <csETH|crETH>', 'whose line (csETH for places, both if none is given)')
    .addHelpText(
      'after',
      examples([
        ['cairn claim', 'everything there is to claim'],
        ['cairn claim 1.0 3.5', 'two tickets, as `cairn position` prints them'],
      ]),
    )
    .action(later('claim', () => import('./commands/claim.ts')))

  program
    .command('position')
    .argument('[account]', 'a name, an index or an address; whose key is in use if left out')
    .description(
      'Show what an account has: csETH, crETH, tickets, and each way out with its time and price.',
    )
    .addHelpText(
      'after',
      examples([
        ['cairn position', 'of alice, on the devnet'],
        ['cairn position 0x70997970C51812dc3A010C7d01b50e0d17dc79C8', 'of an address'],
      ]),
    )
    .action(later('position', () => import('./commands/position.ts')))

  program
    .command('checkpoint')
    .description('Open a checkpoint and prove it, now: anyone may, when one is due.')
    .addHelpText(
      'after',
      examples([
        ['cairn checkpoint', 'with the beacon node of the devnet'],
        ['cairn checkpoint --rpc https://… --beacon https://… --keystore key.json', 'elsewhere'],
      ]),
    )
    .action(later('checkpoint', () => import('./commands/checkpoint.ts')))

  program
    .command('validators')
    .description(
      'List the validators that are proven, with their balances and deposits on their way.',
    )
    .addHelpText('after', examples([['cairn validators', 'ids to use with exit and slash']]))
    .action(later('validators', () => import('./commands/validators.ts')))

  program
    .command('exit')
    .argument('<validator>', 'its id (or beacon index), as `cairn validators` lists it')
    .description(
      'Request a withdrawal from a validator: all of it, or an amount. Anyone may, for what the queue lacks; the curator may exit any.',
    )
    .option('--amount <eth>', 'withdraw so much, and leave the rest staked')
    .addHelpText(
      'after',
      examples([
        ['cairn exit 0 --account curator', 'a full exit'],
        ['cairn exit 0 --amount 5', 'five ETH, if the vault is short of that'],
      ]),
    )
    .action(later('exit', () => import('./commands/exit.ts')))

  program
    .command('time')
    .argument('<duration>', 'like +30d, 12h or 1d12h')
    .description('Let time pass, on the devnet: epochs, rewards, checkpoints, fills.')
    .addHelpText('after', examples([['cairn time +30d', 'a month, in about two minutes']]))
    .action(later('time', () => import('./commands/time.ts')))

  program
    .command('slash')
    .argument('<validator>', 'its id (or beacon index), as `cairn validators` lists it')
    .description('Slash a validator, on the devnet, to see what a loss does.')
    .addHelpText('after', examples([['cairn slash 0', 'then: cairn checkpoint, cairn status']]))
    .action(later('slash', () => import('./commands/slash.ts')))

  addRestaking(program)
  addLiquid(program)
  addSpread(program)
  return program
}

/** The program, its commands, and theirs. */
export function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap(everyCommand)]
}

const exitCodeText = `
Exit codes
  0 done · 1 refused or failed · 2 wrong usage · 3 a node can't be reached
`
