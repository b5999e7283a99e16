import { unmetPasswordRules } from './password-policy.ts'

/** Rules of a passphrase, in the order in which a screen lists them. */
export const passphraseRules = ['length', 'varied', 'not-name'] as const
export type PassphraseRule = (typeof passphraseRules)[number]

export const shortestPassphrase = 12
export const longestPassphrase = 200
/** Different characters that there must be at least: `aaaaaaaaaaaa` is long and no secret. */
export const fewestCharacters = 6

/**
 * Rules that a passphrase of the vault does not meet; none: it may be used. It unlocks a device without the authority, in
 * whatever script its clerk thinks, so length counts and not upper and lower case (NIST SP 800-63B, 3.1.1.2).
 */
export function unmetPassphraseRules(passphrase: string, names: readonly string[]): PassphraseRule[] {
  const characters = [...passphrase.normalize('NFKC')]
  const met: Readonly<Record<PassphraseRule, boolean>> = {
    length: characters.length >= shortestPassphrase && passphrase.length <= longestPassphrase,
    varied: new Set(characters).size >= fewestCharacters,
    'not-name': passphrase !== '' && !unmetPasswordRules(passphrase, { names }).includes('not-name'),
  }
  return passphraseRules.filter((rule) => !met[rule])
}
