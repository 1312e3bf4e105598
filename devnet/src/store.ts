import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Hex } from 'viem'
import type { SavedWorld } from './world.ts'

const format = 1
const file = 'world.json'

export class StateFormatError extends Error {
  override name = 'StateFormatError'
  constructor(directory: string, found: unknown) {
    super(
      `${directory} holds a world of format ${found}; this is format ${format}. Remove it, or give another directory.`,
    )
  }
}

/** The world that was saved in `directory`, if one was. */
export function loadWorld(directory: string): SavedWorld | undefined {
  const path = join(directory, file)
  if (!existsSync(path)) return undefined
  const { format: found, beacon, fromBlock, ...rest } = JSON.parse(readFileSync(path, 'utf8'))
  if (found !== format) throw new StateFormatError(directory, found)
  return {
    ...rest,
    execution: rest.execution as Hex,
    beacon: Uint8Array.from(Buffer.from(beacon, 'base64')),
    fromBlock: BigInt(fromBlock),
  }
}

/** Writes a world into `directory`, whole or not at all. */
export function saveWorld(directory: string, { beacon, fromBlock, ...rest }: SavedWorld) {
  mkdirSync(directory, { recursive: true })
  const path = join(directory, file)
  const text = JSON.stringify({
    format,
    ...rest,
    fromBlock: Number(fromBlock),
    beacon: Buffer.from(beacon).toString('base64'),
  })
  writeFileSync(`${path}.new`, text)
  renameSync(`${path}.new`, path)
}
