import { spawn } from 'node:child_process'
import { createTestClient, http, publicActions, walletActions } from 'viem'
import { foundry } from 'viem/chains'
import { measureVault } from './vault.ts'
const port = 20000 + Math.floor(Math.random()*20000)
const child = spawn('/work/main/node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil',['--hardfork','osaka','--port',String(port),'--silent','--balance','1000000','--timestamp','1800000000','--steps-tracing'])
const client = createTestClient({ mode:'anvil', chain: foundry, transport: http(`http://127.0.0.1:${port}`), pollingInterval: 5 }).extend(publicActions).extend(walletActions)
for (let i=0;i<100;i++){ try { await client.getChainId(); break } catch { await new Promise(r=>setTimeout(r,50)) } }
const accounts = await client.getAddresses()
const want = process.argv[2]!, nth = Number(process.argv[3] ?? 0)
let seen: string[] = []
const c2 = client.extend((c: any) => ({ async sendTransaction(a: any) { const h = await (client as any).sendTransaction(a); seen.push(h + (a.data as string).slice(0,10)); return h } }))
try {
  await measureVault(client as never).catch(e=>console.log(e))
  const hits = seen.filter(s=>s.slice(66)===want)
  const h = hits.at(nth)!.slice(0,66)
  const t: any = await client.request({ method: 'debug_traceTransaction', params: [h, {disableMemory:true}] } as never)
  const { execSync } = await import('node:child_process')
  const from = Number(process.argv[4]), to = Number(process.argv[5])
  for (const [i,l] of t.structLogs.entries()) if (i>=from && i<=to) console.log(i, l.pc, l.op, l.gas, (l.stack??[]).slice(-3).join(' '))
  const hist: Record<string,[number,number]> = {}
  for (const [i,l] of t.structLogs.entries()) { const cost = ['CALL','STATICCALL','DELEGATECALL'].includes(l.op)? 0 : l.gasCost; const e = hist[l.op] ??= [0,0]; e[0]++; e[1]+=cost }
  console.log(h, t.gas, hits.length)
  for (const [op,[n,g]] of Object.entries(hist).sort((a,b)=>b[1][1]-a[1][1]).slice(0,22)) console.log(op.padEnd(14), n, g)
  
} finally { child.kill() }
