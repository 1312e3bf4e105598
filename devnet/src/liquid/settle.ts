import type { Addresses, LiquidAddresses, RestakingAddresses } from '@cairn/contracts'
import {
  allocationManagerAbi,
  iDelegationManagerAbi,
  priceOracleAbi,
  reportedEtherAbi,
  riskPolicyAbi,
  spreadAbi,
} from '@cairn/contracts/abi'
import { stake } from '@cairn/sdk'
import { type Address, encodeFunctionData, erc20Abi, parseEther, zeroHash } from 'viem'
import { accounts, type Name } from '../accounts.ts'
import { smaller } from '../checks.ts'
import { createHand } from '../hand.ts'
import type { Layers } from '../layers.ts'
import { contractsOf } from './contracts.ts'
import { restakingOperators } from '../restaking/operators.ts'
import type { Validators } from './validators.ts'

/** Who puts how much ether, csETH and rptETH (by their ether) into crETH. */
const deposits: { name: Name; ether?: bigint; csETH?: bigint; rptETH?: bigint }[] = [
  { name: 'bob', ether: parseEther('120'), csETH: parseEther('60') },
  { name: 'carol', ether: parseEther('80') },
  { name: 'dave', ether: parseEther('40'), rptETH: parseEther('40') },
]

/** wei for 1e18 of a service's tokens: what brings about two percent a year here. */
const firstPrice = parseEther('0.00002')

type Args = Pick<Layers, 'publicClient' | 'wallet' | 'rpc'> & {
  cairn: Addresses
  restaking: RestakingAddresses
  addresses: LiquidAddresses
  validators: Validators
  onProgress(line: string): void
}

/** Puts every delegator behind its operator, opens the auction to both services' tokens, and the pods to validators. */
export async function settle(args: Args) {
  const { publicClient, wallet, restaking, addresses, validators, onProgress } = args
  onProgress('crETH: an operator for each of five delegators, and a pod')
  await bindOperators(args)
  const hand = (name: Name) =>
    createHand({ publicClient, wallet: wallet(name), contracts: contractsOf(addresses) })
  const keeper = hand('keeper')
  for (const [index, { name }] of restakingOperators.entries()) {
    const none = { signature: '0x', expiry: 0n } as const
    await keeper.call('spread', 'delegate', [BigInt(index), none, zeroHash])
    await keeper.call('native', 'createPod', [BigInt(index)])
    await validators.bring(name)
  }
  for (const address of Object.values(restaking.avs)) {
    const token = await publicClient.readContract({
      address,
      abi: priceOracleAbi,
      functionName: 'token',
    })
    await hand('curator').call('auction', 'list', [token, firstPrice])
  }
}

/**
 * The operators have been here for long, and agreed on the delay that crETH asks for when they came: it is in effect. (On chain a
 * change takes 17.5 days, and what they allocated with it, 15 more.)
 */
async function bindOperators({ publicClient, rpc, restaking, addresses }: Args) {
  const { delegationManager: from, allocationManager: to } = restaking
  const [withdrawal, { reactionBlocks }] = await Promise.all([
    publicClient.readContract({
      address: from,
      abi: iDelegationManagerAbi,
      functionName: 'minWithdrawalDelayBlocks',
    }),
    publicClient.readContract({
      address: addresses.policy,
      abi: riskPolicyAbi,
      functionName: 'parameters',
    }),
  ])
  const delay = withdrawal + 1 + Number(reactionBlocks)
  await rpc('anvil_impersonateAccount', [from])
  await rpc('anvil_setBalance', [from, '0xde0b6b3a7640000'])
  for (const { name } of restakingOperators) {
    const data = encodeFunctionData({
      abi: allocationManagerAbi,
      functionName: 'setAllocationDelay',
      args: [accounts[name].address, delay],
    })
    const hash = await rpc<`0x${string}`>('eth_sendTransaction', [{ from, to, data }])
    await publicClient.waitForTransactionReceipt({ hash })
  }
  await rpc('anvil_setBalance', [from, '0x0'])
  await rpc('anvil_stopImpersonatingAccount', [from])
}

/** Has people put in what they put in, and somebody bring what waits to those who have room. */
export async function populate(args: Args) {
  const { publicClient, wallet, cairn, addresses, onProgress } = args
  for (const { name, ether = 0n, csETH = 0n, rptETH = 0n } of deposits) {
    onProgress(`${name} restakes`)
    const own = accounts[name].address
    const { call } = createHand({
      publicClient,
      wallet: wallet(name),
      contracts: {
        ...contractsOf(addresses),
        csETH: { address: cairn.vault, abi: erc20Abi },
        rptETH: { address: tokenOf(addresses, 'rptETH'), abi: [...erc20Abi, ...reportedEtherAbi] },
      },
    })
    if (ether > 0n) await call('vault', 'depositETH', [own], ether)
    if (csETH > 0n) {
      const { shares } = await stake(wallet(name), { deployment: cairn, assets: csETH })
      await deposit('csETH', shares)
    }
    if (rptETH > 0n) {
      await call('rptETH', 'stake', [], rptETH)
      await deposit('rptETH', rptETH)
    }

    async function deposit(token: 'csETH' | 'rptETH', units: bigint) {
      const asset = BigInt(addresses.assets.findIndex(({ symbol }) => symbol === token))
      await call(token, 'approve', [addresses.spread, units])
      await call('spread', 'deposit', [asset, units, own, 0n, 2n ** 64n])
    }
  }
  await route(args)
}

/** All tokens that wait, to whoever has room. */
async function route({ publicClient, wallet, addresses }: Args) {
  const { call } = createHand({
    publicClient,
    wallet: wallet('keeper'),
    contracts: contractsOf(addresses),
  })
  const spread = { address: addresses.spread, abi: spreadAbi } as const
  for (const asset of addresses.assets.keys()) {
    if (asset === 0) continue
    for (const index of addresses.delegators.keys()) {
      const args = [BigInt(index), BigInt(asset)] as const
      const room = await publicClient.readContract({ ...spread, functionName: 'roomFor', args })
      const { waiting } = await publicClient.readContract({
        ...spread,
        functionName: 'assetAt',
        args: [BigInt(asset)],
      })
      const units = smaller(room, waiting)
      if (units > 0n) await call('spread', 'route', [...args, units])
    }
  }
}

export function tokenOf({ assets }: LiquidAddresses, symbol: string): Address {
  const asset = assets.find((it) => it.symbol === symbol)
  if (!asset) throw new RangeError(`crETH takes no ${symbol}.`)
  return asset.token
}
