import { readFileSync } from 'node:fs'
import { signServiceKey } from '@cairn/sdk'
import type { Command } from 'commander'
import pc from 'picocolors'
import { type Hex, isHex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { begin } from '../../begin.ts'
import { UsageError } from '../../errors.ts'
import { setName } from '../../names.ts'
import { parseOperatorSet } from '../../parse/operatorSet.ts'
import { restaker } from '../../world.ts'

type Options = { signingKey?: string; data?: string; leave?: boolean }

export async function registerSet(set: string, options: Options, command: Command) {
  const { signingKey, data, leave = false } = options
  if (data !== undefined && !isHex(data)) throw new UsageError('--data takes bytes in hex: 0x….')
  const key = signingKey === undefined ? undefined : readKey(signingKey)
  const { terminal, world, confirm } = await begin(command)
  const operatorSet = parseOperatorSet(set, world.restaking)
  const client = await restaker(world)
  const common = { avs: operatorSet.avs, operatorSetIds: [operatorSet.id] }

  if (leave) {
    await confirm(`Leave ${setName(world, operatorSet)}?`)
    const left = await terminal.during('Leaving', () => client.deregisterFromOperatorSets(common))
    terminal.result(left, () =>
      [
        `${pc.green('Left')} ${setName(world, operatorSet)}. It can slash you up to block ${left.slashableUntil}; take back what you allocated with ${pc.cyan(`cairn operator deallocate ${set}`)}.`,
        pc.dim(`Transaction ${left.hash}`),
      ].join('\n'),
    )
    return
  }

  await confirm(`Join ${setName(world, operatorSet)}?`)
  const result = await terminal.during('Joining', async () => {
    const operator = client.account.address
    const proof = key && (await signServiceKey(client, { service: common.avs, operator, key }))
    return client.registerForOperatorSets({ ...common, data: proof ?? data })
  })
  terminal.result(result, () =>
    [
      `${pc.green('Joined')} ${pc.bold(setName(world, operatorSet))}. It can slash what you allocated to it from now on.`,
      pc.dim(`Transaction ${result.hash}`),
    ].join('\n'),
  )
}

function readKey(path: string) {
  let text: string
  try {
    text = readFileSync(path, 'utf8').trim()
  } catch {
    throw new UsageError(`${path} can't be read. Check the path and its permissions.`)
  }
  const key = text.startsWith('0x') ? text : `0x${text}`
  if (!/^0x[0-9a-f]{64}$/i.test(key))
    throw new UsageError(`${path} doesn't hold a private key: 32 bytes, in hex.`)
  return privateKeyToAccount(key as Hex)
}
