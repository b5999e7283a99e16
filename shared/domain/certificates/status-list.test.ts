import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeMap, Unreadable } from './cbor.ts'
import { CertificateState } from './certificate.ts'
import { readSign1 } from './cose-sign1.ts'
import { trustedKeys } from './evidence.ts'
import {
  findListedState,
  findStatusValue,
  packStates,
  readStatusBits,
  readStatusClaims,
  readStatusList,
} from './status-list.ts'
import { TestIssuer, testPorts } from './test-issuer.ts'

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replace(/\s/g, ''), 'hex'))

describe('the Token Status List draft’s vectors', () => {
  it('two bits: twelve entries', () => {
    const list = readStatusBits(
      decodeMap(hex('a2646269747302636c73744b78da3be9f2130003df0207'), 'canonical'),
      testPorts,
    )
    expect([...list.bytes]).toEqual([0xc9, 0x44, 0xf9])
    const values = Array.from({ length: 13 }, (_, index) => findStatusValue(list, index))
    expect(values).toEqual([1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3, undefined])
  })

  it('two bits: a long list', () => {
    const list = readStatusBits(
      decodeMap(
        hex(`a2646269747302636c737459013d78daeddb310d00211000412ea1a04004fe5520ed
          357c28c81d3312b6df68bc65480000000000406e2101000000000000000000000000
          0000000000000000000000000000000000000040795b020000000000000000000000
          00000000000000000000000000000000000000000000000000000000000000000000
          00000000000000000000000000000000000000000000000000000000000000000000
          0080f4ba0400000000000000000000000000406d764a000000000000000000000000
          000000000000000000e0922101000000000000000000000000000000000000fc1312
          00000000000000000000000000000000000000000000000000000000000000c0912e
          01000000000000000000000000000000000000c07d4b020000000000000000000000
          00000000a8614a0000000000000000000000406a1fcd60010c`),
        'canonical',
      ),
      testPorts,
    )
    const total = list.bytes.length * 4
    const set = Array.from({ length: total }, (_, index) => [index, findStatusValue(list, index)]).filter(
      ([, value]) => value,
    )
    expect(total).toBe(2 ** 20)
    expect(set).toEqual([
      [0, 1],
      [1993, 2],
      [25460, 1],
      [159495, 3],
      [495669, 1],
      [554353, 1],
      [645645, 2],
      [723232, 1],
      [854545, 1],
      [934534, 2],
      [1000345, 3],
    ])
  })

  it('the token as a CWT', () => {
    const token = readSign1(
      hex(`d2845820a2012610781a6170706c69636174696f6e2f7374617475736c6973742b63
        7774a1044231325850a502782168747470733a2f2f6578616d706c652e636f6d2f73
        74617475736c697374732f31061a648c5bea041a8898dfea19fffe19a8c019fffda2
        646269747301636c73744a78dadbb918000217015d584093fa4d01032b18c35e2fe1
        101b77fd6cc9440022caa4694450c4e4e9feab4e99d1fa6d9772ce2bf3a12e0323de
        d7c982c5e101a5e67f0cbc1e2b6f57ce99c279`),
      'foreign',
    )
    const list = readStatusClaims(token, testPorts)
    expect(list).toMatchObject({ uri: 'https://example.com/statuslists/1', issuedAt: 1_686_920_170, bits: 1 })
    const values = Array.from({ length: 16 }, (_, index) => findStatusValue(list, index))
    expect(values).toEqual([1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1])
  })
})

describe('a list of ours', () => {
  const authority = new TestIssuer()
  const keys = trustedKeys(authority.evidence([authority.trustList()]).trust)

  it('gives back the states that were packed', () => {
    const state = fc.constantFrom(...CertificateState.options)
    fc.assert(
      fc.property(fc.array(state, { minLength: 1, maxLength: 50 }), (states) => {
        const packed = { bits: 2 as const, bytes: packStates(states.entries(), states.length) }
        expect(states.map((_, index) => findListedState(packed, index))).toEqual(states)
      }),
    )
  })

  it('does not know of entries beyond its end, nor what a reserved value means', () => {
    expect(findListedState({ bits: 2, bytes: Uint8Array.of(0b11) }, 0)).toBeUndefined()
    expect(findListedState({ bits: 2, bytes: Uint8Array.of(0) }, 4)).toBeUndefined()
    expect(() => packStates([[4, 'revoked']], 4)).toThrow(RangeError)
  })

  it('is read by the keys of the trust list, for lists only', () => {
    const read = readStatusList(authority.statusList({ version: 3, states: [[7, 'revoked']] }).signed, keys, testPorts)
    expect(read).toMatchObject({ uri: 'urn:mumaris:status:1', version: 3 })
    expect(findListedState(read, 7)).toBe('revoked')
    const byIssuer = authority.statusList({ by: authority.issuer }).signed
    expect(() => readStatusList(byIssuer, keys, testPorts)).toThrow(new Unreadable('status-list-not-trusted'))
  })

  it('is not read when it was signed outside of its key’s time', () => {
    const limited = keys.map((key) => ({ ...key, until: 1_700_000_000 }))
    expect(() => readStatusList(authority.statusList().signed, limited, testPorts)).toThrow('status-list-not-trusted')
  })

  it('is not inflated beyond a megabyte', () => {
    const bomb = new Map<string, unknown>([
      ['bits', 2],
      ['lst', new Uint8Array(deflateSync(Buffer.alloc(4_000_000)))],
    ])
    expect(() => readStatusBits(bomb, testPorts)).toThrow(Unreadable)
  })
})
