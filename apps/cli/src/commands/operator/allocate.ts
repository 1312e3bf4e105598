import type { Command } from 'commander'
import { parsePart } from '../../parse/part.ts'
import { modify } from './modify.ts'

export async function allocate(
  set: string,
  part: string,
  options: { strategy?: string },
  command: Command,
) {
  return modify({ set, magnitude: parsePart(part), strategy: options.strategy }, command)
}
