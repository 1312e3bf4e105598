import { bankRun } from './bankRun.ts'
import { depegLst } from './depegLst.ts'
import type { Scenario } from './scenario.ts'
import { slashAvs, slashOperator } from './slash.ts'
import { undelegate } from './undelegate.ts'

/** What can go wrong, by the names that the command line has for it. */
export const scenarios = {
  'slash-operator': slashOperator,
  'slash-avs': slashAvs,
  undelegate,
  'depeg-lst': depegLst,
  'bank-run': bankRun,
} as const satisfies Record<string, Scenario>

export const scenarioNames = Object.keys(scenarios) as (keyof typeof scenarios)[]
export type { LiquidWorld, Snapshot, Told } from './scenario.ts'
