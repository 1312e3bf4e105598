import { formatUnits } from 'viem'

/** A ticket as its place in the line, in whole shares: `1.0`, `12.5`. Exact, so that it can be typed back. */
export function formatTicket(id: bigint): string {
  const text = formatUnits(id, 18)
  return text.includes('.') ? text : `${text}.0`
}
