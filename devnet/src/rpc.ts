import { Agent, request } from 'node:http'
import { RpcRequestError } from 'viem'

/** One JSON-RPC call. */
export type Rpc = <T = unknown>(method: string, params?: readonly unknown[]) => Promise<T>

/** JSON-RPC over one kept-alive connection: several times faster than `fetch`, which matters at a thousand calls a day of world time. */
export function connectRpc(url: string): Rpc & { close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 })
  const { hostname, port } = new URL(url)
  let id = 0

  async function rpc<T>(method: string, params: readonly unknown[] = []): Promise<T> {
    const body = JSON.stringify({ jsonrpc: '2.0', id: ++id, method, params })
    const reply = await post(body, { agent, hostname, port })
    const { result, error } = JSON.parse(reply) as Reply<T>
    if (error) throw new RpcRequestError({ body: { method, params }, error, url })
    return result as T
  }
  return Object.assign(rpc, { close: () => agent.destroy() })
}

type Reply<T> = { result?: T; error?: { code: number; message: string; data?: unknown } }

function post(body: string, target: { agent: Agent; hostname: string; port: string }) {
  return new Promise<string>((resolve, reject) => {
    const outgoing = request(
      {
        ...target,
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      },
      (incoming) => {
        const parts: Buffer[] = []
        incoming.on('data', (part) => parts.push(part))
        incoming.on('end', () => resolve(Buffer.concat(parts).toString()))
        incoming.on('error', reject)
      },
    )
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}
