import type { Address } from 'viem'

/** A UTC day: whole days since 1970. */
export type Day = number

export const secondsPerDay = 86_400

export const dayOf = (time: number): Day => Math.floor(time / secondsPerDay)

/** Seconds since 1970 at which `day` begins. */
export const midnightOf = (day: Day) => day * secondsPerDay

/** Addresses are in lower case everywhere, so that their order as text is their order as numbers. */
export const lower = (address: Address) => address.toLowerCase() as Address

export type OperatorSet = { avs: Address; id: number }

export type SetKey = `${Address}/${number}`

export const keyOf = ({ avs, id }: OperatorSet): SetKey => `${avs}/${id}`

/** 1 in magnitudes, slashed parts and slashing factors. */
export const wad = 10n ** 18n
