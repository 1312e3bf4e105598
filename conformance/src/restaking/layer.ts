import type { Layer } from '../mutate.ts'
import { generate } from './generate/index.ts'
import { pack } from './pack.ts'
import { replay } from './replay.ts'
import { readTraces } from './store.ts'
import type { Trace } from './trace.ts'

/** The restaking layer, as faults are looked for in it. */
export const restakingLayer: Layer<Trace> = {
  needed: [
    'src/interfaces/IBeacon.sol',
    'src/interfaces/IExternal.sol',
    'src/interfaces/restaking',
    'src/lens/RestakingLens.sol',
    'src/beacon',
    'src/staking/types/Quad.sol',
    'src/restaking',
    'test/conformance/Reader.sol',
    'test/restaking/conformance',
  ],
  without: ['src/restaking/RewardsCoordinator.sol', 'src/restaking/rewards'],
  stored: () => readTraces().map(({ trace }) => trace),
  generate,
  pack,
  replay,
}
