import { CairnError } from './base.ts'

/** A refusal by a contract that has no class of its own here: errors that only a wrong proof or a wrong caller can cause. */
export class ContractError extends CairnError {
  override name = 'ContractError'
  constructor(
    readonly errorName: string,
    readonly args: readonly unknown[],
    options?: ErrorOptions,
  ) {
    super(`The contract refused: ${errorName}(${args.map(String).join(', ')}).`, options)
  }
}
