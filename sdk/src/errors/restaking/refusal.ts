import { CairnError } from '../base.ts'

/**
 * A class for an error of the restaking ABI. Those errors carry no values, by that ABI: the message says what each means and
 * what to do, and an action that knows the values says them in place of it.
 */
export function refusal<const name extends string>(errorName: name, message: string) {
  return class extends CairnError {
    static readonly errorName = errorName
    override name = `${errorName}Error`

    constructor(detail: string = message, options?: ErrorOptions) {
      super(detail, options)
    }
  }
}
