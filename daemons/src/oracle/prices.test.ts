import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseEther } from 'viem'
import { afterAll, describe, expect, test } from 'vitest'
import { RetryableError } from '../runtime/index.ts'
import { httpPrices, wanderingPrices } from './prices.ts'

const { signal } = new AbortController()

describe('wanderingPrices', () => {
  const prices = wanderingPrices()

  test('the same for all who ask, and not always the same', async () => {
    const times = Array.from({ length: 200 }, (_, i) => 1_700_000_000n + BigInt(i) * 5_000n)
    const seen = await Promise.all(times.map((time) => prices.at(time, signal)))
    expect(await wanderingPrices().at(times[5]!, signal)).toBe(seen[5])
    expect(new Set(seen).size).toBeGreaterThan(190)
  })

  test('within three percent of its middle', async () => {
    for (let time = 1_700_000_000n; time < 1_702_000_000n; time += 7_777n) {
      const price = await prices.at(time, signal)
      expect(price >= parseEther('2910') && price <= parseEther('3090')).toBe(true)
    }
  })
})

describe('httpPrices', () => {
  const answers: [number, string][] = []
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url!)
    const [status, body] = answers.shift()!
    response.writeHead(status).end(body)
  })
  const listening = new Promise<string>((resolve) =>
    server.listen(0, '127.0.0.1', () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/eth-usd`),
    ),
  )
  afterAll(() => server.close())

  test('asks for the price of a moment', async () => {
    answers.push([200, '{"price":"3012.45"}'])
    expect(await httpPrices(await listening).at(1_700_000_000n, signal)).toBe(parseEther('3012.45'))
    expect(asked).toEqual(['/eth-usd?at=1700000000'])
  })

  test.each([
    [404, ''],
    [200, 'null'],
    [200, '{"price":3012.45}'],
    [200, '{"price":"-1"}'],
    [200, '{"price":"0.0"}'],
    [200, '{"price":"1e3"}'],
  ])('signs nothing on an answer like %s %s', async (status, body) => {
    answers.push([status, body])
    await expect(httpPrices(await listening).at(1n, signal)).rejects.toThrow(RetryableError)
  })
})
