/** Errors of this room. Each says what to do next. */
export class BeaconError extends Error {
  override name = 'BeaconError'
}

export class BlockNotFoundError extends BeaconError {
  override name = 'BlockNotFoundError'
  constructor(readonly id: string | number) {
    super(`No beacon block ${id}. An empty slot has none: ask for the block before it.`)
  }
}

export class StateUnavailableError extends BeaconError {
  override name = 'StateUnavailableError'
  constructor(
    readonly id: string | number,
    reason: string,
  ) {
    super(
      `The state of beacon block ${id} is not available: ${reason}. Use a newer root, or a node that keeps it.`,
    )
  }
}

export class StateMismatchError extends BeaconError {
  override name = 'StateMismatchError'
  constructor(
    readonly expected: string,
    readonly actual: string,
  ) {
    super(
      `The state hashes to ${actual}, its block's header says ${expected}. The node answered with another state; ask another node.`,
    )
  }
}

export class UnknownForkError extends BeaconError {
  override name = 'UnknownForkError'
  constructor(readonly fork: string) {
    super(
      `The state layout of fork "${fork}" is not known here, so nothing about it can be proven. Known: electra, fulu.`,
    )
  }
}

export class NodeUnreachableError extends BeaconError {
  override name = 'NodeUnreachableError'
  constructor(
    readonly url: string,
    readonly reason: string,
  ) {
    super(
      `The beacon node at ${url} does not answer (${reason}). Check the address, and that it runs.`,
    )
  }
}

export class NodeResponseError extends BeaconError {
  override name = 'NodeResponseError'
  constructor(
    readonly url: string,
    readonly status: number,
    readonly body: string,
  ) {
    super(`The beacon node answered ${status} to ${url}: ${body.slice(0, 300)}`)
  }
}
