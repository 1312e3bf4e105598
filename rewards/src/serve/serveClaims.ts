import { createServer, type Server } from 'node:http'
import { isAddress } from 'viem'
import { stringify } from './log.ts'
import type { Rewards } from './rewards.ts'

/**
 * Serves, on loopback:
 * - `GET /claims/<earner>`: a `RewardsMerkleClaim` of all that the earner hasn't claimed yet, amounts as strings; 404 if that is
 *   nothing;
 * - `GET /root`: the root that it is against.
 */
export function serveClaims(rewards: Rewards, { port }: { port: number }): Promise<Server> {
  const server = createServer(async (request, response) => {
    const [status, body] = await answer(request.method, request.url ?? '/').catch(
      (error: unknown) => [503, { error: String(error) }] as const,
    )
    response.writeHead(status, { 'content-type': 'application/json' }).end(stringify(body))
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })

  async function answer(method: string | undefined, url: string) {
    if (method !== 'GET') return [405, { error: 'There is only GET.' }] as const
    const [, what, earner] = url.split('?')[0]!.split('/')
    if (what === 'root') {
      const root = rewards.claimableRoot()
      return root ? ([200, root] as const) : ([404, { error: 'No root is active yet.' }] as const)
    }
    if (what !== 'claims' || !earner)
      return [404, { error: 'Ask for /root or /claims/<earner>.' }] as const
    if (!isAddress(earner, { strict: false }))
      return [400, { error: `${earner} isn't an address.` }] as const

    const claim = await rewards.claimFor(earner)
    return claim
      ? ([200, claim] as const)
      : ([404, { error: `${earner} has nothing to claim now.` }] as const)
  }
}
