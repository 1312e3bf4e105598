import type { Command } from 'commander'
import { begin } from '../begin.ts'
import { erc20Abi } from 'viem'
import { getBalance, readContract } from 'viem/actions'
import { addressOf } from '../account.ts'
import { devAccount, devNames } from '../devnet.ts'
import { formatAmount } from '../format/amount.ts'
import { table } from '../terminal.ts'
import { reader } from '../world.ts'

export async function accounts(_options: unknown, command: Command) {
  const { options, terminal, world } = await begin(command)
  const client = reader(world)

  const who = world.isDevnet
    ? devNames.map((name, index) => ({ name: name as string, address: devAccount(index).address }))
    : [{ name: 'account', address: await addressOf(options, world.chain.id) }]

  const rows = await Promise.all(
    who.map(async ({ name, address }) => {
      const [ether, shares] = await Promise.all([
        getBalance(client, { address }),
        readContract(client, {
          address: world.deployment.vault,
          abi: erc20Abi,
          functionName: 'balanceOf',
          args: [address],
        }),
      ])
      return { name, address, ether, shares }
    }),
  )

  terminal.result(rows, () =>
    table(
      ['', 'Account', 'Address', 'ETH', 'csETH'],
      rows.map(({ name, address, ether, shares }, index) => [
        String(index),
        name,
        address,
        formatAmount(ether),
        formatAmount(shares),
      ]),
      { right: [0, 3, 4] },
    ),
  )
}
