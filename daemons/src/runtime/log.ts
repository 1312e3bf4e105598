import pino, { type DestinationStream, type Logger } from 'pino'

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error' | 'child'>

/** JSON lines. Amounts are bigints and are written as strings, so that no reader rounds them. */
export function createLog({ level = 'info', destination }: createLog.Options = {}): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: Record<string, unknown>) => mapValues(fields),
    },
  }
  return destination ? pino(options, destination) : pino(options)
}

export declare namespace createLog {
  type Options = { level?: string; destination?: DestinationStream }
}

function mapValues(fields: Record<string, unknown>) {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      typeof value === 'bigint' ? value.toString() : value,
    ]),
  )
}
