export const strategyOption = [
  '-s, --strategy <name|address>',
  'which strategy, like csETH or ether (the first that is known)',
] as const

export const setArgument = [
  '<set>',
  'the service and its set, like oracle, oracle:0 or 0x…:3',
] as const
