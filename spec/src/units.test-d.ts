import { expectTypeOf, test } from 'vitest'
import { type Gwei, gweiToWei, type Shares, type Wei } from './units.ts'

test('behavior: a Gwei is no Wei, and a Wei no share; what is computed is either', () => {
  expectTypeOf<Gwei>().not.toMatchTypeOf<Wei>()
  expectTypeOf<Wei>().not.toMatchTypeOf<Shares>()
  expectTypeOf<bigint>().toMatchTypeOf<Wei>()
  expectTypeOf(gweiToWei).returns.toEqualTypeOf<Wei>()
})
