import { spawn } from 'node:child_process'
import { createTestClient, http, publicActions, walletActions } from 'viem'
import { foundry } from 'viem/chains'
import { measureVault } from '/tmp/wt/vault/contracts/gas/vault.ts'
const port = 20000 + Math.floor(Math.random()*20000)
const child = spawn('/work/main/node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil',['--hardfork','osaka','--port',String(port),'--silent','--balance','1000000','--timestamp','1800000000'])
const client = createTestClient({ mode:'anvil', chain: foundry, transport: http(`http://127.0.0.1:${port}`), pollingInterval: 5 }).extend(publicActions).extend(walletActions)
for (let i=0;i<100;i++){ try { await client.getChainId(); break } catch { await new Promise(r=>setTimeout(r,50)) } }
try {
  const c: Record<string, number> = {'csETH: depositETH':46000,'csETH: deposit WETH':70000,'csETH: transfer':36000,'csETH: requestRedeem':110000,'csETH: requestRedeem, first ticket':127000,'csETH: claim, 6 fills':66000,'csETH: claim, 66 fills':80000,'csETH: fill 1 request':92000,'csETH: fill 100 requests':92000,'csETH: redeemInstant':75000}
  for (const [k,v] of Object.entries(await measureVault(client as never))) console.log(k.padEnd(45), v, c[k] ?? '', (c[k]??0)-v)
} finally { child.kill() }
