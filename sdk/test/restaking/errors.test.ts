import {
  iAllocationManagerAbi,
  iDelegationManagerAbi,
  iEigenPodAbi,
  iEigenPodManagerAbi,
  iPauserRegistryAbi,
  iPermissionControllerAbi,
  iRewardsCoordinatorAbi,
  iStrategyAbi,
  iStrategyFactoryAbi,
  iStrategyManagerAbi,
} from '@cairn/contracts/abi'
import { SpecError } from '@cairn/spec'
import { BaseError, RpcRequestError, toFunctionSelector } from 'viem'
import { describe, expect, test } from 'vitest'
import { asContract } from '../../src/errors/decode.ts'
import * as refusals from '../../src/errors/restaking/index.ts'
import { CairnError, ContractError, FullySlashedError, toCairnError } from '../../src/index.ts'

const names = [
  ...new Set(
    [
      iStrategyManagerAbi,
      iStrategyAbi,
      iStrategyFactoryAbi,
      iDelegationManagerAbi,
      iAllocationManagerAbi,
      iEigenPodManagerAbi,
      iEigenPodAbi,
      iRewardsCoordinatorAbi,
      iPermissionControllerAbi,
      iPauserRegistryAbi,
    ].flatMap((abi) => abi.filter((item) => item.type === 'error').map(({ name }) => name)),
  ),
]

function reverted(name: string) {
  const data = toFunctionSelector(`${name}()`)
  const error = { code: 3, message: 'execution reverted', data }
  const cause = new RpcRequestError({ body: {}, url: 'http://localhost', error })
  return toCairnError(new BaseError('It failed.', { cause })) as CairnError
}

describe('refusals of the restaking layer', () => {
  test('default: every error of the ABI has a class that says what to do', () => {
    expect(names.length).toBeGreaterThan(120)
    for (const name of names) {
      const error = reverted(name)
      expect(error, name).not.toBeInstanceOf(ContractError)
      expect(error).toBeInstanceOf(CairnError)
      expect(error.message).toMatch(/[a-z].*\.$/s)
    }
  })

  test('default: a class is of one error, and its name says which', () => {
    const classes = Object.values(refusals)
    expect(new Set(classes.map(({ errorName }) => errorName)).size).toBe(classes.length)
    for (const [name, Refusal] of Object.entries(refusals)) {
      // Two are called by what they mean: their names are taken, or a library's.
      if (['PodFeeTooLowError', 'TokenTransferFailedError'].includes(name)) continue
      expect(name).toBe(`${Refusal.errorName}Error`)
      expect(new Refusal().name).toBe(name)
    }
  })

  test("behavior: the spec's refusal is the contract's", () => {
    const refuse = () => {
      throw new SpecError('FullySlashed', {})
    }
    expect(() => asContract(refuse)).toThrow(FullySlashedError)
  })

  test('behavior: who knows more says it in place of the usual words', () => {
    expect(new FullySlashedError('Strategy 0x1 is gone.').message).toBe('Strategy 0x1 is gone.')
    expect(new FullySlashedError()).toBeInstanceOf(Error)
  })
})
