import { refusal } from './refusal.ts'

export class InvalidPermissionsError extends refusal(
  'InvalidPermissions',
  'The sender may not act for this account: it is neither the account, nor its admin, nor appointed for this function. Send as the account, or have an admin of it call `setAppointee` on the permission controller.',
) {}

export class CurrentlyPausedError extends refusal(
  'CurrentlyPaused',
  'The restaking layer has paused this. Read `paused()` of the contract to see what is stopped, and try again once the unpauser has lifted it.',
) {}

export class OnlyPauserError extends refusal(
  'OnlyPauser',
  'Only a pauser of the pauser registry may pause. Send as one.',
) {}

export class OnlyUnpauserError extends refusal(
  'OnlyUnpauser',
  'Only the unpauser of the pauser registry may lift a pause. Send as it.',
) {}

export class InvalidNewPausedStatusError extends refusal(
  'InvalidNewPausedStatus',
  'A pause may only set bits of the status and an unpause only clear them. Read `paused()` and start from it.',
) {}

export class InputAddressZeroError extends refusal(
  'InputAddressZero',
  'An address is zero that must not be. Check what was passed.',
) {}

export class InputArrayLengthMismatchError extends refusal(
  'InputArrayLengthMismatch',
  'Lists that belong together differ in length. Pass one entry of each for every item.',
) {}

export class InputArrayLengthZeroError extends refusal(
  'InputArrayLengthZero',
  'A list is empty that needs at least one entry. Pass one.',
) {}

export class InvalidSignatureError extends refusal(
  'InvalidSignature',
  "The signature isn't the signer's over exactly this message on this chain. Sign it again, with the same arguments.",
) {}

export class SignatureExpiredError extends refusal(
  'SignatureExpired',
  "The signature's expiry has passed. Ask for a new one, with a later expiry.",
) {}

export class SaltSpentError extends refusal(
  'SaltSpent',
  'This salt of the approver was used before. Ask for a new approval, with another salt.',
) {}

export class NotAdminError extends refusal(
  'NotAdmin',
  'The sender is no admin of the account. Send as the account (while it has no admins) or as one of `getAdmins`.',
) {}

export class AdminAlreadyPendingError extends refusal(
  'AdminAlreadyPending',
  'This admin is pending already. It has to call `acceptAdmin` itself.',
) {}

export class AdminAlreadySetError extends refusal(
  'AdminAlreadySet',
  'This admin is set already. Nothing is left to do.',
) {}

export class AdminNotPendingError extends refusal(
  'AdminNotPending',
  'This admin was never proposed for the account. An admin calls `addPendingAdmin` first.',
) {}

export class AdminNotSetError extends refusal(
  'AdminNotSet',
  'This is no admin of the account. `getAdmins` lists those there are.',
) {}

export class AppointeeAlreadySetError extends refusal(
  'AppointeeAlreadySet',
  'This appointee may call that function already. Nothing is left to do.',
) {}

export class AppointeeNotSetError extends refusal(
  'AppointeeNotSet',
  "This appointee wasn't appointed for that function. `getAppointeePermissions` lists what it may call.",
) {}

export class CannotHaveZeroAdminsError extends refusal(
  'CannotHaveZeroAdmins',
  'This is the last admin of the account, and it must keep one. Add another first.',
) {}
