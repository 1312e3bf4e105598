import type { Command } from 'commander'
import { examples } from './examples.ts'
import { later } from './later.ts'

export function addRewards(program: Command) {
  const rewards = program
    .command('rewards')
    .description(
      "What restaking earned: crETH's, by source; or an account's own, to look at and to claim by proof.",
    )
    .option('--days <count>', 'how far to look back', '7')
    .action(later('bySource', () => import('../commands/rewards/bySource.ts')))
    .addHelpText(
      'after',
      examples([
        ['cairn rewards', "crETH's, of the last week"],
        ['cairn rewards claim', "all of one's own that can be claimed"],
      ]),
    )

  rewards
    .command('status')
    .argument('[earner]', 'a name, an index or an address; whose key is in use if left out')
    .description('Show what an earner claimed, what it can claim, and the roots that prove it.')
    .option('--rewards <url>', 'the rewards server (or CAIRN_REWARDS)')
    .option('--token <address...>', 'tokens to look at besides those of the services known here')
    .addHelpText('after', examples([['cairn rewards status alice', 'on the devnet']]))
    .action(later('status', () => import('../commands/rewards/status.ts')))

  rewards
    .command('claim')
    .description('Claim rewards: a rewards server gives the proof, the chain checks it.')
    .option('--rewards <url>', 'the rewards server (or CAIRN_REWARDS)')
    .option('--claim <path>', 'a claim in a file, instead of asking a server')
    .option('--earner <account>', 'whose, as its claimer')
    .option('--recipient <address>', 'who gets the tokens')
    .addHelpText(
      'after',
      examples([
        ['cairn rewards claim', "alice's, on the devnet"],
        ['cairn rewards claim --claim claim.json --recipient 0x…', 'elsewhere'],
      ]),
    )
    .action(later('claim', () => import('../commands/rewards/claim.ts')))
}
