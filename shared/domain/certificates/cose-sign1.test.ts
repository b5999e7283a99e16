import { Tag } from 'cbor2'
import { describe, expect, it } from 'vitest'
import { getBase64Bytes } from './base64.ts'
import { decodeCbor, Unreadable } from './cbor.ts'
import { encodeCbor } from './cbor-encode.ts'
import { readSign1, sigStructure, writeSign1 } from './cose-sign1.ts'
import { findSigner, findTrusted, keysOf, type TrustedKey } from './keys.ts'
import { newKey, testPorts } from './test-issuer.ts'

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replace(/\s/g, ''), 'hex'))
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

/** The key "11" of the COSE working group's examples. */
const point = Buffer.concat([
  Buffer.of(4),
  Buffer.from('usWxHK2PmfnHKwXPS54m0kTcGJ90UiglWiGahtagnv8', 'base64url'),
  Buffer.from('IBOL-C3BttVivg-lSreASjpkttcsz-1rb7btKLv8EX4', 'base64url'),
])
const key11 = findTrusted({
  kid: Buffer.from('11').toString('base64url'),
  publicKey: point.toString('base64url'),
}) as TrustedKey

const content = '54546869732069732074686520636F6E74656E742E'
const signature = 'EAE868ECC176883766C5DC5BA5B8DCA25DAB3C2E56A551CE5705B793914348E1'

function signedBy11(message: string, external?: string): boolean {
  const read = readSign1(hex(message), 'foreign', external === undefined ? undefined : hex(external))
  return findSigner(read, keysOf(read, [key11], 'certificates'), testPorts) === key11
}

function reasonOf(bytes: Uint8Array, strictness: 'canonical' | 'foreign' = 'canonical'): string {
  try {
    readSign1(bytes, strictness)
    return 'read'
  } catch (thrown) {
    if (thrown instanceof Unreadable) return thrown.reason
    throw thrown
  }
}

describe('the COSE working group’s sign1-tests', () => {
  it('sign-pass-02: signature over external data', () => {
    const message = `D28443A10126A10442313154546869732069732074686520636F6E74656E742E5840${signature}55388B10C4F1B59A6733EAB416870A945111A4B2FBDBEF33A77234B1DEFF2F9B`
    expect(signedBy11(message, '11aa22bb33cc44dd55006699')).toBe(true)
    expect(signedBy11(message, '11aa22bb33cc44dd5500669a')).toBe(false)
    expect(signedBy11(message)).toBe(false)
    expect(
      Buffer.from(sigStructure(hex('A10126'), hex(content.slice(2)), hex('11aa22bb33cc44dd55006699'))).toString('hex'),
    ).toBe('846a5369676e61747572653143a101264c11aa22bb33cc44dd5500669954546869732069732074686520636f6e74656e742e')
  })

  const good = `43A10126A104423131${content}5840${signature}9F43D6C6BA654472DA301B645B293C9BA939295B97C4BDB847782BFF384C5794`

  it('sign-pass-03: without the tag; and the same with it', () => {
    expect(signedBy11(`84${good}`)).toBe(true)
    expect(signedBy11(`D284${good}`)).toBe(true)
  })

  it('sign-fail-01: another tag', () => {
    expect(reasonOf(hex(`D903E684${good}`), 'foreign')).toBe('code-malformed')
  })

  it('sign-fail-02: a changed payload', () => {
    expect(signedBy11(`D284${good.replace('742E5840', '742F5840')}`)).toBe(false)
  })

  it('sign-fail-03, -04: another algorithm in the header', () => {
    expect(signedBy11(`D284${good.replace('43A10126', '45A1013903E6')}`)).toBe(false)
    expect(signedBy11(`D284${good.replace('43A10126', '4AA10167756E6B6E6F776E')}`)).toBe(false)
  })

  it('sign-fail-06, -07: attributes added to or taken from what is signed', () => {
    expect(signedBy11(`D284${good.replace('43A10126', '45A201260300')}`)).toBe(false)
    expect(signedBy11(`D284${good.replace('43A10126', '41A0')}`)).toBe(false)
  })
})

describe('reading a message', () => {
  const key = newKey('k')
  const kid = getBase64Bytes(key.kid)
  const message = writeSign1({ kid, payload: utf8('payload') }, key)
  const protectedBytes = encodeCbor(
    new Map<number, unknown>([
      [1, -7],
      [4, kid],
    ]),
  )
  const tagged = (message: readonly unknown[]) => encodeCbor(new Tag(18, message))
  const parts = [protectedBytes, new Map(), utf8('payload'), new Uint8Array(64)]

  it('gives back what was written', () => {
    const read = readSign1(message, 'canonical')
    expect(read.payload).toEqual(utf8('payload'))
    expect(read.kid).toEqual(kid)
    const trusted = findTrusted(key) as TrustedKey
    expect(findSigner(read, [trusted], testPorts)).toBe(trusted)
    expect(findSigner(read, [findTrusted(newKey('k')) as TrustedKey], testPorts)).toBeUndefined()
  })

  it('takes no signature of another length', () => {
    const trusted = findTrusted(key) as TrustedKey
    const read = readSign1(message, 'canonical')
    expect(findSigner({ ...read, signature: read.signature.slice(0, 63) }, [trusted], testPorts)).toBeUndefined()
  })

  const withHeader = (labels: [unknown, unknown][]) =>
    tagged([encodeCbor(new Map(labels)), new Map(), utf8('payload'), new Uint8Array(64)])

  it.each([
    ['nothing', new Uint8Array()],
    ['a message without its tag', message.slice(1)],
    ['trailing bytes', Uint8Array.from([...message, 0])],
    ['a cut message', message.slice(0, -1)],
    ['three parts', tagged(parts.slice(0, 3))],
    ['five parts', tagged([...parts, 1])],
    ['a map', encodeCbor(new Tag(18, new Map([[1, parts]])))],
    ['a payload that is a text', tagged([protectedBytes, new Map(), 'payload', new Uint8Array(64)])],
    ['no signature', tagged([protectedBytes, new Map(), utf8('payload'), new Uint8Array()])],
    ['a header that is a list', tagged([encodeCbor([1]), new Map(), utf8('payload'), new Uint8Array(64)])],
    ['something unsigned beside it', tagged([protectedBytes, new Map([[9, 1]]), utf8('x'), new Uint8Array(64)])],
    ['a key twice in the header', tagged([hex('a201260127'), new Map(), utf8('x'), new Uint8Array(64)])],
    ['the same key twice as text', tagged([hex('a2616101616102'), new Map(), utf8('x'), new Uint8Array(64)])],
    ['a number longer than it need be', tagged([hex('a1180126'), new Map(), utf8('x'), new Uint8Array(64)])],
    ['a stream', hex(`d29f43a10126a0405840${'00'.repeat(64)}ff`)],
    [
      'a kid that is a text',
      withHeader([
        [1, -7],
        [4, 'k'],
      ]),
    ],
  ])('refuses %s', (_, bytes) => {
    expect(reasonOf(bytes)).toBe('code-malformed')
  })

  it.each<[string, [unknown, unknown][]]>([
    [
      'an unknown one',
      [
        [1, -7],
        [2, [99]],
        [99, 1],
      ],
    ],
    [
      'a text',
      [
        [1, -7],
        [2, ['exp']],
        ['exp', 1],
      ],
    ],
    [
      'one that is not there',
      [
        [1, -7],
        [2, [4]],
      ],
    ],
    [
      'none at all',
      [
        [1, -7],
        [2, []],
      ],
    ],
    [
      'no list',
      [
        [1, -7],
        [2, 1],
      ],
    ],
  ])('does not understand a critical header: %s', (_, labels) => {
    expect(reasonOf(withHeader(labels))).toBe('header-not-understood')
  })

  it('understands a critical header that it acts on, and none outside of what is signed', () => {
    expect(
      reasonOf(
        withHeader([
          [1, -7],
          [2, [1]],
        ]),
      ),
    ).toBe('read')
    const outside = tagged([protectedBytes, new Map([[2, [1]]]), utf8('x'), new Uint8Array(64)])
    expect(reasonOf(outside, 'foreign')).toBe('header-not-understood')
  })
})

describe('nesting', () => {
  const arrays = (depth: number) => Uint8Array.from([...Array<number>(depth).fill(0x81), 0])
  const maps = (depth: number) => Uint8Array.from([...Array(depth).fill([0xa1, 0]).flat(), 0])
  const tags = (depth: number) => Uint8Array.from([...Array(depth).fill([0xd8, 0x64]).flat(), 0])

  it.each([
    ['arrays', arrays],
    ['maps', maps],
    ['tags', tags],
  ])('goes eight deep and no deeper: %s', (_, nested) => {
    expect(() => decodeCbor(nested(8), 'canonical')).not.toThrow()
    expect(() => decodeCbor(nested(9), 'canonical')).toThrow(Unreadable)
    expect(() => decodeCbor(nested(4000), 'foreign')).toThrow(Unreadable)
  })

  it.each(['9affffffff', '9bffffffffffffffff', '5bffffffffffffffff', 'bb7fffffffffffffff', '7affffffff', '62c328'])(
    'refuses a length or a text that cannot be: %s',
    (bytes) => {
      expect(() => decodeCbor(hex(bytes), 'foreign')).toThrow(Unreadable)
    },
  )
})
