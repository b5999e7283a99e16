import { Pin } from '#shared/contracts/vault.ts'
import { normaliseDigits } from '#shared/domain/national-id.ts'

/** A PIN with Western digits, whichever were typed. */
export function normalPin(typed: string): string {
  return normaliseDigits(typed)
}

/** Whether something can be a PIN: four to eight digits. */
export function isPin(typed: string): boolean {
  return Pin.safeParse(normalPin(typed)).success
}

/** What opens a locked screen: a PIN with Western digits, or a passphrase as it was typed. */
export function secretOf(typed: string): string {
  return isPin(typed) ? normalPin(typed) : typed
}
