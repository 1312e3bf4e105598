import { defaultParameters, ether, liquid, restaking, secondsPerSlot, wad } from '@cairn/spec'
import { type Dice, oneIn, pick } from '../../dice.ts'
import { assets, delegators, operators, reward, sets, users } from '../names.ts'
import type { Call, Genesis } from '../trace.ts'
import { salt, unsigned } from './keeping.ts'
import { forever } from './people.ts'

/** Short delays, so that histories get past them; now and then a parameter is unusual. */
export function drawGenesis(dice: Dice): Genesis {
  const vault = { ...defaultParameters, tipBps: 0n, laneBps: pick(dice, [100n, 500n, 0n]) }
  return {
    block: 100n,
    now: birth + 200n * secondsPerSlot,
    value: ether(1),
    vault,
    spread: {
      ...liquid.defaultParameters,
      stampFor: pick(dice, [8n, 8n, 2n, 32n]),
      roundInterval: pick(dice, [3_600n, 3_600n, 20_000n]),
      rungBps: pick(dice, [500n, 100n, 2_000n]),
      haircutBps: pick(dice, [10n, 0n, 100n]),
      capWei: pick(dice, [ether(400), ether(150), ether(10_000)]),
      weights: pick(dice, [
        [1n, 1n, 1n],
        [3n, 2n, 1n],
      ]),
    },
    risk: {
      maxOperatorBps: pick(dice, [5_000n, 4_000n, 3_400n]),
      maxServiceBps: pick(dice, [5_000n, 2_500n, 1_000n]),
      maxPairBps: pick(dice, [6_000n, 1_500n]),
      maxRedistributableBps: pick(dice, [1_000n, 500n]),
      maxAllocatedBps: 8_000n,
      reactionBlocks: 8n,
    },
    auction: {
      duration: pick(dice, [3_600n, 43_200n]),
      startFactorBps: 20_000n,
      endFactorBps: 5_000n,
    },
    layer: { withdrawalDelay: 10n, deallocationDelay: 10n, configurationDelay: 5n },
  }
}

export const birth = 1_800_000_000n

/** What has to be there before anything can happen: operators, sets, holders of tokens, delegators. */
export function prelude(dice: Dice): Call[] {
  return [
    ...operators.map(
      (operator): Call =>
        by(operator, 'delegation', 'registerAsOperator', ['zero', 20n, 'of iron']),
    ),
    ...sets.flatMap(setUp),
    ...operators.flatMap((operator) =>
      sets
        .slice(0, 2)
        .map(
          ({ avs, id }): Call =>
            by(operator, 'allocation', 'registerForOperatorSets', [
              operator,
              { avs, operatorSetIds: [id as bigint], data: '0x' },
            ]),
        ),
    ),
    ...users.flatMap((user): Call[] => [
      { ...by(user, 'csETH', 'depositETH', [user]), value: ether(400) },
      by(user, 'csETH', 'approve', ['spread', forever]),
      { ...by(user, 'rptETH', 'stake', []), value: ether(200) },
      by(user, 'rptETH', 'approve', ['spread', forever]),
    ]),
    ...delegators.flatMap((index): Call[] => [
      by('keeper', 'native', 'createPod', [index]),
      by('keeper', 'spread', 'delegate', [index, unsigned, salt]),
    ]),
    by('keeper', reward, 'transfer', ['auction', ether(100)]),
    ...(oneIn(dice, 4) ? [] : [by('starter', 'auction', 'list', [reward, wad / 50n])]),
    ...operators.map((operator, i) => by(operator, 'native', 'offer', [[`key ${i + 1}`]])),
    ...populate(dice),
  ]
}

function by(from: string, to: string, fn: string, args: Call['args']): Call {
  return { from, to, fn, args }
}

function setUp({ avs, id }: restaking.SetId): Call[] {
  const gives = avs === 'insurer'
  // Beacon ether can't be given to anybody.
  const strategies = assets
    .map(({ strategy }) => strategy)
    .filter((strategy) => !gives || strategy !== 'beacon')
  const made = { operatorSetId: id as bigint, strategies, slasher: avs }
  return [
    by(avs, 'allocation', 'updateAVSMetadataURI', [avs, 'of stone']),
    gives
      ? by(avs, 'allocation', 'createRedistributingOperatorSets', [avs, [made], ['victim']])
      : by(avs, 'allocation', 'createOperatorSets', [avs, [made]]),
  ]
}

/** Mostly with people in it already. */
function populate(dice: Dice): Call[] {
  if (oneIn(dice, 8)) return []
  const enter = (from: string, asset: string, units: bigint) =>
    by(from, 'spread', 'deposit', [asset, units, from, 0n, forever])
  const units = pick(dice, [ether(40), ether(25)])
  return [
    {
      ...by('alice', 'vault', 'depositETH', ['alice']),
      value: pick(dice, [ether(200), ether(30), ether(5)]),
    },
    enter('bob', 'cseth', 3n * units),
    enter('carol', 'rpt', units),
    ...delegators.flatMap((index) => [
      by('keeper', 'spread', 'route', [index, 'cseth', units / 2n]),
      by('keeper', 'spread', 'route', [index, 'rpt', units / 6n]),
      by(restaking.podName(index), 'podManager', 'recordBeaconChainETHBalanceUpdate', [
        index,
        0n,
        ether(32),
      ]),
    ]),
    by('keeper', 'spread', 'openRound', []),
    ...delegators.map((index) => by('keeper', 'spread', 'sync', [index])),
    by('keeper', 'spread', 'check', []),
  ]
}
