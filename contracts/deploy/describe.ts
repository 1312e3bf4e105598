import { formatEther, formatGwei } from 'viem'
import type { Plan } from './plan.ts'

/** What a deployment would do, for a person to read before anything is sent. */
export function describe({ deployer, parameters, holders, addresses, steps }: Plan): string {
  const { network } = parameters
  const gas = steps.reduce((sum, step) => sum + step.gas, 0n)
  const value = steps.reduce((sum, step) => sum + step.value, 0n)
  const lines = [
    `Deployment of csETH to ${network.name} (chain ${network.chainId}) by ${deployer}`,
    '',
    'Transactions, in this order; an address follows from the deployer and the nonce, so nothing may come between them',
    ...steps.flatMap((step) => [
      `  nonce ${step.nonce}  ${step.what.padEnd(18)} ${step.address ?? step.to}  ≤ ${step.gas} gas${
        step.value > 0n ? `  sends ${formatEther(step.value)} ETH` : ''
      }`,
      ...describeArgs(step.args, '            '),
    ]),
    `  and, created by the queue: RedeemEscrow ${addresses.escrow}`,
    '',
    `Cost: at most ${gas} gas (${formatEther(gas * 10n ** 9n)} ETH at ${formatGwei(10n ** 9n)} gwei), and ${formatEther(value)} ETH for the dead shares, which stay in the vault`,
    '',
    'Used as they are',
    `  deposit contract   ${network.depositContract}`,
    `  WETH               ${network.weth ?? 'none on this network: the deployment brings one'}`,
    '',
    'Who holds which power',
    `  curator   ${holders.curator}  registers validators (with 1 ETH of its own each) and may request their full exit; can't move users' ether, stop payments or change a number`,
    `  steward   ${holders.steward}  announces state layouts of future forks, at least ${days(Number(parameters.layouts.notice) * 12)} ahead: the one trusted power over the rate`,
    `  treasury  ${holders.treasury}  receives the fee's shares; no power`,
    '  nobody    pauses, upgrades, or changes a parameter',
    '',
    'Parameters',
    ...describeArgs(parameters.vault, '  vault.'),
    ...describeArgs(parameters.registry, '  registry.'),
    ...describeArgs(parameters.layouts, '  layouts.'),
    ...describeArgs(parameters.rateFeed, '  rateFeed.'),
    ...parameters.network.forks.map(
      ({ epoch, version }) =>
        `  layout of fork ${version} from epoch ${epoch} (slot ${epoch * 32n})`,
    ),
  ]
  return lines.join('\n')
}

export function describeArgs(args: Record<string, unknown>, prefix: string): string[] {
  return Object.entries(args).flatMap(([name, value]) =>
    isRecord(value)
      ? describeArgs(value, `${prefix}${name}.`)
      : Array.isArray(value) && value.every(isRecord)
        ? value.flatMap((row, index) => describeArgs(row, `${prefix}${name}[${index}].`))
        : [`${prefix}${name} = ${value}`],
  )
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const days = (seconds: number) => `${Math.round(seconds / 86_400)} days`
