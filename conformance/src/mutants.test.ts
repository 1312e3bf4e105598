import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { mutants as vaultMutants } from './mutants.ts'
import { inject } from './mutate.ts'
import { mutants as restakingMutants } from './restaking/mutants.ts'

const mutants = [...vaultMutants, ...restakingMutants]
const contracts = fileURLToPath(new URL('../../contracts/', import.meta.url))

describe('the faults', () => {
  test('default: each has one place in the contracts as they are, and changes it', () => {
    for (const mutant of mutants) {
      const source = readFileSync(contracts + mutant.file, 'utf8')
      expect(inject(source, mutant), mutant.about).not.toBe(source)
    }
  })

  test('behavior: no two are the same', () => {
    const places = mutants.map(({ file, search, replace }) => `${file} ${search} ${replace}`)
    expect(new Set(places).size).toBe(mutants.length)
  })

  test('error: a fault without a place, or with two', () => {
    const mutant = { file: 'a.sol', about: 'some', search: 'x', replace: 'y' }
    expect(() => inject('a b', mutant)).toThrow('0 places')
    expect(() => inject('x x', mutant)).toThrow('2 places')
  })
})
