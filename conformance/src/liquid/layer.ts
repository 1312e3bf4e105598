import { build } from '../foundry.ts'
import type { Layer } from '../mutate.ts'
import { bytecodes, type Codes, startChain } from './explore/chain.ts'
import { generate } from './generate/index.ts'
import { replay } from './replay.ts'
import { readTraces } from './store.ts'
import type { Trace } from './trace.ts'

/** crETH, as faults are looked for in it: compiled by Foundry, played on a node. */
export const liquidLayer: Layer<Trace> = {
  needed: ['src/interfaces', 'src/vault', 'src/liquid'],
  // The beacon chain's evidence is somebody's word in these histories.
  without: ['src/liquid/Witness.sol', 'src/liquid/adapters/RETHAdapter.sol'],
  stored: () => readTraces().map(({ trace }) => trace),
  generate,
  pack: () => '0x',

  async replay(traces, { root }) {
    const chain = await startChain(codesOf(await build(root)))
    try {
      return await replay(traces, { chain })
    } finally {
      await chain.stop()
    }
  },
}

/** csETH and the queues stay as they are: their own histories look at them. */
function codesOf(codeOf: Awaited<ReturnType<typeof build>>): Codes {
  const same = (name: string) => codeOf(name, name)
  return {
    ...bytecodes,
    csAdapter: same('StakedEtherAdapter'),
    rptAdapter: same('WstETHAdapter'),
    tally: same('Tally'),
    implementation: same('OperatorDelegator'),
    policy: same('RiskPolicy'),
    auction: same('RewardAuction'),
    firstLoss: same('FirstLoss'),
    native: same('NativeStake'),
    tips: same('Tips'),
    vault: same('RestakedEther'),
    spread: same('Spread'),
  }
}
