/** What the verifier needs of the machine; shared code stays free of Node, so each process hands in its own. */
export interface VerifierPorts {
  /**
   * Whether `signature` (64 bytes: r and s) is an ES256 signature over `message` by the private half of `publicKey`
   * (65 bytes: 0x04, x, y). Answers false, never throws, for a point that is none.
   */
  verifyEs256(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean
  /** Inflates a zlib stream (RFC 1950). Throws when it is none, has bytes after its end, or exceeds `maxBytes`. */
  inflate(bytes: Uint8Array, maxBytes: number): Uint8Array
}

/** What the authority needs besides, to write lists and codes. */
export interface SignerPorts {
  /** ES256 over `message`: 64 bytes, r and s. */
  sign(message: Uint8Array): Uint8Array
}
