/** Claims of certificates and lists: CWT (RFC 8392), Token Status List, and private ones below -65536. */
export const claim = {
  iss: 1,
  sub: 2,
  exp: 4,
  iat: 6,
  cti: 7,
  ttl: 65_534,
  statusList: 65_533,
  status: 65_535,
  /** Private: what is certified. */
  certified: -65_537,
  /** Private: the version of a list; grows with every change of its content. */
  version: -65_538,
  /** Private: keys of a trust list. */
  keys: -65_539,
} as const

/** Largest signed list that is read, in bytes. */
export const maxListBytes = 1024 * 1024
