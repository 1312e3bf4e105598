import { setHasher } from '@chainsafe/persistent-merkle-tree'
import { hasher } from '@chainsafe/persistent-merkle-tree/hasher/hashtree'

// Zero hashes and default nodes are computed when the SSZ types load, so this module has to be the first import of
// whatever uses them (`./ssz.ts` is).
setHasher(hasher)
