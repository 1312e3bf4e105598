import type { Command } from 'commander'
import { addAvs } from './avs.ts'
import { addOperator } from './operator.ts'
import { addPod } from './pod.ts'
import { addRestake } from './restake.ts'
import { addRewards } from './rewards.ts'

/** Stakers, operators, services, rewards, pods: what `cairn` does with the restaking layer. */
export function addRestaking(program: Command) {
  addRestake(program)
  addOperator(program)
  addAvs(program)
  addRewards(program)
  addPod(program)
}
