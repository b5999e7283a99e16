import { describe, expect, it } from 'vitest'
import { sha256Hex, shortHash } from './content-hash.ts'

describe('sha256Hex', () => {
  it('agrees with the published vectors', async () => {
    // FIPS 180-4 examples: the empty message and "abc".
    expect(await sha256Hex(new Uint8Array())).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    expect(await sha256Hex(new TextEncoder().encode('abc'))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
  })
  it('is shown by both its ends', () => {
    expect(shortHash(`9f3c${'0'.repeat(56)}e71a`)).toBe('9f3c…e71a')
  })
})
