import { type Address, concatHex, type Hex, keccak256, numberToHex } from 'viem'

/** Neither leaf can be taken for the other, or for a node: those have 64 bytes, and leaves say what they are. */
export const hashEarner = (earner: Address, tokenRoot: Hex) =>
  keccak256(concatHex(['0x00', earner, tokenRoot]))

export const hashToken = (token: Address, earned: bigint) =>
  keccak256(concatHex(['0x01', token, numberToHex(earned, { size: 32 })]))

export const hashNode = (left: Hex, right: Hex) => keccak256(concatHex([left, right]))
