import type { Command } from 'commander'
import { type Options, optionsOf } from './options.ts'
import { Terminal } from './terminal.ts'
import { openWorld, type World } from './world.ts'

/** What every command starts from. */
export type Scene = {
  options: Options
  terminal: Terminal
  world: World
  /** Asks, on a public chain, before something is sent. On a devnet there is nothing to lose. */
  confirm(question: string): Promise<void>
}

export async function begin(command: Command): Promise<Scene> {
  const options = optionsOf(command)
  const terminal = new Terminal(options)
  const world = await openWorld(options)
  const yes = world.isDevnet || options.yes === true
  return { options, terminal, world, confirm: (question) => terminal.confirm(question, { yes }) }
}
