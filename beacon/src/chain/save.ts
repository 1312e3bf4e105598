import type { SpecJson } from '@lodestar/config'
import { deserialize, serialize } from 'node:v8'
import { gunzipSync, gzipSync } from 'node:zlib'
import { BeaconError } from '../errors.ts'
import type { BlockHeader, Fork } from '../source.ts'
import type { Hex } from '../units.ts'

const format = 'cairn beacon chain, 1'

/** All that a chain needs to go on in another process: the head's and the pinned states, and the headers. */
export type SavedChain = {
  config: SpecJson
  genesis: BlockHeader
  head: Hex
  blocksInEpoch: number
  offline: number[]
  secrets: Hex[]
  headers: { header: BlockHeader; signature?: Hex }[]
  states: { root: Hex; fork: Fork; ssz: Uint8Array; holders: number }[]
  anchors: Hex[]
}

export function encodeChain(chain: SavedChain): Uint8Array {
  return gzipSync(serialize({ format, ...chain }), { level: 1 })
}

export function decodeChain(bytes: Uint8Array): SavedChain {
  const saved = deserialize(gunzipSync(bytes)) as SavedChain & { format?: string }
  if (saved.format !== format) {
    throw new BeaconError(`Not a saved chain of this version (${format}), but ${saved.format}.`)
  }
  return saved
}
