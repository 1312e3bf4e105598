import { BeaconError, UnknownForkError } from '@cairn/beacon'
import { BaseError } from 'viem'

/** Trying again later may help: the daemon logs it and takes the next tick. */
export class RetryableError extends Error {
  override name = 'RetryableError'
}

/** Trying again can't help: the daemon ends, and a person has to change something. */
export class FatalError extends Error {
  override name = 'FatalError'
}

/** The transaction was included and reverted. Whatever is still to be done is planned anew from the chain. */
export class RevertedError extends RetryableError {
  override name = 'RevertedError'
  constructor(
    readonly duty: string,
    readonly hash: string,
  ) {
    super(`${duty} reverted in ${hash}. It will be planned anew.`)
  }
}

/** Another transaction of this key took the nonce, so this one can never be included. */
export class SupersededError extends RetryableError {
  override name = 'SupersededError'
  constructor(
    readonly duty: string,
    readonly nonce: number,
  ) {
    super(
      `Another transaction of this key took nonce ${nonce} before ${duty}. It will be planned anew.`,
    )
  }
}

/** The contract refuses the call as things stand, so nothing was sent. */
export class RefusedError extends RetryableError {
  override name = 'RefusedError'
  constructor(
    readonly duty: string,
    readonly reason: string,
    /** the contract's error */
    readonly error: string,
    options?: ErrorOptions,
  ) {
    super(`${duty} would revert: ${reason}`, options)
  }
}

export class FeesAboveCapError extends RetryableError {
  override name = 'FeesAboveCapError'
  constructor(
    readonly baseFee: bigint,
    readonly cap: bigint,
  ) {
    super(
      `The base fee is ${baseFee} wei, the cap ${cap}. Waiting for cheaper blocks; raise the cap to go on now.`,
    )
  }
}

export class OutOfFundsError extends RetryableError {
  override name = 'OutOfFundsError'
  constructor(
    readonly address: string,
    options?: ErrorOptions,
  ) {
    super(`${address} can't pay for its transactions. Send it ether.`, options)
  }
}

/** Gives what viem and the network throw the class that says what happens next. Unknown errors count as bugs: fatal. */
export function classify(error: unknown, address = 'the key'): Error {
  if (error instanceof UnknownForkError)
    return new FatalError(`${error.message} Use a newer Cairn.`, { cause: error })
  if (error instanceof BeaconError) return new RetryableError(error.message, { cause: error })
  if (!(error instanceof BaseError)) return toError(error)
  const reason = reasonOf(error)
  if (/insufficient funds/i.test(reason)) return new OutOfFundsError(address, { cause: error })
  return new RetryableError(reason, { cause: error })
}

/** What a node said, in its own words. */
export function reasonOf(error: unknown) {
  if (!(error instanceof BaseError)) return String(error)
  return error.details ? `${error.shortMessage} ${error.details}` : error.shortMessage
}

const toError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)))

export function isAbort(error: unknown) {
  return error instanceof Error && error.name === 'AbortError'
}
