import * as spec from '@cairn/spec'
import type { Env, State } from '@cairn/spec'
import type { Call, Value } from './trace.ts'

/** Each function of the contracts that a trace can call, as the specification has it. Returns are lists. */
type Run<args extends readonly unknown[] = readonly Value[]> = (
  state: State,
  args: args,
  env: Env,
) => readonly Value[]

type Verb = { to: Call['to']; run: Run; view?: boolean }

const none: readonly Value[] = []

export const verbs: Record<string, Verb> = {
  depositETH: vault<[string, bigint?, bigint?]>((s, [receiver, minShares, deadline], env) => [
    spec.depositETH(s, { receiver, minShares, deadline }, env),
  ]),
  deposit: vault<[bigint, string, bigint?, bigint?]>(
    (s, [assets, receiver, minShares, deadline], env) => [
      spec.deposit(s, { assets, receiver, minShares, deadline }, env),
    ],
  ),
  mint: vault<[bigint, string, bigint?, bigint?]>(
    (s, [shares, receiver, maxAssets, deadline], env) => [
      spec.mint(s, { shares, receiver, maxAssets, deadline }, env),
    ],
  ),
  requestRedeem: vault<[bigint, string, string, bigint?, bigint?]>(
    (s, [shares, controller, owner, minAssets, deadline], env) => [
      spec.requestRedeem(s, { shares, controller, owner, minAssets, deadline }, env),
    ],
  ),
  fill: vault<[bigint]>((s, [maxAssets], env) => {
    const { shares, assets } = spec.fill(s, { maxAssets }, env)
    return [shares, assets]
  }),
  redeem: vault<[bigint, string, string]>((s, [shares, receiver, controller], env) => [
    spec.redeem(s, { shares, receiver, controller }, env),
  ]),
  withdraw: vault<[bigint, string, string]>((s, [assets, receiver, controller], env) => [
    spec.withdraw(s, { assets, receiver, controller }, env),
  ]),
  redeemInstant: vault<[bigint, string, string, bigint?, bigint?]>(
    (s, [shares, receiver, owner, minAssets, deadline], env) => [
      spec.redeemInstant(s, { shares, receiver, owner, minAssets, deadline }, env),
    ],
  ),
  setOperator: vault<[string, boolean]>((s, [operator, approved], env) => [
    spec.setOperator(s, { operator, approved }, env),
  ]),
  collectFees: vault((s, _, env) => [spec.collectFees(s, {}, env)]),
  transfer: vault<[string, bigint]>((s, [to, shares], env) => [
    spec.transfer(s, { to, shares }, env),
  ]),
  transferFrom: vault<[string, string, bigint]>((s, [from, to, shares], env) => [
    spec.transferFrom(s, { from, to, shares }, env),
  ]),
  approve: vault<[string, bigint]>((s, [spender, shares], env) => [
    spec.approve(s, { spender, shares }, env),
  ]),

  open: vault((s, _, env) => [spec.open(s, {}, env)]),
  close: vault<[bigint, bigint, bigint]>((s, [execution, outside, pinnedAt], env) => [
    spec.close(s, { execution, outside, pinnedAt }, env),
  ]),
  credit: vault<[string, bigint]>((s, [receiver, assets], env) => [
    spec.credit(s, { receiver, assets }, env),
  ]),
  stake: vault<[bigint]>((s, [assets], env) => {
    spec.stake(s, { assets }, env)
    return none
  }),
  suspend: vault((s, _, env) => {
    spec.suspend(s, {}, env)
    return none
  }),
  tip: vault<[string, bigint, bigint]>((s, [prover, part, whole], env) => [
    spec.tip(s, { prover, part, whole }, env),
  ]),
  receive: vault((s, _, { sender, value = 0n }) => {
    spec.pay(s, sender, s.addresses.vault, value)
    return none
  }),

  claim: queue<[bigint, string, bigint?, bigint?]>(
    (s, [id, receiver, minAssets, deadline], env) => {
      const { assets, remainder } = spec.claim(s, { id, receiver, minAssets, deadline }, env)
      return [assets, remainder]
    },
  ),
  settle: queue<[readonly bigint[]]>((s, [ids], env) => {
    spec.settle(s, { ids }, env)
    return none
  }),
  transferTicket: queue<[string, string, bigint]>((s, [from, to, id], env) => {
    spec.transferTicket(s, { from, to, id }, env)
    return none
  }),
  approveTicket: queue<[string, bigint]>((s, [account, id], env) => {
    spec.approveTicket(s, { account, id }, env)
    return none
  }),
  setTicketOperator: queue<[string, boolean]>((s, [operator, isApproved], env) => {
    spec.setTicketOperator(s, { operator, isApproved }, env)
    return none
  }),

  push: { to: 'queue', run: forVault },
  record: { to: 'queue', run: forVault },
  redeemSettled: { to: 'queue', run: forVault },
  withdrawSettled: { to: 'queue', run: forVault },
  pay: {
    to: 'escrow',
    run(_, __, { sender: caller }) {
      throw new spec.SpecError('OnlyQueue', { caller })
    },
  },

  rate: view((s, _, { now }) => {
    const { assets, supply } = spec.rate(s.money, s.parameters, now)
    return [assets, supply]
  }),
  previewRedeemInstant: view<[bigint]>((s, [shares], { now }) => [
    spec.previewRedeemInstant(s.money, s.parameters, now, shares),
  ]),
  previewMint: view<[bigint]>((s, [shares], { now }) => {
    const { assets, supply } = spec.rate(s.money, s.parameters, now)
    return [spec.toAssetsUp(shares, assets, supply)]
  }),
  convertToShares: view<[bigint]>((s, [amount], { now }) => {
    const { assets, supply } = spec.rate(s.money, s.parameters, now)
    return [spec.toSharesDown(amount, assets, supply)]
  }),
  convertToAssets: view<[bigint]>((s, [amount], { now }) => {
    const { assets, supply } = spec.rate(s.money, s.parameters, now)
    return [spec.toAssetsDown(amount, assets, supply)]
  }),
  idle: view((s) => [spec.idle(s.money)]),
  queued: view((s, _, { now }) => [wants(s, now).queued]),
  shortfall: view((s, _, { now }) => [wants(s, now).shortfall]),
  stakeable: view((s, _, { now }) => [wants(s, now).stakeable]),
}

/** Where the contract's name is another verb's here. */
export const contractNames: Record<string, string> = {
  transferTicket: 'transferFrom',
  approveTicket: 'approve',
  setTicketOperator: 'setApprovalForAll',
  redeemSettled: 'redeem',
  withdrawSettled: 'withdraw',
}

/** What the queue lets the vault do, and nobody else. Histories have only the others try. */
function forVault(_: State, __: readonly Value[], { sender: caller }: Env): readonly Value[] {
  throw new spec.SpecError('OnlyVault', { caller })
}

function wants(state: State, now: bigint) {
  const accrued = spec.accrue(state.money, state.parameters, now)
  return spec.balance(accrued, state.parameters, spec.queuedShares(state.queue))
}

function vault<args extends readonly unknown[]>(run: Run<args>): Verb {
  return { to: 'vault', run: run as unknown as Run }
}

function queue<args extends readonly unknown[]>(run: Run<args>): Verb {
  return { to: 'queue', run: run as unknown as Run }
}

function view<args extends readonly unknown[]>(run: Run<args>): Verb {
  return { to: 'vault', run: run as unknown as Run, view: true }
}
