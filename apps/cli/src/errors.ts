/** What a command tells its caller by its exit code. */
export const exitCodes = { done: 0, refused: 1, usage: 2, unreachable: 3 } as const

/** An error that ends a command with words and no stack. The message says what to do next. */
export class CliError extends Error {
  override name = 'CliError'
  readonly exitCode: number = exitCodes.refused
}

export class UsageError extends CliError {
  override name = 'UsageError'
  override readonly exitCode: number = exitCodes.usage
}

export class UnreachableError extends CliError {
  override name = 'UnreachableError'
  override readonly exitCode: number = exitCodes.unreachable
}
