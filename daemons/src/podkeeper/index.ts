export { createPodkeeper } from './podkeeper.ts'
