import { pathToFileURL } from 'node:url'
import {
  allocationManagerAbi,
  bridgeAttesterAbi,
  iEigenPodAbi,
  priceOracleAbi,
} from '@cairn/contracts/abi'
import { checkpointPod } from '@cairn/daemons'
import { fetchClaim } from '@cairn/rewards'
import {
  beaconEtherStrategy,
  clearSlashedShares,
  completeQueuedWithdrawals,
  delegateTo,
  depositIntoStrategy,
  processClaim,
  queueWithdrawals,
  readOperator,
  readPod,
  readRestaked,
  stake,
} from '@cairn/sdk'
import { restaking as spec } from '@cairn/spec'
import { type Address, erc20Abi, type Hex, parseEther, parseEventLogs } from 'viem'
import type { Name } from '../accounts.ts'
import { between, ether, is } from '../checks.ts'
import { secondsPerSlot, slotsPerEpoch } from '../lockstep.ts'
import { startWorld, type World } from '../world.ts'
import type { ServiceName } from './operators.ts'
import { podKey } from './pods.ts'

const epoch = slotsPerEpoch * secondsPerSlot
const hour = 3_600
const day = 24 * hour
const wad = 10n ** 18n
const gwei = 10n ** 9n

/** What the demo saw, for whoever wants to look again. */
export type Seen = {
  /** units of each service's token */
  rewards: { oracle: bigint; bridge: bigint }
  /** csETH's shares */
  before: bigint
  after: bigint
  queued: { before: bigint; after: bigint }
  redistributed: bigint
  paid: bigint
  /** wei */
  native: { queued: bigint; paid: bigint }
}

/**
 * The restaking layer, narrated: csETH put to work for two services, rewards by proof, an operator that contradicts itself and
 * what that costs, and the way out. Every number is checked against the formulas as `spec` has them; the first that isn't true
 * ends it.
 */
export async function runRestakingDemo({
  tell = console.log,
}: runRestakingDemo.Options = {}): Promise<Seen> {
  tell('0. A world with a restaking layer: five operators run a price oracle and a bridge.')
  const world = await startWorld({ restaking: true, onProgress: (line) => tell(`   ${line}`) })
  try {
    const failed = new Promise<never>((_, reject) => world.onFailure(reject))
    return await Promise.race([play(world, tell), failed])
  } finally {
    await world.stop()
  }
}

export declare namespace runRestakingDemo {
  type Options = { tell?(line: string): void }
}

async function play(world: World, tell: (line: string) => void): Promise<Seen> {
  const { publicClient, accounts, addresses: cairn } = world
  const restaking = world.restaking!
  const { addresses: deployment } = restaking
  const strategy = deployment.strategies.csETH
  const elm = accounts.elm.address
  const alice = world.wallet('alice')
  const say = (line: string) => tell(`   ${line}`)

  // -- 1 -----------------------------------------------------------------------------------------------------------
  tell('\n1. Alice stakes 20 ETH, restakes the csETH, and delegates to Elm.')
  const { shares } = await stake(alice, { deployment: cairn, assets: parseEther('20') })
  await depositIntoStrategy(alice, { deployment, strategy, amount: shares })
  await delegateTo(alice, { deployment, operator: elm })
  const start = await stakeOf('alice')
  is('her deposit shares', start.depositShares, start.withdrawableShares)
  say(
    `${ether(start.depositShares)} shares, of which Elm has put 30 % at the oracle’s disposal, and`,
  )
  say('30 % at the bridge’s. What she can lose to one of them, the other can’t touch.')

  // -- 2 -----------------------------------------------------------------------------------------------------------
  tell('\n2. Three days pass. Prices are posted, roots attested, and operators and stakers paid.')
  await world.advance(3 * day)
  const [round, value] = await latestPrice()
  say(`The oracle’s newest round is ${round}: ${ether(value)}.`)
  const [height] = await latestRoot()
  say(
    `The bridge has attested block ${height} of chain ${restaking.source.chainId}, and others before it.`,
  )
  const claim = await fetchClaim(restaking.claimsUrl, alice.account.address)
  if (!claim) throw new Error('Alice has earned nothing in three days.')
  const tokens = { oracle: await tokenOf('oracle'), bridge: await tokenOf('bridge') }
  const { paid: rewards } = await processClaim(alice, { deployment, claim })
  for (const { token, amount } of rewards)
    is(`what she has of ${token}`, await balanceOf(token, 'alice'), amount)
  const earned = (token: Address) =>
    rewards.find((it) => it.token.toLowerCase() === token.toLowerCase())?.amount ?? 0n
  const both = { oracle: earned(tokens.oracle), bridge: earned(tokens.bridge) }
  between('what the oracle paid', both.oracle, 1n, 3n * 1_000n * wad)
  between('what the bridge paid', both.bridge, 1n, 3n * 1_000n * wad)
  say(
    `Alice claims by proof: ${ether(both.oracle)} CPO from the oracle, ${ether(both.bridge)} CBA from the bridge.`,
  )

  // -- 3 -----------------------------------------------------------------------------------------------------------
  tell('\n3. She queues half of it for withdrawal. For 14 days it can still be slashed.')
  await queueWithdrawals(alice, {
    deployment,
    parts: [{ strategy, depositShares: start.depositShares / 2n }],
  })
  const before = await stakeOf('alice')
  const queuedBefore = await queuedOf('alice')
  const operator = await standingOf(elm)
  say(`${ether(before.withdrawableShares)} restaked, ${ether(queuedBefore)} on the way out.`)

  // -- 4 -----------------------------------------------------------------------------------------------------------
  tell('\n4. Elm says one price to one, and another to the next.')
  const from = await publicClient.getBlockNumber()
  const honest = restaking.equivocate('elm', 'oracle')
  const slashed = await untilSlashed(from + 1n)
  honest()
  say(
    'The watcher, who is anybody, heard both, and showed the oracle two signatures over one round.',
  )
  // The oracle's 30 % lost a tenth: 3 % of everything.
  const slice = (operator.oracle * (wad / 10n) + wad - 1n) / wad
  const magnitude = operator.maxMagnitude - slice
  is('Elm’s magnitude', (await standingOf(elm)).maxMagnitude, magnitude)
  const after = await stakeOf('alice')
  const queuedAfter = await queuedOf('alice')
  const worth = (depositShares: bigint) =>
    spec.mulWadDown(spec.mulWadDown(depositShares, before.scalingFactor), magnitude)
  is('what is left of her stake', after.withdrawableShares, worth(before.depositShares))
  is('what is left in the queue', queuedAfter, spec.mulWadDown(queuedBefore, magnitude))
  say(
    `Nobody voted on it. Hers fell from ${ether(before.withdrawableShares)} to ${ether(after.withdrawableShares)}; and what was`,
  )
  say(`queued, from ${ether(queuedBefore)} to ${ether(queuedAfter)}: leaving early didn’t help.`)

  // -- 5 -----------------------------------------------------------------------------------------------------------
  tell('\n5. What was slashed goes where the oracle said from the start.')
  const fund = await balanceOf(cairn.vault, 'compensation')
  const { paid: redistributed } = await clearSlashedShares(world.wallet('erin'), {
    deployment,
    operatorSet: { avs: deployment.avs.oracle, id: 0 },
    slashId: slashed.slashId,
  })
  const total = redistributed.reduce((sum, { amount }) => sum + amount, 0n)
  is('the fund', (await balanceOf(cairn.vault, 'compensation')) - fund, total)
  const lost =
    spec.slashedDown(operator.shares, operator.maxMagnitude, magnitude) +
    spec.slashedDown(operator.slashableInQueue, operator.maxMagnitude, magnitude)
  // The strategy's own rounding: a token is worth a share, but for a wei or two.
  between('what it got', total, lost - 2n, lost)
  say(
    `Erin, who passes by, sends it on: ${ether(total)} csETH to the compensation fund, 3 % of all that was with Elm.`,
  )

  // -- 6 -----------------------------------------------------------------------------------------------------------
  tell(
    '\n6. Heidi restakes native ether with Hazel: two validators, and one of them is on its way home.',
  )
  const heidi = world.wallet('heidi')
  const [first, second] = [podKey('heidi', 0).pubkey, podKey('heidi', 1).pubkey]
  await requestExit(second)
  const [leaving] = (
    await queueWithdrawals(heidi, {
      deployment,
      parts: [{ strategy: beaconEtherStrategy, depositShares: parseEther('20') }],
    })
  ).withdrawals
  const hazel = accounts.hazel.address
  const truthful = restaking.equivocate('hazel', 'bridge')
  await untilSlashed((await publicClient.getBlockNumber()) + 1n)
  truthful()
  const hazels = await standingOf(hazel, beaconEtherStrategy)
  // A quarter of the half that Hazel had put at the bridge's disposal.
  is('Hazel’s magnitude', hazels.maxMagnitude, wad - wad / 8n)
  const burned = await nativeStake()
  is(
    'what the bridge left of it',
    burned.withdrawableShares,
    spec.withdrawableDown(...burned.terms),
  )
  say(
    `Hazel attested two roots of one block: ${ether(burned.depositShares)} ETH are worth ${ether(burned.withdrawableShares)}.`,
  )

  await checkpointHeidi()
  const held = await podHolds()
  const { beaconSlashingFactor: factor } = await readPod(heidi, { deployment })
  await world.slash(indexOf(first))
  await world.advance(2 * epoch)
  const delta = await checkpointHeidi()
  between('what the beacon chain took', delta, -(2n ** 128n), -1n)
  const lower = (factor * (held * gwei + delta)) / (held * gwei)
  is('her pod’s factor', (await readPod(heidi, { deployment })).beaconSlashingFactor, lower)
  const left = await nativeStake()
  is('what both left of it', left.withdrawableShares, spec.withdrawableDown(...left.terms))
  say(
    `Then her first validator was slashed by the beacon chain, of ${ether(-delta)} ETH so far: ${ether(left.withdrawableShares)} ETH.`,
  )
  say('The two multiply, and neither is counted twice.')

  // -- 7 -----------------------------------------------------------------------------------------------------------
  tell('\n7. 14 days later both take out what is left.')
  const [withdrawal] = (await restakedOf('alice')).withdrawals
  await world.advance(14 * day + hour)
  const had = await balanceOf(cairn.vault, 'alice')
  const { received } = await completeQueuedWithdrawals(alice, { deployment })
  const paid = received.reduce((sum, { amount }) => sum + amount, 0n)
  is('what arrived', (await balanceOf(cairn.vault, 'alice')) - had, paid)
  between('what she was paid', paid, queuedAfter - 2n, queuedAfter)
  is('the queue', (await restakedOf('alice')).withdrawals.length, 0)
  say(
    `${ether(paid)} csETH: queued as ${ether(withdrawal!.withdrawal.scaledShares[0]!)}, less the slash.`,
  )

  await checkpointHeidi()
  const { scaledShares } = leaving!.withdrawal
  const pod = await readPod(heidi, { deployment })
  const owed = spec.payableDown(scaledShares[0]!, hazels.maxMagnitude * pod.beaconSlashingFactor)
  const out = await completeQueuedWithdrawals(heidi, { deployment })
  const gotten = out.received.reduce((sum, { amount }) => sum + amount, 0n)
  // A pod pays whole gwei.
  is('what Heidi was paid', gotten, owed - (owed % gwei))
  say(`Heidi: ${ether(gotten)} of the 20 ETH that she queued, after both slashings.`)

  return {
    native: { queued: parseEther('20'), paid: gotten },
    rewards: both,
    before: before.withdrawableShares,
    after: after.withdrawableShares,
    queued: { before: queuedBefore, after: queuedAfter },
    redistributed: total,
    paid,
  }

  // -- How -----------------------------------------------------------------------------------------------------------

  function restakedOf(name: Name) {
    return readRestaked(world.wallet(name), { deployment })
  }

  async function stakeOf(name: Name) {
    const { holdings } = await restakedOf(name)
    return holdings.find((it) => it.strategy === strategy)!
  }

  /** What all that `name` has in the queue would be paid now. */
  async function queuedOf(name: Name) {
    const { withdrawals } = await restakedOf(name)
    return withdrawals.flatMap(({ shares }) => shares).reduce((sum, it) => sum + it, 0n)
  }

  async function standingOf(address: Address, of: Address = strategy) {
    const { strategies } = await readOperator(alice, { deployment, operator: address })
    const standing = strategies.find((it) => it.strategy === of)!
    const { avs } = deployment
    const oracle = standing.allocations.find(({ operatorSet }) => operatorSet.avs === avs.oracle)
    return { ...standing, oracle: oracle?.currentMagnitude ?? 0n }
  }

  /** Heidi's, with what the formula takes it from. */
  async function nativeStake() {
    const { holdings } = await restakedOf('heidi')
    const holding = holdings.find((it) => it.strategy === beaconEtherStrategy)!
    const { beaconSlashingFactor } = await readPod(heidi, { deployment })
    const { maxMagnitude } = await standingOf(hazel, beaconEtherStrategy)
    const factor = maxMagnitude * beaconSlashingFactor
    const terms = [holding.depositShares, holding.scalingFactor, factor] as const
    return { ...holding, terms }
  }

  async function requestExit(pubkey: Hex) {
    const { pod } = await readPod(heidi, { deployment })
    const at = { address: pod, abi: iEigenPodAbi } as const
    const fee = await publicClient.readContract({ ...at, functionName: 'getWithdrawalRequestFee' })
    const hash = await heidi.writeContract({
      ...at,
      functionName: 'requestWithdrawal',
      args: [[{ pubkey, amountGwei: 0n }]],
      value: fee,
    })
    await publicClient.waitForTransactionReceipt({ hash })
  }

  /** wei by which it changed */
  async function checkpointHeidi() {
    const owner = accounts.heidi.address
    const { delta } = await checkpointPod(heidi, { deployment, beacon: world.beaconApi, owner })
    return delta
  }

  /** gwei in the pod and on its validators, as last proven */
  async function podHolds() {
    const pod = await readPod(heidi, { deployment })
    const of = { address: pod.pod, abi: iEigenPodAbi } as const
    const infos = await Promise.all(
      [first, second].map((pubkey) =>
        publicClient.readContract({ ...of, functionName: 'validatorPubkeyToInfo', args: [pubkey] }),
      ),
    )
    const withdrawable = await publicClient.readContract({
      ...of,
      functionName: 'withdrawableRestakedExecutionLayerGwei',
    })
    return infos.reduce((sum, { restakedBalanceGwei }) => sum + restakedBalanceGwei, withdrawable)
  }

  function indexOf(pubkey: Hex) {
    return world.beacon.headState.indexOf(pubkey)!
  }

  function latestPrice() {
    const { oracle: address } = deployment.avs
    return publicClient.readContract({ address, abi: priceOracleAbi, functionName: 'latest' })
  }

  function latestRoot() {
    return publicClient.readContract({
      address: deployment.avs.bridge,
      abi: bridgeAttesterAbi,
      functionName: 'latestOf',
      args: [BigInt(restaking.source.chainId)],
    })
  }

  function tokenOf(service: ServiceName) {
    const address = deployment.avs[service]
    return publicClient.readContract({ address, abi: priceOracleAbi, functionName: 'token' })
  }

  async function balanceOf(token: Address, name: Name) {
    const { address } = accounts[name]
    return publicClient.readContract({
      address: token,
      abi: erc20Abi,
      functionName: 'balanceOf',
      args: [address],
    })
  }

  async function untilSlashed(fromBlock: bigint) {
    // A round is an hour, and each that Elm contradicts itself in costs it a tenth of what is left.
    for (let passed = 0; passed < 4 * hour; passed += epoch) {
      await world.advance(epoch)
      const logs = await publicClient.getLogs({
        address: deployment.allocationManager,
        fromBlock,
        toBlock: 'latest',
      })
      const [slashing] = parseEventLogs({
        abi: allocationManagerAbi,
        eventName: 'OperatorSlashed',
        logs,
      })
      if (slashing) {
        const { operatorSet } = slashing.args
        const slashId = await publicClient.readContract({
          address: deployment.allocationManager,
          abi: allocationManagerAbi,
          functionName: 'getSlashCount',
          args: [operatorSet],
        })
        return { slashId }
      }
    }
    throw new Error('Elm contradicted itself for four hours, and nobody slashed it.')
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runRestakingDemo()
  console.log('\nEvery number above was checked.')
}
