import { createServer, type Server } from 'node:http'
import { isHex } from 'viem'
import type { Service } from './service.ts'
import type { Answer, Signed } from './statement.ts'

/** milliseconds that a peer may take */
const patience = 5_000

/** Has operators answer `GET /<service>/<subject>`, each for its service. Returns the server; close it to stop. */
export async function serveAnswers(
  operators: { [name in Service['name']]?: { answer: Answer } },
  { port, host = '127.0.0.1', signal }: serveAnswers.Options,
) {
  const server = createServer(async (request, response) => {
    const [, name, subject] = /^\/(oracle|attester)\/([^/?]+)$/.exec(request.url ?? '') ?? []
    const operator = operators[name as Service['name']]
    try {
      const signed = operator && (await operator.answer(decodeURIComponent(subject!), signal))
      if (!signed) return response.writeHead(404).end()
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(signed))
    } catch {
      // What the matter is, the operator's own log says.
      response.writeHead(503).end()
    }
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  return server as Server
}

export declare namespace serveAnswers {
  type Options = { port: number; host?: string; signal: AbortSignal }
}

/** What the operator at `url` says. One that doesn't answer, or answers nonsense, says nothing: others may. */
export function askPeer(url: string, name: Service['name']): Answer {
  return async (subject, signal) => {
    try {
      const response = await fetch(new URL(`/${name}/${encodeURIComponent(subject)}`, url), {
        signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
      })
      if (!response.ok) return undefined
      return toSigned((await response.json()) as Partial<Signed> | null, subject)
    } catch {
      signal.throwIfAborted()
      return undefined
    }
  }
}

function toSigned(answer: Partial<Signed> | null, subject: string): Signed | undefined {
  const { value, signature } = answer ?? {}
  if (answer?.subject !== subject || typeof value !== 'string') return undefined
  if (!/^(0x[0-9a-f]{64}|0|[1-9]\d{0,38})$/.test(value)) return undefined
  return isHex(signature) && signature.length === 132 ? { subject, value, signature } : undefined
}
