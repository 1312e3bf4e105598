import { UsageError } from '../errors.ts'

/** A number of blocks, as delays of the restaking layer are counted. */
export function parseBlocks(text: string): number {
  if (!/^\d{1,10}$/.test(text) || Number(text) > 0xffffffff)
    throw new UsageError(`"${text}" isn't a number of blocks: give a whole number, like 100801.`)
  return Number(text)
}
