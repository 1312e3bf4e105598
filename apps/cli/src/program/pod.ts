import type { Command } from 'commander'
import { examples } from './examples.ts'
import { later } from './later.ts'

export function addPod(program: Command) {
  const pod = program
    .command('pod')
    .description('Restake native ether: validators whose withdrawals come to a pod of yours.')
    .addHelpText(
      'after',
      examples([
        ['cairn pod create', 'and deposit validators with its credentials'],
        ['cairn pod verify', 'their ether is restaked'],
        ['cairn pod checkpoint', 'rewards and losses are counted'],
      ]),
    )

  pod
    .command('create')
    .description(
      "Create the account's pod, and show the withdrawal credentials for its validators.",
    )
    .addHelpText('after', examples([['cairn pod create --account bob', 'one an account']]))
    .action(later('create', () => import('../commands/pod/create.ts')))

  pod
    .command('verify')
    .description('Prove that validators withdraw to your pod: all that it does not know yet.')
    .addHelpText('after', examples([['cairn pod verify', 'with the beacon node of the devnet']]))
    .action(later('verify', () => import('../commands/pod/verify.ts')))

  pod
    .command('checkpoint')
    .argument('[owner]', 'whose pod; your own if left out')
    .description(
      'Count what validators of a pod hold: start a checkpoint if none is open, and prove it.',
    )
    .addHelpText(
      'after',
      examples([
        ['cairn pod checkpoint', 'your own'],
        ['cairn pod checkpoint bob', 'finish one of bob’s, or force it when it is overdue'],
      ]),
    )
    .action(later('checkpoint', () => import('../commands/pod/checkpoint.ts')))

  pod
    .command('status')
    .argument('[owner]', 'a name, an index or an address; whose key is in use if left out')
    .description("Show a pod: its validators' ether, what is in it, and its checkpoint.")
    .addHelpText('after', examples([['cairn pod status bob', 'on the devnet']]))
    .action(later('status', () => import('../commands/pod/status.ts')))
}
