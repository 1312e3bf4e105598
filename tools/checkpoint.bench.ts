// Gas of a whole checkpoint of 1,000 validators on a state of 100,000: `npx tsx tools/checkpoint.bench.ts [validators] [state]`.
import { startAnvil } from '@cairn/devnet'
import { createTestClient, http } from 'viem'
import { foundry } from 'viem/chains'
import { checkpointOf } from '../contracts/gas/staking.ts'

const count = Number(process.argv[2] ?? 1_000)
const total = Number(process.argv[3] ?? 100_000)

const anvil = await startAnvil({ timestamp: 1_800_000_000 })
try {
  await anvil.rpc('evm_setAutomine', [true])
  const client = createTestClient({ chain: foundry, mode: 'anvil', transport: http(anvil.url) })
  const rows = []
  for (const spread of ['contiguous', 'scattered'] as const) {
    const { open, prove, bytes } = await checkpointOf(client, { spread, count, total })
    const gas = Number(open + prove)
    rows.push({
      validators: `${count}, ${spread}`,
      'gas, open': Number(open),
      'gas, prove': Number(prove),
      'gas / validator': Math.round(gas / count),
      'proof bytes': bytes,
    })
  }
  console.table(rows)
} finally {
  await anvil.stop()
}
