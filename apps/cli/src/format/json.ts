/** Bigints as strings, times as they are, errors by name and message. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, replace, 2)
}

function replace(_key: string, value: unknown) {
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Error) return { name: value.name, message: value.message }
  return value
}
