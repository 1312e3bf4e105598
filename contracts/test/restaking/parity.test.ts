import { existsSync, readFileSync } from 'node:fs'
import type { Abi, AbiParameter } from 'viem'
import { toEventHash, toFunctionSelector } from 'viem'
import { describe, expect, test } from 'vitest'
import eigenlayer from './eigenlayer.json' with { type: 'json' }

type Surface = {
  functions: Record<string, { signature: string; outputs: string[]; mutability: string }>
  events: Record<string, { signature: string; indexed: boolean[] }>
  errors: Record<string, string>
}

const theirs = eigenlayer as Record<string, Surface>

/** What EigenLayer's contracts have and ours don't, by contract ('*': each that has it), with the reason. */
const outOfScope: Record<string, Record<string, string>> = {
  '*': {
    'Initialized(uint8)': 'there are no proxies: what is deployed is complete',
  },
  StrategyManager: {
    'initialize(address,address,uint256)': 'the constructor does it',
  },
  StrategyFactory: {
    'initialize(address,uint256)': 'the constructor does it',
    'durationVaultBeacon()': 'no duration vaults',
    'durationVaultsByToken(address,uint256)': 'no duration vaults',
    'getDurationVaults(address)': 'no duration vaults',
    'DurationVaultDeployed(address,address,address,uint32,uint256,uint256,string,address,uint32)':
      'no duration vaults',
  },
  DelegationManager: {
    'initialize(uint256)': 'the constructor does it',
  },
  EigenPodManager: {
    'initialize(address,uint256)': 'the constructor does it',
  },
  AllocationManager: {
    'initialize(uint256)': 'the constructor does it',
    'viewImplementation()': 'one contract answers everything',
  },
  RewardsCoordinator: {
    'initialize(address,uint256,address,uint32,uint16,address)': 'the constructor does it',
  },
}

/** Contracts of EigenLayer's of which there is nothing here. */
const absent: Record<string, string> = {
  AVSDirectory: 'how services registered operators before there were operator sets',
  DurationVaultStrategy: 'a strategy that is its own operator; nobody here needs one',
  EmissionsController: "it emits EigenLayer's own token",
  KeyRegistrar: 'keys for certificates, which are checked on other chains',
  CrossChainRegistry: 'other chains',
  OperatorTableUpdater: 'other chains',
  ECDSACertificateVerifier: 'other chains',
  BN254CertificateVerifier: 'other chains',
  TaskMailbox: "tasks are the services' own",
  ReleaseManager: 'releases of software',
  ProtocolRegistry: 'contracts are immutable: the deployment is the registry',
}

describe.each(Object.keys(theirs))('%s', (contract) => {
  const expected = theirs[contract] as Surface
  const excused = { ...outOfScope['*'], ...outOfScope[contract] }
  const ours = surfaceOf(contract)

  test('has every function, with its outputs, and reads where theirs reads', () => {
    const wrong = Object.entries(expected.functions).flatMap(([selector, theirs]) => {
      if (theirs.signature in excused) return []
      const found = ours.functions[selector]
      if (!found) return [`${selector} ${theirs.signature} is missing`]
      return [
        ...differences(theirs.signature, 'signature', found.signature, theirs.signature),
        ...differences(theirs.signature, 'outputs', `${found.outputs}`, `${theirs.outputs}`),
        ...(canStandFor(found.mutability, theirs.mutability)
          ? []
          : [`${theirs.signature} is ${found.mutability}, theirs is ${theirs.mutability}`]),
      ]
    })
    expect(wrong).toEqual([])
  })

  test('has every event, indexed alike', () => {
    const wrong = Object.entries(expected.events).flatMap(([topic, theirs]) => {
      if (theirs.signature in excused) return []
      const found = ours.events[topic]
      if (!found) return [`${topic} ${theirs.signature} is missing`]
      return differences(theirs.signature, 'indexed', `${found.indexed}`, `${theirs.indexed}`)
    })
    expect(wrong).toEqual([])
  })

  test('has every error', () => {
    const missing = Object.entries(expected.errors).flatMap(([selector, signature]) =>
      signature in excused || selector in ours.errors ? [] : [`${selector} ${signature}`],
    )
    expect(missing).toEqual([])
  })

  test('leaves out only what it does not have', () => {
    const needless = Object.keys(excused).filter((signature) =>
      signatures(ours).includes(signature),
    )
    expect(needless).toEqual([])
  })
})

test('what is out of scope is theirs', () => {
  const unknown = Object.entries(outOfScope).flatMap(([contract, reasons]) => {
    const places = contract === '*' ? Object.values(theirs) : [theirs[contract] as Surface]
    const known = places.flatMap(signatures)
    return Object.keys(reasons).filter((signature) => !known.includes(signature))
  })
  expect(unknown).toEqual([])
})

test('what is absent is absent', () => {
  const present = Object.keys(absent).filter(
    (contract) => contract in theirs || existsSync(artifact(contract)),
  )
  expect(present).toEqual([])
})

test('the list itself is true: selectors and topics are the hashes of what they stand for', () => {
  const wrong = Object.values(theirs).flatMap((surface) => [
    ...Object.entries(surface.functions).filter(
      ([selector, { signature }]) => toFunctionSelector(`function ${signature}`) !== selector,
    ),
    ...Object.entries(surface.events).filter(
      ([topic, { signature }]) => toEventHash(signature) !== topic,
    ),
    ...Object.entries(surface.errors).filter(
      ([selector, signature]) => toFunctionSelector(`function ${signature}`) !== selector,
    ),
  ])
  expect(wrong).toEqual([])
})

/**
 * Whether a caller who was compiled against `theirs` can call `ours`: who expects a view calls it statically, so it may not
 * write; who expects to send ether must be able to. A call that writes nothing here may write there.
 */
function canStandFor(ours: string, theirs: string): boolean {
  const reads = ['view', 'pure']
  if (reads.includes(theirs)) return reads.includes(ours)
  return (ours === 'payable') === (theirs === 'payable')
}

function differences(of: string, what: string, ours: string, theirs: string): string[] {
  return ours === theirs ? [] : [`${of}: ${what} ${ours}, theirs ${theirs}`]
}

function signatures({ functions, events, errors }: Surface): string[] {
  return [
    ...Object.values(functions).map(({ signature }) => signature),
    ...Object.values(events).map(({ signature }) => signature),
    ...Object.values(errors),
  ]
}

/** What the build says of a contract. */
function surfaceOf(contract: string): Surface {
  const { abi } = JSON.parse(readFileSync(artifact(contract), 'utf8')) as { abi: Abi }
  const surface: Surface = { functions: {}, events: {}, errors: {} }
  for (const item of abi) {
    if (!('name' in item) || item.name === undefined) continue
    const signature = `${item.name}${tuple(item.inputs)}`
    if (item.type === 'function')
      surface.functions[toFunctionSelector(`function ${signature}`)] = {
        signature,
        outputs: item.outputs.map(typeOf),
        mutability: item.stateMutability,
      }
    if (item.type === 'event')
      surface.events[toEventHash(signature)] = {
        signature,
        indexed: item.inputs.map(({ indexed }) => indexed === true),
      }
    if (item.type === 'error')
      surface.errors[toFunctionSelector(`function ${signature}`)] = signature
  }
  return surface
}

function artifact(contract: string): URL {
  return new URL(`../../out/${contract}.sol/${contract}.json`, import.meta.url)
}

function typeOf(parameter: AbiParameter): string {
  return 'components' in parameter
    ? parameter.type.replace('tuple', tuple(parameter.components))
    : parameter.type
}

function tuple(parameters: readonly AbiParameter[]): string {
  return `(${parameters.map(typeOf)})`
}
