import type { Address } from 'viem'
import { UnreachableError, CliError } from './errors.ts'

/** The devnet's time machine, over loopback HTTP. */
export type ControlStatus = {
  chainId: number
  rpcUrl: string
  beaconUrl: string
  addresses: Record<string, Address>
  /** The restaking layer's, if there is one. */
  restaking: Record<string, unknown> | null
  /** Where claims of rewards are proven. */
  claimsUrl: string | null
  accounts: Record<string, Address>
}

/** What the control API says of each step of time. */
export type TimeLine = {
  time?: number
  slot?: number
  done?: number
  total?: number
  finished?: boolean
  error?: string
}

export async function readControl(url: string): Promise<ControlStatus> {
  const response = await request(url, '/status')
  return (await response.json()) as ControlStatus
}

/** Undefined if there is no devnet at `url`. */
export async function findControl(url: string): Promise<ControlStatus | undefined> {
  try {
    return await readControl(url)
  } catch (error) {
    if (error instanceof CliError) return undefined
    throw error
  }
}

/** Lets `seconds` pass, told line by line. */
export async function* passTime(url: string, seconds: number): AsyncGenerator<TimeLine> {
  const response = await request(url, '/time', { seconds })
  for await (const line of linesOf(response)) {
    const told = JSON.parse(line) as TimeLine
    if (told.error !== undefined) throw new CliError(`Time stopped: ${told.error}`)
    yield told
  }
}

export async function slashValidator(
  url: string,
  validator: number,
): Promise<{ index: number; slot: number }> {
  const response = await request(url, '/slash', { validator })
  return (await response.json()) as { index: number; slot: number }
}

/** Has an operator of the devnet sign two statements on one subject. */
export async function equivocate(
  url: string,
  asked: { operator: string; service: string },
): Promise<{ operator: string; service: string }> {
  const response = await request(url, '/equivocate', asked)
  return (await response.json()) as { operator: string; service: string }
}

async function request(url: string, path: string, body?: object): Promise<Response> {
  const response = await fetch(new URL(path, url), {
    ...(body && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  }).catch(() => {
    throw new UnreachableError(
      `No devnet answers at ${url}. Start one with \`npm start\`, or say where it is with --control.`,
    )
  })
  if (!response.ok) throw new CliError(`The devnet refused: ${await reasonOf(response)}`)
  return response
}

async function reasonOf(response: Response): Promise<string> {
  const text = await response.text()
  try {
    return JSON.parse(text).error ?? text
  } catch {
    return text
  }
}

async function* linesOf(response: Response): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const bytes of response.body ?? []) {
    rest += decoder.decode(bytes, { stream: true })
    const lines = rest.split('\n')
    rest = lines.pop()!
    yield* lines.filter((line) => line.trim() !== '')
  }
  if (rest.trim() !== '') yield rest
}
