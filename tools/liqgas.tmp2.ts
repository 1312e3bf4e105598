import { createTestClient, http } from 'viem'
import { foundry } from 'viem/chains'
import { startAnvil } from '/tmp/wt/liq-sol/devnet/src/anvil.ts'
import { measureLiquid } from '/tmp/wt/liq-sol/contracts/gas/tmp.trace.ts'
(globalThis as any).n=0;(globalThis as any).want=['check@1','sync@2']
const anvil = await startAnvil({ timestamp: 1_800_000_000 })
try {
  await anvil.rpc('evm_setAutomine', [true])
  const client = createTestClient({ chain: foundry, mode: 'anvil', transport: http(anvil.url) })
  console.log(await measureLiquid(client as never))
} finally { await anvil.stop() }
