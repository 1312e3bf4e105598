import './hasher.ts'

export { ssz } from '@lodestar/types'
