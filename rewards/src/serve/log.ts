type Write = (fields: Record<string, unknown>, message: string) => void

export type Log = { info: Write; warn: Write; error: Write }

/** JSON lines. Amounts are bigints and are written as strings, so that no reader rounds them. */
export function createLog(write: (line: string) => void = console.log): Log {
  const at =
    (level: string): Write =>
    (fields, message) =>
      write(stringify({ level, time: new Date().toISOString(), ...fields, msg: message }))
  return { info: at('info'), warn: at('warn'), error: at('error') }
}

export const stringify = (value: unknown) =>
  JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? one.toString() : one))
