#!/usr/bin/env node
import { register } from 'tsx/esm/api'

const argv = process.argv.slice(2)

// Before the loader is registered, which would look at each of their many files: twice as fast.
const helps = argv.length === 0 || argv.some((word) => ['help', '--help', '-h'].includes(word))
if (!helps) await Promise.all([import('viem'), import('viem/actions'), import('viem/accounts')])

register()
const { main } = await import('../src/main.ts')
process.exitCode = await main(argv)
