import { iAllocationManagerAbi, iRewardsCoordinatorAbi, priceOracleAbi } from '@cairn/contracts/abi'
import {
  type Address,
  encodeFunctionData,
  encodePacked,
  erc20Abi,
  type Hex,
  keccak256,
  parseEther,
} from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { readContract } from 'viem/actions'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  AlreadySlashedError,
  ApprovalMissingError,
  DayNotOverError,
  EarningsNotGreaterThanClaimedError,
  InsufficientMagnitudeError,
  InvalidPermissionsError,
  InvalidSignatureError,
  NoConflictError,
  OperatorNotRegisteredError,
  payRewards,
  readService,
  RootNotActivatedError,
  SaltSpentError,
  SameMagnitudeError,
  signServiceKey,
  slashByEvidence,
  StakeBelowMinimumError,
  UnauthorizedCallerError,
  wad,
} from '../../src/index.ts'
import { transact } from '../../src/internal/transact.ts'
import { day, type Layer, start, startLayer } from './layer.ts'

let layer: Layer
beforeAll(async () => {
  layer = await startLayer()
  for (const name of ['alice', 'bob', 'dave'] as const)
    await layer.give(layer.accounts[name].address, parseEther('100'))
})
afterAll(async () => {
  await layer?.stop()
})

const address = (name: 'alice' | 'bob' | 'carol' | 'curator' | 'dave' | 'treasury') =>
  layer.accounts[name].address

const balanceOf = (token: Address, owner: Address) =>
  readContract(layer.publicClient, {
    address: token,
    abi: erc20Abi,
    functionName: 'balanceOf',
    args: [owner],
  })

describe('an approval', () => {
  const expiry = BigInt(start) + 30n * BigInt(day)

  test('delegate: asks for the one that the operator wants, and takes it once', async () => {
    const { alice, carol } = { alice: layer.as('alice'), carol: layer.as('carol') }
    const operator = address('dave')
    await layer
      .as('dave')
      .registerAsOperator({ allocationDelay: 1, delegationApprover: address('carol') })
    await expect(alice.delegateTo({ operator })).rejects.toThrow(ApprovalMissingError)

    const forBob = await carol.signDelegationApproval({ staker: address('bob'), operator, expiry })
    await expect(alice.delegateTo({ operator, approval: forBob })).rejects.toThrow(
      InvalidSignatureError,
    )

    const approval = await carol.signDelegationApproval({
      staker: address('alice'),
      operator,
      expiry,
    })
    await alice.delegateTo({ operator, approval })
    expect((await alice.readRestaked()).operator).toBe(operator)
    await alice.undelegate()
    await expect(alice.delegateTo({ operator, approval })).rejects.toThrow(SaltSpentError)
  })

  test('redelegate: moves with an approval too', async () => {
    const alice = layer.as('alice')
    const operator = address('dave')
    const approve = () =>
      layer.as('carol').signDelegationApproval({ staker: address('alice'), operator, expiry })
    await alice.delegateTo({ operator, approval: await approve() })
    await alice.depositIntoStrategy({ strategy: layer.strategy, amount: parseEther('1') })
    const { withdrawals } = await alice.redelegate({ operator, approval: await approve() })
    expect(withdrawals).toHaveLength(1)
    await alice.undelegate()
  })

  test('error: OperatorNotRegisteredError', async () => {
    const asked = layer.as('alice').delegateTo({ operator: address('treasury') })
    await expect(asked).rejects.toThrow(OperatorNotRegisteredError)
  })
})

describe('a price oracle', () => {
  const key = privateKeyToAccount(generatePrivateKey())
  const service = () => layer.deployment.avs.oracle
  const set = () => ({ avs: service(), id: 0 })

  async function sign(round: bigint, value: bigint) {
    const hash = await readContract(layer.publicClient, {
      address: service(),
      abi: priceOracleAbi,
      functionName: 'reportDigest',
      args: [round, value],
    })
    return { value, signature: await key.sign({ hash }) }
  }

  test('allocate: at most what there is, and only by the operator', async () => {
    const { strategy } = layer
    const bob = layer.as('bob')
    await bob.registerAsOperator({ allocationDelay: 0 })
    await bob.depositIntoStrategy({ strategy, amount: parseEther('10') })
    const allocation = { operatorSet: set(), strategy, magnitude: wad / 2n }
    const allocations = [allocation]

    const whole = [{ ...allocation, magnitude: wad + 1n }]
    await expect(bob.modifyAllocations({ allocations: whole })).rejects.toThrow(
      InsufficientMagnitudeError,
    )
    const others = layer.as('alice').modifyAllocations({ allocations, operator: address('bob') })
    await expect(others).rejects.toThrow(InvalidPermissionsError)
    await bob.modifyAllocations({ allocations })
    await expect(bob.modifyAllocations({ allocations })).rejects.toThrow(SameMagnitudeError)
  })

  test('registerForOperatorSets: with a key of its own, and enough stake', async () => {
    const bob = layer.as('bob')
    const data = await signServiceKey(bob, { service: service(), operator: address('bob'), key })
    await bob.registerForOperatorSets({ avs: service(), operatorSetIds: [0], data })
    expect(await readService(bob, { service: service() })).toMatchObject({
      members: [{ operator: address('bob'), key: key.address, weight: parseEther('5') }],
      price: undefined,
    })
    expect(await bob.readOperator()).toMatchObject({ redistributable: true })
    expect(await bob.readOperatorSet({ operatorSet: set() })).toMatchObject({
      slasher: service(),
      registrar: service(),
      recipient: address('treasury'),
      redistributes: true,
    })

    const poor = privateKeyToAccount(generatePrivateKey())
    const dave = layer.as('dave')
    const proof = await signServiceKey(dave, {
      service: service(),
      operator: address('dave'),
      key: poor,
    })
    const asked = dave.registerForOperatorSets({
      avs: service(),
      operatorSetIds: [0],
      data: proof,
    })
    await expect(asked).rejects.toThrow(StakeBelowMinimumError)
  })

  test('readService: the newest price', async () => {
    const { timestamp } = await layer.publicClient.getBlock()
    const round = timestamp / 3_600n
    const report = await sign(round, parseEther('3000'))
    await transact(layer.as('carol'), {
      to: service(),
      data: encodeFunctionData({
        abi: priceOracleAbi,
        functionName: 'post',
        args: [round, [report]],
      }),
    })
    expect((await readService(layer.as('carol'), { service: service() })).price).toMatchObject({
      round,
      value: parseEther('3000'),
    })
  })

  test('payRewards: a day, when it is over', async () => {
    const carol = layer.as('carol')
    const today = BigInt(start) / BigInt(day)
    await expect(payRewards(carol, { service: service(), day: today })).rejects.toThrow(
      DayNotOverError,
    )
    await layer.setTime(start + day + 60)
    const { amount, day: paid } = await payRewards(carol, { service: service() })
    expect({ amount, paid }).toEqual({ amount: parseEther('1000'), paid: today })
    const { yesterday } = await readService(carol, { service: service() })
    expect(yesterday).toEqual({ day: today, paid: true })
  })

  test('processClaim: by proof, from when the root is in force, once', async () => {
    const bob = layer.as('bob')
    const { token } = await readService(bob, { service: service() })
    const tokenLeaf = { token, cumulativeEarnings: parseEther('7') }
    const earnerTokenRoot = keccak256(
      encodePacked(['uint8', 'address', 'uint256'], [1, token, tokenLeaf.cumulativeEarnings]),
    )
    const earnerLeaf = { earner: address('bob'), earnerTokenRoot }
    const root = keccak256(
      encodePacked(['uint8', 'address', 'bytes32'], [0, address('bob'), earnerTokenRoot]),
    )
    await transact(layer.as('curator'), {
      to: layer.deployment.rewardsCoordinator,
      data: encodeFunctionData({
        abi: iRewardsCoordinatorAbi,
        functionName: 'submitRoot',
        args: [root, start + day],
      }),
    })
    const claim = {
      rootIndex: 0,
      earnerIndex: 0,
      earnerTreeProof: '0x' as Hex,
      earnerLeaf,
      tokenIndices: [0],
      tokenTreeProofs: ['0x' as Hex],
      tokenLeaves: [tokenLeaf],
    }
    await expect(bob.processClaim({ claim })).rejects.toThrow(RootNotActivatedError)
    expect((await bob.readRewards()).roots).toMatchObject([{ index: 0, root, claimable: false }])

    const { timestamp } = await layer.publicClient.getBlock()
    await layer.setTime(Number(timestamp) + 3_700)
    await expect(layer.as('alice').processClaim({ claim })).rejects.toThrow(UnauthorizedCallerError)
    await bob.setClaimerFor({ claimer: address('alice') })
    const { paid } = await layer.as('alice').processClaim({ claim, recipient: address('carol') })
    expect(paid).toEqual([{ token, amount: parseEther('7') }])
    expect(await balanceOf(token, address('carol'))).toBe(parseEther('7'))
    await expect(layer.as('alice').processClaim({ claim })).rejects.toThrow(
      EarningsNotGreaterThanClaimedError,
    )
    expect(await bob.readRewards({ tokens: [token] })).toMatchObject({
      claimer: address('alice'),
      claimed: [{ token, amount: parseEther('7') }],
      roots: [{ claimable: true }],
    })
  })

  test('slashByEvidence: two values for one round, shown by anyone, once', async () => {
    const carol = layer.as('carol')
    const round = 7n
    const [first, second] = [await sign(round, 1n), await sign(round, 2n)]
    const same = { type: 'reports', round, first, second: first } as const
    await expect(slashByEvidence(carol, { service: service(), evidence: same })).rejects.toThrow(
      NoConflictError,
    )

    const evidence = { type: 'reports', round, first, second } as const
    const { operator, slashId } = await slashByEvidence(carol, { service: service(), evidence })
    expect({ operator, slashId }).toEqual({ operator: address('bob'), slashId: 1n })
    // A tenth of the half that was allocated.
    const { holdings } = await layer.as('bob').readRestaked()
    expect(holdings[0]!.withdrawableShares).toBe(parseEther('9.5'))
    await expect(slashByEvidence(carol, { service: service(), evidence })).rejects.toThrow(
      AlreadySlashedError,
    )

    const before = await balanceOf(layer.token, address('treasury'))
    const { paid } = await carol.clearSlashedShares({ operatorSet: set(), slashId })
    expect(paid).toMatchObject([{ to: address('treasury'), amount: parseEther('0.5') }])
    expect(await balanceOf(layer.token, address('treasury'))).toBe(before + parseEther('0.5'))
  })

  test('deregister and deallocate: slashable for the delay, then free', async () => {
    const bob = layer.as('bob')
    const { strategy } = layer
    const { slashableUntil } = await bob.deregisterFromOperatorSets({
      avs: service(),
      operatorSetIds: [0],
    })
    const { updates } = await bob.modifyAllocations({
      allocations: [{ operatorSet: set(), strategy, magnitude: 0n }],
    })
    const { blockNumber, strategies } = await bob.readOperator()
    expect(slashableUntil).toBe(blockNumber - 1n + 28n)
    expect(updates[0]!.effectBlock).toBe(blockNumber + 28n + 1n)
    expect(strategies[0]!.allocations[0]!.pendingDiff).toBeLessThan(0n)
  })
})

describe('a set of our own', () => {
  test('submitRewards: by stake or by name, in any order of strategies and operators', async () => {
    const dave = layer.as('dave')
    const { strategy, deployment, token } = layer
    const operatorSet = { avs: address('dave'), id: 1 }
    for (const data of [
      encodeFunctionData({
        abi: iAllocationManagerAbi,
        functionName: 'updateAVSMetadataURI',
        args: [address('dave'), ''],
      }),
      encodeFunctionData({
        abi: iAllocationManagerAbi,
        functionName: 'createOperatorSets',
        args: [
          address('dave'),
          [{ operatorSetId: 1, strategies: [strategy], slasher: address('dave') }],
        ],
      }),
    ])
      await transact(dave, { to: deployment.allocationManager, data })

    const common = {
      ...{ operatorSet, token, start: BigInt(start), duration: BigInt(day) },
      strategies: [{ strategy, multiplier: wad }],
    }
    const before = await balanceOf(token, deployment.rewardsCoordinator)
    for (const by of ['uniqueStake', 'totalStake'] as const)
      await dave.submitRewards({ ...common, by, amount: parseEther('1') })
    const operatorRewards = (['dave', 'bob'] as const)
      .map((name) => ({ operator: address(name), amount: parseEther('0.5') }))
      .sort((a, b) => (a.operator > b.operator ? -1 : 1))
    const { amount } = await dave.submitRewards({ ...common, by: 'operator', operatorRewards })
    expect(amount).toBe(parseEther('1'))
    expect(await balanceOf(token, deployment.rewardsCoordinator)).toBe(before + parseEther('3'))
  })

  test('setAllocationDelay: in effect after the configuration delay', async () => {
    const dave = layer.as('dave')
    const { effectBlock } = await dave.setAllocationDelay({ delay: 99 })
    const { blockNumber, allocationDelay } = await dave.readOperator()
    expect(allocationDelay).toBe(1)
    expect(effectBlock).toBe(blockNumber + 35n + 1n)
    await layer.mine(36)
    expect((await dave.readOperator()).allocationDelay).toBe(99)
  })
})
