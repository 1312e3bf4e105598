import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      '{spec,beacon,conformance,sdk,daemons,rewards,devnet,tools}/**/*.test.ts',
      'apps/**/*.test.ts',
      'contracts/{deploy,gas,test}/**/*.test.ts',
    ],
    testTimeout: 120_000,
    hookTimeout: 240_000,
    pool: 'forks',
    // Tests that run a world wait for anvil half of the time.
    maxWorkers: 2,
  },
})
