export { payRewards } from './payRewards.ts'
export { readService } from './readService.ts'
export { signServiceKey } from './signServiceKey.ts'
export { slashByEvidence } from './slashByEvidence.ts'
