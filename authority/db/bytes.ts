/** The type `bytea`, by its OID. */
export const bytesOid = 17

/** Bytes as PostgreSQL writes them in text, `\x` and two digits for each: PGlite's own way takes fifty times as long. */
export const writeBytes = (bytes: Uint8Array): string =>
  `\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`

export const readBytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.slice(2), 'hex'))
