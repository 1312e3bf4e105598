import type { Command } from 'commander'
import pc from 'picocolors'
import { begin } from '../begin.ts'
import { UsageError } from '../errors.ts'
import { formatEth, formatGweiAsEth } from '../format/amount.ts'
import { parseAmount } from '../parse/amount.ts'
import { findValidator, parseValidator } from '../parse/validator.ts'
import { facts } from '../terminal.ts'
import { reader, sender } from '../world.ts'

const gwei = 10n ** 9n

export async function exit(text: string, { amount }: { amount?: string }, command: Command) {
  const asked = parseValidator(text)
  const wei = amount === undefined ? 0n : parseAmount(amount)
  if (wei % gwei !== 0n)
    throw new UsageError(
      'The beacon chain counts in gwei: give the amount with at most 9 decimals.',
    )

  const { terminal, world, confirm } = await begin(command)
  const client = await sender(world)
  const [vault, validators] = await terminal.during('Reading the registry', () =>
    Promise.all([reader(world).readVault(), reader(world).readValidators()]),
  )
  const validator = findValidator(validators, asked)
  const { id } = validator

  const what = wei === 0n ? 'all of it' : formatEth(wei)
  terminal.note(
    `${facts([
      ['Validator', `${id} (beacon index ${validator.beaconIndex})`],
      ['Balance', `${formatGweiAsEth(validator.balance)}, as last proven`],
      ['Withdraw', what],
      [
        'Shortfall',
        `${formatEth(vault.shortfall)}, with ${formatEth(vault.withdrawing)} being withdrawn`,
      ],
    ])}\n`,
  )
  await confirm(`Withdraw ${what} from validator ${id}?`)

  const result = await terminal.during('Requesting the withdrawal', () =>
    client.requestWithdrawal({ id, amount: wei / gwei }),
  )
  terminal.result(result, () =>
    [
      `${pc.green('Requested')}: ${wei === 0n ? `validator ${id} will exit` : `${formatEth(wei)} will be withdrawn from validator ${id}`}. The ether arrives in a day or more, and counts from the checkpoint after that.`,
      pc.dim(`Transaction ${result.hash}`),
    ].join('\n'),
  )
}
