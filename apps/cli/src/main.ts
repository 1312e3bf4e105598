import { CommanderError } from 'commander'
import { exitCodes } from './errors.ts'
import { createProgram, everyCommand } from './program.ts'

/** Runs one command. Returns its exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  const program = createProgram()
  for (const command of everyCommand(program)) command.exitOverride()
  try {
    await program.parseAsync(argv, { from: 'user' })
    return exitCodes.done
  } catch (error) {
    // Commander has said it already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.usage

    const { explain } = await import('./explain.ts')
    const { exitCode, name, message } = explain(error)
    const words = argv.includes('--json')
      ? JSON.stringify({ error: { name, message } })
      : `cairn: ${message}`
    process.stderr.write(`${words}\n`)
    return exitCode
  }
}
