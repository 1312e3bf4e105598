import type { Command } from 'commander'
import pc from 'picocolors'
import { createPublicClient, createWalletClient, http } from 'viem'
import { signerOf } from '../account.ts'
import { begin } from '../begin.ts'
import { formatEth, formatGweiAsEth } from '../format/amount.ts'
import { facts } from '../terminal.ts'

export async function checkpoint(_options: unknown, command: Command) {
  const { options, terminal, world, confirm } = await begin(command)
  const account = await signerOf(options, world.chain.id)
  await confirm('Open a checkpoint and prove it?')

  const result = await terminal.during('Opening a checkpoint', async (say) => {
    const [{ BeaconClient }, { createLog, proveCheckpointNow }] = await Promise.all([
      import('@cairn/beacon'),
      import('@cairn/daemons'),
    ])
    const shared = { chain: world.chain, transport: http(world.rpc) }
    return proveCheckpointNow({
      publicClient: createPublicClient(shared),
      walletClient: createWalletClient({ ...shared, account }),
      beacon: new BeaconClient({ url: world.beacon }),
      addresses: world.deployment,
      log: createLog({ level: 'silent' }),
      // Ctrl-C ends the process: what was proven by then stays proven.
      signal: new AbortController().signal,
      onProgress: ({ stage, done, total }) => say(words(stage, done, total)),
    })
  })

  terminal.result(result, () =>
    [
      `${pc.green('Finished')} checkpoint #${result.number}, of slot ${result.slot}.`,
      '',
      facts([
        ['Execution', formatEth(result.execution)],
        ['Beacon', formatGweiAsEth(result.beacon)],
        ['In flight', formatGweiAsEth(result.inFlight)],
        [result.delta < 0n ? 'Loss' : 'Gain', pc.bold(formatEth(result.delta))],
      ]),
    ].join('\n'),
  )
}

function words(stage: string, done: number, total: number): string {
  switch (stage) {
    case 'settling':
      return `Showing deposits waiting or arrived: ${done} of ${total}`
    case 'proving':
      return `Proving balances: ${done} of ${total} validators`
    case 'waiting':
      return 'Waiting for the chain'
    default:
      return 'Opening a checkpoint'
  }
}
