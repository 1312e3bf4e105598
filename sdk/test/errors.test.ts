import {
  iRateAdapterAbi,
  nativeStakeAbi,
  redeemEscrowAbi,
  redeemQueueAbi,
  restakedEtherAbi,
  rewardAuctionAbi,
  spreadAbi,
  stakedEtherAbi,
  validatorRegistryAbi,
} from '@cairn/contracts/abi'
import { SpecError } from '@cairn/spec'
import {
  type AbiParameter,
  BaseError,
  encodeErrorResult,
  type Hex,
  HttpRequestError,
  maxUint256,
  RpcRequestError,
  InsufficientFundsError as ViemInsufficientFundsError,
} from 'viem'
import { describe, expect, test } from 'vitest'
import { asContract } from '../src/errors/decode.ts'
import {
  CairnError,
  ContractError,
  DeadlinePassedError,
  InsufficientBalanceError,
  InsufficientFundsError,
  LaneExhaustedError,
  NothingToClaimError,
  StaleError,
  toCairnError,
} from '../src/index.ts'

const abis = { stakedEtherAbi, redeemQueueAbi, redeemEscrowAbi, validatorRegistryAbi }
const address = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'

/** As an execution node says it, and viem wraps it. */
function reverted(data: Hex, wrap = (cause: Error) => new BaseError('It failed.', { cause })) {
  const error = { code: 3, message: 'execution reverted', data }
  return wrap(new RpcRequestError({ body: {}, url: 'http://localhost', error }))
}

function stale() {
  return encodeErrorResult({ abi: stakedEtherAbi, errorName: 'Stale', args: [1_000n, 2_000n] })
}

describe('toCairnError', () => {
  test('default: a revert becomes the class of its error, with its arguments', () => {
    const error = toCairnError(reverted(stale()))

    expect(error).toBeInstanceOf(StaleError)
    expect(error).toMatchObject({ provenAt: new Date(1_000_000), staleAt: new Date(2_000_000) })
    expect((error as Error).cause).toBeInstanceOf(BaseError)
  })

  test('behavior: the data is found however deep it is', () => {
    const twice = (cause: Error) =>
      new BaseError('Outer.', { cause: new BaseError('Inner.', { cause }) })
    expect(toCairnError(reverted(stale(), twice))).toBeInstanceOf(StaleError)
  })

  test("behavior: a node that nests the data isn't a reason to miss it", () => {
    const cause = Object.assign(new Error('reverted'), { data: { data: stale() } })
    expect(toCairnError(new BaseError('It failed.', { cause }))).toBeInstanceOf(StaleError)
  })

  test('behavior: errors of the same name are told apart by their arguments', () => {
    const ofShares = encodeErrorResult({
      abi: stakedEtherAbi,
      errorName: 'InsufficientBalance',
      args: [address, 1n, 2n],
    })
    expect(toCairnError(reverted(ofShares))).toBeInstanceOf(InsufficientBalanceError)
  })

  test('behavior: what no contract of ours raised stays as it came', () => {
    const foreign = reverted('0x08c379a0')
    expect(toCairnError(foreign)).toBe(foreign)

    const lost = new HttpRequestError({ url: 'http://localhost' })
    expect(toCairnError(lost)).toBe(lost)

    const bug = new TypeError('x is not a function')
    expect(toCairnError(bug)).toBe(bug)
  })

  test('behavior: an account without ether is told so', () => {
    const error = new BaseError('It failed.', { cause: new ViemInsufficientFundsError() })
    expect(toCairnError(error)).toBeInstanceOf(InsufficientFundsError)
  })

  test('behavior: every message ends with the next move', () => {
    const samples = errorsOf(Object.values(abis).flat() as AbiItem[]).filter(
      (error) => !(error instanceof ContractError),
    )
    expect(samples.length).toBeGreaterThan(40)
    for (const { message } of samples) expect(message).toMatch(/\.$/)
  })

  test("behavior: every error that a user's verb can meet has a class", () => {
    const met = [
      ...['ZeroAmount', 'InvalidReceiver', 'InsufficientBalance', 'InsufficientAllowance'],
      ...['NotAuthorized', 'Stale', 'CheckpointOpen', 'SlashingUnbooked', 'NotFresh'],
      ...['RequestBelowMinimum', 'FillBelowMinimum', 'NothingEligible', 'LaneExhausted'],
      ...['SharesBelowMinimum', 'AssetsBelowMinimum', 'DeadlinePassed', 'NotTicketOwner'],
      ...['NothingToClaim', 'ExceedsClaimable', 'TooManyTickets', 'PaymentFailed'],
      ...['NotDue', 'UnknownValidator', 'DepositInFlight', 'TopUpOutOfRange', 'PubkeyTaken'],
      ...['ExceedsShortfall', 'PartialFirst', 'WithdrawalOutOfRange', 'FeeTooLow'],
    ]
    const classes = errorsOf(Object.values(abis).flat() as AbiItem[]).map(({ name }) => name)
    for (const name of met) expect(classes).toContain(`${name}Error`)
  })

  test("behavior: every error that a verb of crETH's can meet has a class", () => {
    const abi = [
      ...restakedEtherAbi,
      ...spreadAbi,
      ...nativeStakeAbi,
      ...rewardAuctionAbi,
      ...iRateAdapterAbi,
    ] as readonly AbiItem[]
    const met = [
      ...['NotStamped', 'QueueFirst', 'Unsynced', 'Depreciated', 'IssuerUnsound', 'DoorClosed'],
      ...['UnknownAsset', 'UnknownDelegator', 'ZeroUnits', 'RoundNotDue', 'ExceedsRoom'],
      ...['Breached', 'ExceedsWaiting', 'NothingWanted', 'RungLaid', 'NothingInExcess'],
      ...['TooManyRoots', 'NotExhausted', 'NotOneStrategy', 'NoQueue', 'SpreadTicketsFull'],
      ...['NotListed', 'AlreadyListed', 'PriceOutOfBounds', 'NothingForSale', 'Underpaid'],
      ...['UnitsBelowMinimum', 'AuctionOver', 'AuctionRunning', 'NoPod', 'ValidatorUnfit'],
      ...['AlreadyStaked', 'AmountOutOfBounds', 'NotInFlight', 'NotWanted', 'AskedLately'],
      ...['ExceedsBalance', 'PodBalanceMissing', 'SpreadFlightsFull', 'WrongCredentials'],
    ]
    const classes = errorsOf(abi).map(({ name }) => name)
    for (const name of met) expect(classes).toContain(`${name}Error`)
    for (const { name, message } of errorsOf(abi))
      if (name !== 'ContractError') expect(message).toMatch(/\.$/)
  })
})

describe('asContract', () => {
  test("default: the spec's refusal is the contract's", () => {
    const refuse = () => {
      throw new SpecError('LaneExhausted', { assets: 3n, available: 2n })
    }
    expect(() => asContract(refuse)).toThrow(LaneExhaustedError)
    expect(() => asContract(refuse)).toThrow(expect.objectContaining({ assets: 3n, available: 2n }))
  })

  test("behavior: a bug isn't taken for a refusal", () => {
    const fail = () => {
      throw new RangeError('Division by zero')
    }
    expect(() => asContract(fail)).toThrow(RangeError)
  })
})

describe('words', () => {
  test("behavior: a time beyond any calendar doesn't keep an error from being said", () => {
    const data = encodeErrorResult({
      abi: stakedEtherAbi,
      errorName: 'DeadlinePassed',
      args: [maxUint256],
    })
    expect(toCairnError(reverted(data))).toBeInstanceOf(DeadlinePassedError)
  })

  test('behavior: a ticket is named by its place in the line', () => {
    const id = 10n ** 18n
    expect(new NothingToClaimError(id, 0n).message).toContain('the ticket at 1.0 ')
  })

  test('behavior: every class says its own name', () => {
    const error = new LaneExhaustedError(1n, 0n)
    expect(error).toBeInstanceOf(CairnError)
    expect(error.name).toBe('LaneExhaustedError')
  })
})

type AbiItem = { type: string; name: string; inputs: readonly AbiParameter[] }

/** One of each error that `abi` declares. */
function errorsOf(abi: readonly AbiItem[]): CairnError[] {
  return abi
    .filter((item) => item.type === 'error')
    .map((item) => {
      const args = item.inputs.map(({ type }) => sampleOf(type))
      const data = encodeErrorResult({ abi: [item], errorName: item.name, args } as never)
      return toCairnError(reverted(data)) as CairnError
    })
}

function sampleOf(type: string) {
  if (type === 'address') return address
  if (type === 'string') return 'name'
  const bytes = /^bytes(\d+)$/.exec(type)
  if (bytes) return `0x${'11'.repeat(Number(bytes[1]))}`
  return /^uint(8|16|32|40)$/.test(type) ? 1 : 10n ** 18n
}
