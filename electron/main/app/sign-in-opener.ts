import type { Shell } from 'electron'
import type { Logger } from '#shared/kernel/ports.ts'
import { isSecureAddress } from '#shared/kernel/secure-address.ts'

/** Addresses of a provider: https, or one on this very machine. */
export function isSignInAddress(address: string): boolean {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  return url.username === '' && url.password === '' && isSecureAddress(url)
}

/** Opens the authority's sign-in in the system's browser; anything that is no web address is refused and logged. */
export function signInOpener(shell: Pick<Shell, 'openExternal'>, log: Pick<Logger, 'warn'>): (url: string) => void {
  return (url) => {
    if (isSignInAddress(url)) void shell.openExternal(url)
    else log.warn('browser-refused', { scheme: url.slice(0, url.indexOf(':')).slice(0, 20) })
  }
}
