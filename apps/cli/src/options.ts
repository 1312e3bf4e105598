import type { Command } from 'commander'

/** Options that every command takes. Each has an environment variable that it overrides. */
export type Options = {
  account?: string
  privateKeyFile?: string
  keystore?: string
  rpc?: string
  beacon?: string
  control?: string
  deployment?: string
  json?: boolean
  yes?: boolean
}

export const defaults = {
  rpc: 'http://127.0.0.1:8545',
  beacon: 'http://127.0.0.1:5052',
  control: 'http://127.0.0.1:8549',
} as const

export function addOptions(program: Command): Command {
  return program
    .option(
      '-a, --account <name|index|address>',
      'on the devnet: whose key to use, or whose things to look at (alice)',
    )
    .option(
      '--private-key-file <path>',
      'a file that holds the key to send with (or CAIRN_PRIVATE_KEY)',
    )
    .option(
      '--keystore <path>',
      'an encrypted key, version 3; asks for the password (or CAIRN_PASSWORD)',
    )
    .option('--rpc <url>', `execution node (or CAIRN_RPC; ${defaults.rpc})`)
    .option('--beacon <url>', `beacon node, to prove with (or CAIRN_BEACON; ${defaults.beacon})`)
    .option('--control <url>', `the devnet's control API (or CAIRN_CONTROL; ${defaults.control})`)
    .option('--deployment <path>', "a file with the contracts' addresses (or CAIRN_DEPLOYMENT)")
    .option('--json', 'print JSON: amounts in wei, as strings')
    .option('-y, --yes', 'send without asking, on a public chain')
}

/** What a command was given, the environment included. */
export function optionsOf(command: Command): Options {
  const given = command.optsWithGlobals<Options>()
  const { CAIRN_RPC, CAIRN_BEACON, CAIRN_CONTROL, CAIRN_DEPLOYMENT } = process.env
  return {
    ...given,
    rpc: given.rpc ?? CAIRN_RPC,
    beacon: given.beacon ?? CAIRN_BEACON,
    control: given.control ?? CAIRN_CONTROL,
    deployment: given.deployment ?? CAIRN_DEPLOYMENT,
  }
}
