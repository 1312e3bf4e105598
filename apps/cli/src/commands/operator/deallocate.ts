import type { Command } from 'commander'
import { parsePart } from '../../parse/part.ts'
import { modify } from './modify.ts'

export async function deallocate(
  set: string,
  options: { strategy?: string; to?: string },
  command: Command,
) {
  const magnitude = options.to === undefined ? 0n : parsePart(options.to)
  return modify({ set, magnitude, strategy: options.strategy }, command)
}
