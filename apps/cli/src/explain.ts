import { CairnError, DepreciatedError, NotStampedError, UnsyncedError } from '@cairn/sdk'
import { BaseError, HttpRequestError, TimeoutError } from 'viem'
import { CliError, exitCodes } from './errors.ts'

/** An error as one or two sentences that say what to do next. Never a stack. */
export function explain(error: unknown): { exitCode: number; name: string; message: string } {
  if (error instanceof CliError) return { exitCode: error.exitCode, ...named(error) }
  if (error instanceof CairnError) {
    const command = commandFor(error)
    const message = command ? `${error.message} Here: \`${command}\`.` : error.message
    return { exitCode: exitCodes.refused, name: error.name, message }
  }

  if (error instanceof BaseError) {
    const lost = error.walk(
      (cause) => cause instanceof HttpRequestError || cause instanceof TimeoutError,
    )
    if (lost)
      return {
        exitCode: exitCodes.unreachable,
        name: 'UnreachableError',
        message:
          'The execution node stopped answering. Check that it runs, and what --rpc says; what was sent before may still be mined.',
      }
    return {
      exitCode: exitCodes.refused,
      name: error.name,
      message: `${error.shortMessage}${error.details ? ` (${error.details})` : ''}`,
    }
  }

  if (error instanceof Error) return { exitCode: exitCodes.refused, ...named(error) }
  return { exitCode: exitCodes.refused, name: 'Error', message: String(error) }
}

/** What anyone can run against a refusal, where that is one command. */
function commandFor(error: CairnError): string | undefined {
  if (error instanceof UnsyncedError) return `cairn spread sync ${error.index}`
  if (error instanceof DepreciatedError) return `cairn spread appraise ${error.asset}`
  if (error instanceof NotStampedError) return 'cairn spread check'
  return undefined
}

function named({ name, message }: Error) {
  return { name, message }
}
