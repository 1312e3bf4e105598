import { formatEther, formatGwei } from 'viem'
import { describeArgs } from '../describe.ts'
import type { LiquidPlan } from './plan.ts'

/** What a deployment of crETH would do, for a person to read before anything is sent. */
export function describeLiquid(plan: LiquidPlan): string {
  const { deployer, parameters, holders, addresses, under, steps } = plan
  const gas = steps.reduce((sum, step) => sum + step.gas, 0n)
  const value = steps.reduce((sum, step) => sum + step.value, 0n)
  const { tokens, delegators, policy, ...rest } = parameters
  return [
    `Deployment of crETH to chain ${parameters.chainId} by ${deployer}`,
    '',
    'Transactions, in this order; an address follows from the deployer and the nonce, so nothing may come between them',
    ...steps.map(
      ({ nonce, what, address, to, gas }) =>
        `  nonce ${nonce}  ${what.padEnd(18)} ${address ?? to}  ≤ ${gas} gas`,
    ),
    `  and, created by the queue: RedeemEscrow ${addresses.escrow}`,
    ...addresses.delegators.map(
      ({ delegator, operator }, index) =>
        `  and, created by the spread: delegator ${index} ${delegator}, of operator ${operator}, weight ${delegators[index]!.weight}`,
    ),
    '',
    `Cost: at most ${gas} gas (${formatEther(gas * 10n ** 9n)} ETH at ${formatGwei(10n ** 9n)} gwei), and ${formatEther(value)} ETH for the dead shares, which stay in the vault`,
    '',
    'Used as they are',
    ...describeArgs(under, '  '),
    ...tokens.map(
      ({ symbol, token, strategy, capWei, haircutBps }) =>
        `  ${symbol} ${token}, in strategy ${strategy}: up to ${formatEther(capWei)} ETH, less ${haircutBps} bps`,
    ),
    '',
    'The most that can be lost, of all that crETH is worth',
    ...describeArgs(policy, '  '),
    '',
    'Who holds which power',
    `  beneficiary  ${holders.beneficiary}  receives the fees that don’t stay to bear losses first; no power`,
    `  starter      ${holders.starter}  gives each reward token its first price, once; too high a price only takes time`,
    '  nobody       pauses, upgrades, moves stake from one operator to another, or changes a parameter',
    '',
    'Parameters',
    ...describeArgs(rest, '  '),
  ].join('\n')
}
