import { recorded } from '../../dice.ts'
import { begin, draw, drawGenesis, make, prelude, sealed, soon } from '../generate/index.ts'
import { endsOtherwise, play } from '../play.ts'
import type { Genesis, Step, Trace } from '../trace.ts'
import type { Chain } from './chain.ts'
import { search } from '../../explore/search.ts'

/** Looks for a history in which a live node and the specification differ, and makes it small. */
export function explore(
  chain: Chain,
  { deployed = (genesis) => genesis, ...options }: explore.Options,
): Promise<explore.Found | undefined> {
  return search((drawn) => playDrawn(chain, drawn, deployed), options)
}

export declare namespace explore {
  type Options = search.Options & {
    /** What is deployed where the specification begins with `genesis`: to plant a difference. */
    deployed?: (genesis: Genesis) => Genesis
  }
  type Found = search.Found<Trace>
}

async function playDrawn(
  chain: Chain,
  { genesis: first, steps: throws }: search.Drawn,
  deployed: (genesis: Genesis) => Genesis,
): Promise<{ trace: Trace; reason?: string }> {
  const dice = recorded(first)
  const genesis = drawGenesis(dice)
  const world = begin(genesis)
  await chain.begin(deployed(genesis))

  const steps: Step[] = []
  const trace = { seed: 0, genesis, steps }
  const next = function* () {
    for (const call of prelude(dice)) yield make(world, call, soon(world))
    for (const of of throws) yield sealed(world, draw(recorded(of), world))
  }
  for (const step of next()) {
    steps.push(step)
    const reason = await play(chain, world, step)
    if (reason) return { trace, reason }
  }
  return { trace, reason: await endsOtherwise(chain, world) }
}
