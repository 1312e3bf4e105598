import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      '{spec,beacon,conformance,sdk,daemons,rewards,devnet,tools}/**/*.test.ts',
      'apps/**/*.test.ts',
      'contracts/{deploy,gas,test}/**/*.test.ts',
    ],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
  },
})
