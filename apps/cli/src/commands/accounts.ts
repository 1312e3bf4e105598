import type { Command } from 'commander'
import { begin } from '../begin.ts'
import { type Address, erc20Abi } from 'viem'
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
      const sharesOf = (vault: Address) =>
        readContract(client, {
          address: vault,
          abi: erc20Abi,
          functionName: 'balanceOf',
          args: [address],
        })
      const [ether, shares, crETH] = await Promise.all([
        getBalance(client, { address }),
        sharesOf(world.deployment.vault),
        world.hasLiquid ? sharesOf(world.liquid.liquid.vault) : undefined,
      ])
      return { name, address, ether, shares, ...(crETH !== undefined && { crETH }) }
    }),
  )

  terminal.result(rows, () =>
    table(
      ['', 'Account', 'Address', 'ETH', 'csETH', ...(world.hasLiquid ? ['crETH'] : [])],
      rows.map(({ name, address, ether, shares, crETH }, index) => [
        String(index),
        name,
        address,
        formatAmount(ether),
        formatAmount(shares),
        ...(crETH === undefined ? [] : [formatAmount(crETH)]),
      ]),
      { right: [0, 3, 4, 5] },
    ),
  )
}
