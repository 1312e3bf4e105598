import { parseArgs } from 'node:util'
import {
  type Address,
  createPublicClient,
  createWalletClient,
  defineChain,
  type Hex,
  http,
  isAddress,
  isHex,
  size,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { deploy, writeDeployment } from './deploy.ts'
import { describe } from './describe.ts'
import { networks, Parameters } from './parameters.ts'
import { plan } from './plan.ts'

const usage = `npm run deploy -- --network ${Object.keys(networks).join('|')} [options]

  --dry-run              print what would be done; sends nothing, and needs no network
  --deployer <address>   for a dry run (otherwise that of the key)
  --nonce <n>            for a dry run without --rpc (0 if not given)
  --rpc <url>            the network's endpoint
  --curator <address>    holder of a power (the deployer if not given); also --steward, --treasury
  --weth <address>       use this WETH instead of bringing one
  --write                note the deployment in contracts/deployments/<chainId>.json

The key is read from CAIRN_DEPLOYER_KEY (32 bytes of hex).`

const { values } = parseArgs({
  options: {
    network: { type: 'string' },
    'dry-run': { type: 'boolean', default: false },
    deployer: { type: 'string' },
    nonce: { type: 'string' },
    rpc: { type: 'string' },
    curator: { type: 'string' },
    steward: { type: 'string' },
    treasury: { type: 'string' },
    weth: { type: 'string' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

if (values.help || values.network === undefined) {
  console.log(usage)
  process.exit(values.help ? 0 : 2)
}
if (!(values.network in networks))
  fail(`No network is called ${values.network}. There are: ${Object.keys(networks).join(', ')}.`)

const base = networks[values.network as keyof typeof networks]
const parsed = Parameters.safeParse({
  ...base,
  network: { ...base.network, ...(values.weth === undefined ? {} : { weth: values.weth }) },
  holders: {
    curator: values.curator ?? base.holders.curator,
    steward: values.steward ?? base.holders.steward,
    treasury: values.treasury ?? base.holders.treasury,
  },
})
if (!parsed.success)
  fail(parsed.error.issues.map((it) => `${it.path.join('.')}: ${it.message}`).join('\n'))
const parameters = parsed.data

const key = process.env.CAIRN_DEPLOYER_KEY as Hex | undefined
if (key !== undefined && !(isHex(key) && size(key) === 32))
  fail('CAIRN_DEPLOYER_KEY is not a key: 32 bytes of hex, with 0x.')
const account = key === undefined ? undefined : privateKeyToAccount(key)

const chain = defineChain({
  id: parameters.network.chainId,
  name: parameters.network.name,
  nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
  rpcUrls: { default: { http: values.rpc === undefined ? [] : [values.rpc] } },
})
const publicClient =
  values.rpc === undefined ? undefined : createPublicClient({ chain, transport: http(values.rpc) })

if (values['dry-run']) {
  const deployer = values.deployer ?? account?.address
  if (deployer === undefined || !isAddress(deployer))
    fail('A dry run needs to know who would deploy: --deployer <address>, or CAIRN_DEPLOYER_KEY.')
  const nonce =
    (await publicClient?.getTransactionCount({ address: deployer as Address })) ??
    Number(values.nonce ?? 0)
  console.log(describe(plan({ deployer: deployer as Address, nonce, parameters })))
  console.log('\nDry run: nothing was sent.')
} else {
  if (publicClient === undefined || account === undefined)
    fail('To deploy, give --rpc <url> and CAIRN_DEPLOYER_KEY; to look first, --dry-run.')
  const walletClient = createWalletClient({ account, chain, transport: http(values.rpc) })
  const deployment = await deploy({
    publicClient,
    walletClient,
    parameters,
    onStep: ({ what, address, to }) => console.log(`${what} at ${address ?? to}`),
  })
  for (const [name, address] of Object.entries(deployment.addresses))
    console.log(`${name.padEnd(18)} ${address}`)
  if (values.write) console.log(`noted in ${writeDeployment(deployment)}`)
}

function fail(message: string): never {
  console.error(message)
  process.exit(1)
}
