// Everything that `npm start` and `npm test` need, from a bare clone: packages, then the contracts' build.
// Does nothing that is already done. Runs before anything is installed, so it imports nothing but Node.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const stamps = `${root}.cairn/`

const major = Number(process.versions.node.split('.')[0])
if (major < 20) fail(`Cairn needs Node 20 or newer; this is ${process.version}.`)

once(
  'packages',
  [`${root}package-lock.json`],
  `${root}node_modules/.bin/tsx`,
  'installing packages',
  // Not `ci`: a lock file made on one platform may lack another's optional binaries, and `ci` refuses it.
  ['npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], root],
)

// The contracts' tests compile for minutes, and only tests and measurements need them: --with-tests.
const withTests = process.argv.includes('--with-tests')
const rooms = withTests ? ['src/', 'test/'] : ['src/']
once(
  withTests ? 'contracts-and-tests' : 'contracts',
  sources(`${root}contracts/`, rooms),
  `${root}contracts/out/StakedEther.sol`,
  withTests ? 'compiling the contracts and their tests' : 'compiling the contracts',
  [
    `${root}node_modules/.bin/forge`,
    ['build', '--quiet', ...(withTests ? [] : ['--skip', 'test'])],
    `${root}contracts`,
  ],
)

/** Runs `command` unless `product` exists and was made from the same `inputs`. */
function once(name, inputs, product, what, [command, args, cwd]) {
  const hash = createHash('sha256')
  for (const file of inputs) hash.update(file.slice(root.length)).update(readFileSync(file))
  const digest = hash.digest('hex')
  const stamp = `${stamps}${name}`
  if (existsSync(product) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return

  const started = Date.now()
  process.stderr.write(`cairn: ${what} …`)
  const { status, error, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' })
  if (status !== 0) {
    process.stderr.write('\n')
    fail(`${what} failed.\n${error?.message ?? ''}${stdout ?? ''}${stderr ?? ''}`)
  }
  process.stderr.write(` ${((Date.now() - started) / 1000).toFixed(1)} s\n`)
  mkdirSync(stamps, { recursive: true })
  writeFileSync(stamp, digest)
}

function sources(directory, rooms) {
  const files = [`${directory}foundry.toml`, `${directory}solc`]
  const walk = (path) => {
    for (const entry of readdirSync(path, { withFileTypes: true }))
      if (entry.isDirectory()) walk(`${path}${entry.name}/`)
      else if (entry.name.endsWith('.sol')) files.push(path + entry.name)
  }
  for (const room of rooms) walk(directory + room)
  return files.sort()
}

function fail(message) {
  process.stderr.write(`cairn: ${message}\n`)
  process.exit(1)
}
