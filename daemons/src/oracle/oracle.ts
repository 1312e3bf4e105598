import { priceOracleAbi as abi } from '@cairn/sdk/abi'
import { type Address, type PublicClient, pad, toHex } from 'viem'
import { createOperator } from '../avs/operator.ts'
import type { Service } from '../avs/service.ts'
import type { Signed } from '../avs/statement.ts'
import { FatalError, type Head } from '../runtime/index.ts'
import type { Prices } from './prices.ts'

/** The price oracle: a subject is a round, its value the price when it began. Without prices it can only be watched. */
export async function oracleService({
  publicClient,
  address,
  prices,
}: oracleService.Args): Promise<Service> {
  const contract = { address, abi } as const
  const [period, chainId] = await Promise.all([
    publicClient.readContract({ ...contract, functionName: 'period' }),
    publicClient.getChainId(),
  ])
  const domain = { name: 'Cairn Price Oracle', version: '1', chainId, verifyingContract: address }
  const types = {
    Report: [
      { name: 'round', type: 'uint64' },
      { name: 'value', type: 'uint128' },
    ],
  }
  const reports = (statements: readonly Signed[]) =>
    statements.map(({ value, signature }) => ({ value: BigInt(value), signature }))
  const countedOn = (day: bigint, operator: Address, { number }: Head) =>
    publicClient.readContract({
      ...contract,
      functionName: 'countedOn',
      args: [day, operator],
      blockNumber: number,
    })
  const roundAt = (timestamp: bigint) => timestamp / period

  return {
    name: 'oracle',
    address,
    async due({ timestamp, number }) {
      const round = roundAt(timestamp)
      const posted = await publicClient.readContract({
        ...contract,
        functionName: 'isPosted',
        args: [round],
        blockNumber: number,
      })
      return { subject: String(round), since: round * period, turn: round, posted }
    },
    maySign: async (subject, { timestamp }) => subject === String(roundAt(timestamp)),
    async observe(subject, signal) {
      if (!prices) throw new FatalError('Without prices there is nothing to sign.')
      return String(await prices.at(BigInt(subject) * period, signal))
    },
    typedData: ({ subject, value }) => ({
      domain,
      types,
      primaryType: 'Report',
      message: { round: BigInt(subject), value: BigInt(value) },
    }),
    word: (subject) => pad(toHex(BigInt(subject))),
    select: (statements) =>
      statements.toSorted((a, b) => (BigInt(a.value) < BigInt(b.value) ? -1 : 1)),
    post: (statements) => ({
      ...contract,
      functionName: 'post',
      args: [BigInt(statements[0]!.subject), reports(statements)],
    }),
    async leftOut(subject, operator, head) {
      const [reports, newest] = await countedOn(head.timestamp / 86_400n, operator, head)
      return reports === 0n || newest !== BigInt(subject)
    },
    async earned(day, operator, head) {
      const [reports] = await countedOn(day, operator, head)
      return reports > 0n
    },
    join: (statements) => ({
      ...contract,
      functionName: 'join',
      args: [BigInt(statements[0]!.subject), reports(statements)],
    }),
    slash: (evidence) => ({
      ...contract,
      functionName: 'slash',
      args: [BigInt(evidence[0].subject), ...reports(evidence)],
    }),
    async heard(fromBlock, toBlock) {
      const logs = await publicClient.getContractEvents({
        ...contract,
        eventName: 'Reported',
        fromBlock,
        toBlock,
        strict: true,
      })
      return logs.map(({ args: { round, value, signature } }) => ({
        subject: String(round),
        value: String(value),
        signature,
      }))
    },
  }
}

export declare namespace oracleService {
  type Args = { publicClient: PublicClient; address: Address; prices?: Prices }
}

/** Signs the current round's price, and posts the round when it is its turn and two thirds of the stake have signed. */
export async function createOracle({ address, prices, ...settings }: createOracle.Settings) {
  const { publicClient } = settings
  const service = await oracleService({ publicClient, address, prices })
  return createOperator({ ...settings, service })
}

export declare namespace createOracle {
  type Settings = Omit<createOperator.Settings, 'service'> &
    Required<Omit<oracleService.Args, 'publicClient'>>
}
