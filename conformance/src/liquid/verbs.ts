import * as spec from '@cairn/spec'
import { liquid, restaking, SpecError } from '@cairn/spec'
import { verbs as layerVerbs } from '../restaking/verbs.ts'
import { verbs as vaultVerbs } from '../verbs.ts'
import type { Value as VaultValue } from '../trace.ts'
import { assets, reward } from './names.ts'
import type { Value } from './trace.ts'
import type { World } from './world.ts'

type Run<args extends readonly unknown[] = readonly Value[]> = (
  world: World,
  args: args,
  env: liquid.Env,
  to: string,
) => readonly Value[]

const none: readonly Value[] = []
const depositContract = 'deposit contract'

type Evidence = { validator: { slashed: boolean; exitEpoch: bigint; pubkeyRoot: string } }

/** Each function of the contracts that a trace can call, as the specification has it, by kind of contract. */
const own: Record<string, Run> = {
  'vault.fill': verb<[bigint]>(({ liquid: s }, [maxAssets], env) => {
    const { shares, assets } = liquid.fill(s, { maxAssets }, env)
    return [shares, assets]
  }),
  'vault.redeemInstant': verb<[bigint, string, string, bigint?, bigint?]>(
    ({ liquid: s }, [shares, receiver, owner, minAssets, deadline], env) => [
      liquid.redeemInstant(s, { shares, receiver, owner, minAssets, deadline }, env),
    ],
  ),
  'vault.redeemInKind': verb<[string, bigint, string, string, bigint, bigint]>(
    ({ liquid: s }, [asset, shares, receiver, owner, minUnits, deadline], env) => [
      liquid.redeemInKind(s, { asset, shares, receiver, owner, minUnits, deadline }, env) as bigint,
    ],
  ),
  'vault.earn': verb(({ liquid: s }, _, env) => {
    const { value = 0n, sender } = env
    spec.pay(s.vault, sender, s.vault.addresses.vault, value)
    liquid.earn(s, value, env)
    return none
  }),

  'spread.deposit': verb<[string, bigint, string, bigint, bigint]>(
    ({ liquid: s }, [asset, units, receiver, minShares, deadline], env) => [
      liquid.deposit(s, { asset, units, receiver, minShares, deadline }, env),
    ],
  ),
  'spread.openRound': verb(({ liquid: s }, _, env) => {
    liquid.openRound(s, {}, env)
    return none
  }),
  'spread.sync': verb<[string]>(({ liquid: s }, [index], env) => {
    liquid.sync(s, { index }, env)
    return none
  }),
  'spread.appraise': verb<[string]>(({ liquid: s }, [asset], env) => [
    liquid.appraise(s, { asset }, env),
  ]),
  'spread.check': verb(({ liquid: s }, _, env) => {
    liquid.check(s, {}, env)
    return none
  }),
  'spread.delegate': verb<[string, Value, Value]>(({ liquid: s }, [index], env) => {
    liquid.delegate(s, { index }, env)
    return none
  }),
  'spread.undelegate': verb<[string, string]>(({ liquid: s }, [index, asset], env) => {
    liquid.undelegate(s, { index, asset }, env)
    return none
  }),
  'spread.route': verb<[string, string, bigint]>(({ liquid: s }, [index, asset, units], env) => {
    liquid.route(s, { index, asset, units }, env)
    return none
  }),
  'spread.lay': verb<[string, string]>(({ liquid: s }, [index, asset], env) => [
    liquid.lay(s, { index, asset }, env).root as unknown as Value,
  ]),
  'spread.derisk': verb<[string, string]>(({ liquid: s }, [index, asset], env) => [
    liquid.derisk(s, { index, asset }, env).root as unknown as Value,
  ]),
  'spread.complete': verb<[string, restaking.Withdrawal, boolean]>(
    ({ liquid: s }, [index, withdrawal, asTokens], env) => {
      liquid.complete(s, { index, withdrawal, asTokens }, env)
      return none
    },
  ),
  'spread.unwind': verb<[string]>((world, [asset], env) =>
    unwindBy(liquid.unwind, world, asset, env),
  ),
  'spread.claim': verb<[bigint]>((world, [place], env) =>
    claimBy(liquid.claimTicket, world, Number(place), env),
  ),
  'spread.wanted': verb(({ liquid: s }, _, env) => [liquid.wanted(s, env)]),
  'spread.rung': verb(({ liquid: s }, _, { now }) => [liquid.rungOf(s, now)]),
  'spread.coming': verb(({ liquid: s }) => [liquid.coming(s)]),
  'spread.roomFor': verb<[string, string]>(({ liquid: s }, [index, asset], env) => [
    liquid.roomFor(s, { index, asset }, env) as bigint,
  ]),
  'spread.assetsIn': verb<[string, string]>(({ liquid: s }, [index, asset]) => [
    liquid.assetsIn(s, index, asset),
  ]),
  'spread.routable': verb<[string]>(({ liquid: s }, [asset], env) => [
    liquid.routable(s, asset, env) as bigint,
  ]),
  'lens.estimateExit': verb<[string, bigint]>(({ liquid: s }, [, shares], env) => {
    const { seconds, ...exit } = liquid.estimateExit(s, { shares }, env)
    return [{ ...exit, seconds_: seconds } as unknown as Value]
  }),

  'policy.breaches': verb<[string]>(({ liquid: s }, [index], env) => [
    liquid
      .breaches(s, { index }, env)
      .map(({ rule, ...of }) => ({ rule: ruleNumber(rule), ...of })),
  ]),
  'policy.excess': verb<[string]>(({ liquid: s }, [index], env) => [liquid.excess(s, index, env)]),
  'policy.admits': verb<[string, string, bigint]>(({ liquid: s }, [index, asset, amount], env) => [
    liquid.admits(s, { index, asset, assets: amount }, env),
  ]),

  'native.createPod': verb<[string]>(({ liquid: s }, [index], env) => [
    restaking.createPod(s.restaking, {}, { ...env, sender: index }),
  ]),
  'native.startCheckpoint': verb<[string, boolean]>(({ liquid: s }, [index], env) => {
    liquid.startCheckpoint(s, { index }, env)
    return none
  }),
  'native.offer': verb<[string[]]>(({ liquid: s }, [pubkeyRoots], env) => {
    liquid.offer(s, { pubkeyRoots }, env)
    return none
  }),
  'native.stake': verb<[string, string, bigint, Evidence]>(
    ({ liquid: s }, [index, , amount, evidence], env) => {
      const { pubkeyRoot } = evidence.validator
      liquid.stake(s, { index, pubkeyRoot, assets: amount }, env)
      s.vault.ether.set(depositContract, spec.etherOf(s.vault, depositContract) + amount)
      return none
    },
  ),
  'native.writeOff': verb<[string, Evidence]>(({ liquid: s }, [index, { validator }], env) => {
    liquid.writeOff(s, { index, pubkeyRoot: validator.pubkeyRoot }, env)
    return none
  }),
  'beacon chain.count': verb<[string, bigint, bigint]>(({ liquid: s }, [index, count, at]) => {
    const of = s.delegators.get(index)!
    const validators = Array.from({ length: Number(count) }, (_, i) => [`${i}`, 0n] as const)
    of.validators = new Map(validators)
    of.checkpointedAt = at
    return none
  }),
  'native.inFlight': verb<[string]>(({ liquid: s }, [index]) => [liquid.inFlight(s, index)]),

  'auction.list': verb<[string, bigint]>(({ liquid: s }, [token, price], env) => {
    liquid.list(s, { token, price }, env)
    return none
  }),
  'auction.open': verb<[string]>(({ liquid: s }, [token], env) => [
    liquid.open(s, { token }, env) as bigint,
  ]),
  'auction.buy': verb<[string, bigint, bigint, string]>(
    ({ liquid: s }, [token, units, minUnits, receiver], env) => {
      const { bought, cost } = liquid.buy(s, { token, units, minUnits, receiver }, env)
      return [bought as bigint, cost]
    },
  ),
  'auction.priceOf': verb<[string]>(({ liquid: s }, [token], env) => [
    liquid.priceOf(s, { token }, env),
  ]),

  'firstLoss.distribute': verb(({ liquid: s }, _, env) => [liquid.distribute(s, {}, env)]),

  'tips.sync': verb<[string]>(({ liquid: s }, [index], env) => {
    liquid.tips.sync(s, { index }, env)
    return none
  }),
  'tips.route': verb<[string, string, bigint]>(({ liquid: s }, [index, asset, units], env) => {
    liquid.tips.route(s, { index, asset, units }, env)
    return none
  }),
  'tips.lay': verb<[string, string]>(({ liquid: s }, [index, asset], env) => [
    liquid.tips.lay(s, { index, asset }, env).root as unknown as Value,
  ]),
  'tips.derisk': verb<[string, string]>(({ liquid: s }, [index, asset], env) => [
    liquid.tips.derisk(s, { index, asset }, env).root as unknown as Value,
  ]),
  'tips.complete': verb<[string, restaking.Withdrawal, boolean]>(
    ({ liquid: s }, [index, withdrawal, asTokens], env) => {
      liquid.tips.complete(s, { index, withdrawal, asTokens }, env)
      return none
    },
  ),
  'tips.unwind': verb<[string]>((world, [asset], env) =>
    unwindBy(liquid.tips.unwind, world, asset, env),
  ),
  'tips.claim': verb<[bigint]>((world, [place], env) =>
    claimBy(liquid.tips.claim, world, Number(place), env),
  ),
  'tips.openAuction': verb<[string]>(({ liquid: s }, [token], env) => [
    liquid.tips.openAuction(s, { token }, env) as bigint,
  ]),
  'tips.pot': verb(({ liquid: s }) => [liquid.pot(s)]),

  'reported.stake': verb(({ liquid: s }, _, { sender, value = 0n }) => {
    const { assets: pooled, supply, ...rest } = s.issuers.get('rpt')!
    const units = (value * (supply as bigint)) / pooled
    s.issuers.set('rpt', { ...rest, assets: pooled + value, supply: (supply as bigint) + units })
    restaking.moveEther(s.restaking, sender, -value)
    liquid.sendUnits(s, { token: 'rptETH', from: 'zero', to: sender, units })
    return [units]
  }),
  'reported.report': verb<[bigint]>(({ liquid: s }, [pooled], { sender, value = 0n }) => {
    const { supply, sound } = s.issuers.get('rpt')!
    s.issuers.set('rpt', { assets: pooled, supply, sound })
    restaking.moveEther(s.restaking, sender, -value)
    return none
  }),

  'reported.approve': () => [true],
  'token.transfer': verb<[string, bigint]>(({ liquid: s }, [to, amount], env, token) => {
    restaking.moveTokens(s.restaking, token, { from: env.sender, to, amount })
    return [true]
  }),
  'reported.transfer': verb<[string, bigint]>(({ liquid: s }, [to, amount], env, token) => {
    restaking.moveTokens(s.restaking, token, { from: env.sender, to, amount })
    return [true]
  }),

  'spread.fund': guarded('OnlyNative'),
  'spread.payInKind': guarded('OnlyVault'),
  'vault.credit': guarded('OnlySpread'),
  'vault.book': guarded('OnlySpread'),
  'vault.stake': guarded('OnlySpread'),
  'vault.give': guarded('OnlySpread'),
  'vault.finish': guarded('OnlySpread'),
  'vault.stamp': guarded('OnlySpread'),
}

/** What the rules put in some line is csETH's to put in its own. */
function unwindBy(
  unwind: typeof liquid.unwind,
  { liquid: s, csETH }: World,
  asset: string,
  env: liquid.Env,
): readonly Value[] {
  const ticket = csETH.queue.tail
  const units = unwind(s, { asset, ticket }, env)
  const by = liquid.spreadName
  liquid.sendUnits(s, { token: assets[1].token, from: 'line', to: by, units })
  const request = { shares: units as bigint, controller: by, owner: by }
  spec.requestRedeem(csETH, request, { ...env, sender: by })
  return [ticket]
}

/** What csETH's escrow pays is on its way to crETH. */
function claimBy(
  claim: typeof liquid.claimTicket,
  { liquid: s, csETH }: World,
  place: number,
  env: liquid.Env,
): readonly Value[] {
  const { id } = s.tickets[place]!
  const by = liquid.spreadName
  const { remainder } = spec.claim(csETH, { id, receiver: 'vault' }, { ...env, sender: by })
  csETH.ether.delete('vault')
  return [claim(s, { place, remainder }, env)]
}

/** Ours, csETH's, or the restaking layer's. */
export function verbOf(to: string, fn: string): Run {
  const kind = kindOf(to)
  const found = own[`${kind}.${fn}`]
  if (found) return found
  if (kind === 'vault' || to === 'queue') return ofVault(({ liquid: s }) => s.vault, fn)
  if (kind === 'csETH' || to === 'csQueue') return ofVault(({ csETH }) => csETH, fn)
  return ({ liquid: s }, args, env) => layerVerbs[fn]!.run(s.restaking, args, env, to)
}

function ofVault(of: (world: World) => spec.State, fn: string): Run {
  return (world, args, env) => vaultVerbs[fn]!.run(of(world), args as VaultValue[], env) as Value[]
}

/** Whose functions and events an account has. */
export function kindOf(name: string): string {
  if (assets.some(({ strategy }) => strategy === name)) return 'strategy'
  if (name === reward) return 'token'
  if (name === 'rptETH') return 'reported'
  if (name === 'csQueue') return 'queue'
  return name.endsWith("'s pod") ? 'pod' : name
}

const rules: readonly liquid.Rule[] = [
  'OperatorShare',
  'ServiceShare',
  'PairOverlap',
  'Redistributable',
  'AllocationDelay',
  'SetNotAllowed',
  'AllocationSum',
  'Exhausted',
]

/** `Unreadable` is between the last two: no history has so many allocations. */
function ruleNumber(rule: liquid.Rule): bigint {
  const place = rules.indexOf(rule)
  return BigInt(rule === 'Exhausted' ? place + 1 : place)
}

/** What one contract lets another do, and nobody else. Histories have only the others try. */
function guarded(error: 'OnlyNative' | 'OnlyVault' | 'OnlySpread'): Run {
  return (_, __, { sender: caller }) => {
    throw new SpecError(error as 'OnlySpread', { caller })
  }
}

function verb<args extends readonly unknown[]>(run: Run<args>): Run {
  return run as unknown as Run
}
