import { SpecError } from '../error.ts'
import * as restaking from '../restaking/index.ts'
import { type Env, ETHER, emit, issuerOf, type State } from './state.ts'
import { worthOf } from './appraise.ts'

/** Stamps the block if nothing behind the shares has lost anything that isn't booked. For anyone to call. */
export function check(state: State, _: Record<string, never>, { block }: Env) {
  for (const [name, asset] of state.assets) {
    requireSynced(state, name, asset.strategy)
    const asked = state.tickets.length > 0
    const has = asset.units > 0n || asset.waiting > 0n || (asset.queues && asked)
    // Its issuer knows of a loss that its rate doesn't show.
    if (name !== ETHER && has && !issuerOf(state, name).sound)
      throw new SpecError('IssuerUnsound', { token: asset.token })
    const moves = name !== ETHER || asked
    if (moves && worthOf(state, name) < asset.booked)
      throw new SpecError('Depreciated', { asset: name })
  }
  state.stampedAt = block
  emit(state, 'spread', 'Checked', { blockNumber: block })
}

function requireSynced(state: State, name: string, strategy: string) {
  const { restaking: layer } = state
  for (const [index, { operator, holdings }] of state.delegators) {
    const holding = holdings.get(name)
    if (!holding || holding.units === 0n) continue
    const live = restaking.maxMagnitude(restaking.operatorOf(layer, operator), strategy)
    const factor = restaking.beaconSlashingFactor(layer, index)
    if (live < holding.magnitude) throw new SpecError('Unsynced', { index })
    if (name === ETHER && factor < holding.slashingFactor)
      throw new SpecError('Unsynced', { index })
  }
}

/** Who is paid at the rate of now is paid under a stamp. */
export function requireStamped({ stampedAt, parameters }: State, { block }: Env) {
  const validUntil = stampedAt + parameters.stampFor
  if (block > validUntil) throw new SpecError('NotStamped', { stampedAt, validUntil })
}
