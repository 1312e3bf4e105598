export { attesterService, createAttester } from './attester.ts'
