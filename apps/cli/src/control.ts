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
  /** crETH's, if there is one. */
  liquid?: Record<string, unknown> | null
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

/** What a scenario of the devnet told, and how crETH was before and after it. */
export type Told = { name: string; lines: string[]; before: ScenarioState; after: ScenarioState }

/** wei and seconds, as decimal strings */
export type ScenarioState = {
  /** of one share */
  rate: string
  /** behind all shares */
  assets: string
  /** The most that one operator, one service or two of them can take. */
  exposure: { operator: string; service: string; pair: string }
  /** until a request for one share would be filled */
  exitSeconds: string
}

/** Has the devnet play a scenario, told line by line; the last one holds the whole. */
export async function* playScenario(
  url: string,
  name: string,
): AsyncGenerator<{ line: string } | Told> {
  for await (const line of linesOf(await request(url, '/scenario', { name }))) {
    const told = JSON.parse(line) as { line?: string; result?: Told; error?: string }
    if (told.error !== undefined) throw new CliError(`The scenario stopped: ${told.error}`)
    if (told.line !== undefined) yield { line: told.line }
    if (told.result !== undefined) yield told.result
  }
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
