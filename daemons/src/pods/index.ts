export { CheckpointUnfinishedError, checkpointPod } from './checkpointPod.ts'
export { type PodValidator, podValidators } from './podValidators.ts'
export { verifyPod } from './verifyPod.ts'
