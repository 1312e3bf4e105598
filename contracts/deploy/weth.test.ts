import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { wethCode } from './weth.ts'

const require = createRequire(import.meta.url)

test('the WETH that a deployment brings is solady’s, as our compiler compiles it', () => {
  const solc = require('solc') as { compile(input: string): string }
  const source = (path: string) => ({
    content: readFileSync(require.resolve(`solady/src/${path}`), 'utf8'),
  })
  const output = JSON.parse(
    solc.compile(
      JSON.stringify({
        language: 'Solidity',
        sources: {
          'solady/tokens/WETH.sol': source('tokens/WETH.sol'),
          'solady/tokens/ERC20.sol': source('tokens/ERC20.sol'),
        },
        settings: {
          evmVersion: 'osaka',
          optimizer: { enabled: true, runs: 200 },
          metadata: { bytecodeHash: 'none' },
          outputSelection: { '*': { '*': ['evm.deployedBytecode.object'] } },
        },
      }),
    ),
  )
  const compiled = output.contracts['solady/tokens/WETH.sol'].WETH.evm.deployedBytecode.object
  expect(`0x${compiled}`).toBe(wethCode)
})
