/** Whether a host is this very machine. */
function isThisMachine({ hostname }: URL): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
}

/** Whether an address may be trusted with a sign-in: with TLS, or without it on this very machine (RFC 8252, section 8.3). */
export function isSecureAddress(url: URL): boolean {
  return url.protocol === 'https:' || isPlainOnThisMachine(url)
}

/** Whether an address needs the leave to be without TLS: it is on this very machine. */
export function isPlainOnThisMachine(url: URL): boolean {
  return url.protocol === 'http:' && isThisMachine(url)
}
