import { bridgeAttesterAbi as abi } from '@cairn/sdk/abi'
import { type Address, type PublicClient, pad, toHex } from 'viem'
import { createOperator } from '../avs/operator.ts'
import { weightOf } from '../avs/readMembers.ts'
import type { Service, Weighed } from '../avs/service.ts'
import { FatalError, RetryableError } from '../runtime/index.ts'

/**
 * The bridge attester: a subject is `chain/height` of another chain, its value the root of the block there. Without that
 * chain it can only be watched.
 */
export async function attesterService({
  publicClient,
  source,
  address,
  every = 32,
  confirmations,
}: attesterService.Args): Promise<Service> {
  const contract = { address, abi } as const
  const [sourceChainId, chainId] = await Promise.all([
    source?.getChainId(),
    publicClient.getChainId(),
  ])
  const domain = {
    name: 'Cairn Bridge Attester',
    version: '1',
    chainId,
    verifyingContract: address,
  }
  const types = {
    Attestation: [
      { name: 'sourceChainId', type: 'uint64' },
      { name: 'blockNumber', type: 'uint64' },
      { name: 'blockRoot', type: 'bytes32' },
    ],
  }
  const step = BigInt(every)
  const chainOf = (subject: string) => BigInt(subject.split('/')[0]!)
  const heightOf = (subject: string) => BigInt(subject.split('/')[1]!)
  const toAttestation = ({ subject, value }: { subject: string; value: string }) => ({
    sourceChainId: chainOf(subject),
    blockNumber: heightOf(subject),
    blockRoot: value as `0x${string}`,
  })

  /** The highest block that can't be undone any more. */
  async function finalHeight(source: PublicClient) {
    if (confirmations === undefined)
      return (await source.getBlock({ blockTag: 'finalized' })).number ?? 0n
    const height = (await source.getBlockNumber({ cacheTime: 0 })) - BigInt(confirmations)
    return height > 0n ? height : 0n
  }

  return {
    name: 'attester',
    address,
    async due({ number, timestamp: now }) {
      if (!source || sourceChainId === undefined) return undefined
      const height = ((await finalHeight(source)) / step) * step
      if (height === 0n) return undefined
      const [{ timestamp }, newest, posted] = await Promise.all([
        source.getBlock({ blockNumber: height }),
        source.getBlock(),
        publicClient.readContract({
          ...contract,
          functionName: 'isAttested',
          args: [BigInt(sourceChainId), height],
          blockNumber: number,
        }),
      ])
      // How long ago, the source's clock says; the two may differ.
      const since = now - (newest.timestamp - timestamp)
      return { subject: `${sourceChainId}/${height}`, since, turn: height / step, posted }
    },
    // Others may be some blocks behind, or ahead.
    async maySign(subject) {
      const [, chain, digits] = /^(\d{1,20})\/([1-9]\d{0,18})$/.exec(subject) ?? []
      if (!source || digits === undefined || chain !== String(sourceChainId)) return false
      const height = BigInt(digits)
      const final = await finalHeight(source)
      return height % step === 0n && height <= final && final - height < 8n * step
    },
    async observe(subject) {
      const blockNumber = heightOf(subject)
      if (!source) throw new FatalError('Without the other chain there is nothing to attest.')
      if (blockNumber > (await finalHeight(source)))
        throw new RetryableError(`Block ${blockNumber} isn't final yet.`)
      return (await source.getBlock({ blockNumber })).hash!
    },
    typedData: (statement) => ({
      domain,
      types,
      primaryType: 'Attestation',
      message: toAttestation(statement),
    }),
    word: (subject) => pad(toHex((chainOf(subject) << 64n) | heightOf(subject))),
    select: (statements) => heaviest(statements),
    post: (statements) => ({
      ...contract,
      functionName: 'attest',
      args: [toAttestation(statements[0]!), statements.map(({ signature }) => signature)],
    }),
    slash: ([first, second]) => ({
      ...contract,
      functionName: 'slash',
      args: [toAttestation(first), first.signature, toAttestation(second), second.signature],
    }),
    async earned(day, _, { number }) {
      const roots = await publicClient.readContract({
        ...contract,
        functionName: 'attestedOn',
        args: [day],
        blockNumber: number,
      })
      return roots > 0n
    },
    async heard(fromBlock, toBlock) {
      const logs = await publicClient.getContractEvents({
        ...contract,
        eventName: 'Signed',
        fromBlock,
        toBlock,
        strict: true,
      })
      return logs.map(({ args: { subject, blockRoot, signature } }) => ({
        subject: `${BigInt(subject) >> 64n}/${BigInt(subject) & (2n ** 64n - 1n)}`,
        value: blockRoot,
        signature,
      }))
    },
  }
}

export declare namespace attesterService {
  type Args = {
    publicClient: PublicClient
    /** of the other chain */
    source?: PublicClient
    address: Address
    /** blocks from one height that is attested to the next; the same for all operators */
    every?: number
    /** blocks on top of one that count as final, for a source that doesn't tell what is */
    confirmations?: number
  }
}

/** Attests roots of the source chain, and posts them when it is its turn and two thirds of the stake have signed. */
export async function createAttester({
  source,
  address,
  every,
  confirmations,
  ...settings
}: createAttester.Settings) {
  const { publicClient } = settings
  const service = await attesterService({ publicClient, source, address, every, confirmations })
  return createOperator({ ...settings, service })
}

export declare namespace createAttester {
  type Settings = Omit<createOperator.Settings, 'service'> &
    Omit<attesterService.Args, 'publicClient'>
}

/** Of statements that differ, those with the most weight behind them. */
function heaviest(statements: readonly Weighed[]): Weighed[] {
  const sides = [...new Set(statements.map(({ value }) => value))].map((value) =>
    statements.filter((statement) => statement.value === value),
  )
  return sides.toSorted((a, b) => (weightOf(a) > weightOf(b) ? -1 : 1))[0] ?? []
}
