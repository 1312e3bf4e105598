import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { RetryableError } from '../runtime/index.ts'
import { httpClaims } from './claims.ts'

const earner = '0x00000000000000000000000000000000000000aa'
const { signal } = new AbortController()
let server: Server | undefined
afterEach(() => server?.close())

/** A rewards server that answers so, and the paths that it was asked for. */
async function serve(status: number, body: object) {
  const asked: (string | undefined)[] = []
  server = createServer(({ url }, response) => {
    asked.push(url)
    response.writeHead(status).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { claims: httpClaims(`http://127.0.0.1:${port}`), asked }
}

describe('httpClaims', () => {
  test('default: a claim, with amounts that no reader has rounded', async () => {
    const leaf = { token: earner, cumulativeEarnings: '12345678901234567890123' }
    const { claims, asked } = await serve(200, { rootIndex: 3, tokenLeaves: [leaf] })
    expect(await claims(earner, signal)).toEqual({
      rootIndex: 3,
      tokenLeaves: [{ token: earner, cumulativeEarnings: 12_345_678_901_234_567_890_123n }],
    })
    expect(asked).toEqual([`/claims/${earner}`])
  })

  test('nothing to claim is no failure', async () => {
    const { claims } = await serve(404, { error: 'nothing' })
    expect(await claims(earner, signal)).toBeUndefined()
  })

  test('error: RetryableError, if it answers something else', async () => {
    const { claims } = await serve(200, { rootIndex: 3 })
    await expect(claims(earner, signal)).rejects.toThrow(RetryableError)
  })

  test('error: RetryableError, if it fails or isn’t there', async () => {
    const { claims } = await serve(503, {})
    await expect(claims(earner, signal)).rejects.toThrow(RetryableError)
    await new Promise((done) => server!.close(done))
    await expect(claims(earner, signal)).rejects.toThrow("doesn't answer")
  })
})
