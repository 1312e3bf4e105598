import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { mutants as vaultMutants } from './mutants.ts'
import { inject, vaultLayer } from './mutate.ts'
import { restakingLayer } from './restaking/layer.ts'
import { liquidLayer } from './liquid/layer.ts'
import { mutants as liquidMutants } from './liquid/mutants.ts'
import { mutants as restakingMutants } from './restaking/mutants.ts'

const mutants = [...vaultMutants, ...restakingMutants, ...liquidMutants]
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

  test('behavior: what is copied of a layer imports nothing that is left behind', () => {
    for (const { needed, without = [] } of [vaultLayer, restakingLayer, liquidLayer]) {
      const copied = new Set(needed.flatMap(filesIn))
      for (const path of without.flatMap(filesIn)) copied.delete(path)
      for (const path of copied)
        for (const other of importsOf(path))
          expect(copied, `${other}, for ${path}`).toContain(other)
    }
  })

  test('error: a fault without a place, or with two', () => {
    const mutant = { file: 'a.sol', about: 'some', search: 'x', replace: 'y' }
    expect(() => inject('a b', mutant)).toThrow('0 places')
    expect(() => inject('x x', mutant)).toThrow('2 places')
  })
})

/** The Solidity files at or below `path`. */
function filesIn(path: string): string[] {
  if (!statSync(contracts + path).isDirectory()) return [path]
  return readdirSync(contracts + path, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.sol'))
    .map((name) => join(path, name))
}

function importsOf(path: string): string[] {
  const source = readFileSync(contracts + path, 'utf8')
  return [...source.matchAll(/"(\.[^"]+\.sol)"/g)].map(([, other]) => join(dirname(path), other!))
}
