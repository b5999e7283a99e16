import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { encodeBase45 } from './base45.ts'
import { getBase64Bytes } from './base64.ts'
import { encodeCbor } from './cbor-encode.ts'
import { bytesOfCode } from './certificate-code.ts'
import { writeSign1 } from './cose-sign1.ts'
import { trustKeys } from './evidence.ts'
import { newKey, testLimits, testPorts } from './test-issuer.ts'
import { verifyCode } from './verify-code.ts'

/**
 * Test data that member states published for the EU Digital COVID Certificate (dgc-testdata, Apache-2.0): code, key of
 * its certificate, and the clock of its validation. All persons are invented.
 */
const austria = {
  code: 'HC1:NCFOXN%TS3DH3ZSUZK+.V0ETD%65NL-AH-R6IOOK.IR9B+9G4G50PHZF0AT4V22F/8X*G3M9JUPY0BX/KR96R/S09T./0LWTKD33236J3TA3M*4VV2 73-E3GG396B-43O058YIB73A*G3W19UEBY5:PI0EGSP4*2DN43U*0CEBQ/GXQFY73CIBC:G 7376BXBJBAJ UNFMJCRN0H3PQN*E33H3OA70M3FMJIJN523.K5QZ4A+2XEN QT QTHC31M3+E32R44$28A9H0D3ZCL4JMYAZ+S-A5$XKX6T2YC 35H/ITX8GL2-LH/CJTK96L6SR9MU9RFGJA6Q3QR$P2OIC0JVLA8J3ET3:H3A+2+33U SAAUOT3TPTO4UBZIC0JKQTL*QDKBO.AI9BVYTOCFOPS4IJCOT0$89NT2V457U8+9W2KQ-7LF9-DF07U$B97JJ1D7WKP/HLIJL8JF8JFHJP7NVDEBU1J*Z222E.GJ457661CFFTWM-8P2IUE7K*SSW613:9/:TT5IYQBTBU16R4I1A/9VRPJ-TS.7ZEM7MSVOCD4RG2L-TQJROXL2J:52J7F0Q10SMAP3CG3KHF0DWIH',
  key: {
    kid: Buffer.from('d919375fc1e7b6b2', 'hex').toString('base64url'),
    publicKey: Buffer.concat([
      Buffer.of(4),
      Buffer.from('rdVc9a0bltR6jm1BPTA3u0cyJNYKuF1uRk8h7h04-XA', 'base64url'),
      Buffer.from('USfZGB7fv6Eg18JllyjOnBAp3Jqmis9Q_VMTtRaXQXc', 'base64url'),
    ]).toString('base64url'),
  },
  at: '2021-05-06T18:00:00.000Z',
}
/** Names its key outside of what is signed. */
const germany = {
  code: 'HC1:6BF+70790T9WJWG.FKY*4GO0.O1CV2 O5 N2FBBRW1*70HS8WY04AC*WIFN0AHCD8KD97TK0F90KECTHGWJC0FDC:5AIA%G7X+AQB9746HS80:54IBQF60R6$A80X6S1BTYACG6M+9XG8KIAWNA91AY%67092L4WJCT3EHS8XJC$+DXJCCWENF6OF63W5NW6WF6%JC QE/IAYJC5LEW34U3ET7DXC9 QE-ED8%E.JCBECB1A-:8$96646AL60A60S6Q$D.UDRYA 96NF6L/5QW6307KQEPD09WEQDD+Q6TW6FA7C466KCN9E%961A6DL6FA7D46JPCT3E5JDLA7$Q6E464W5TG6..DX%DZJC6/DTZ9 QE5$CB$DA/D JC1/D3Z8WED1ECW.CCWE.Y92OAGY8MY9L+9MPCG/D5 C5IA5N9$PC5$CUZCY$5Y$527B+A4KZNQG5TKOWWD9FL%I8U$F7O2IBM85CWOC%LEZU4R/BXHDAHN 11$CA5MRI:AONFN7091K9FKIGIY%VWSSSU9%01FO2*FTPQ3C3F',
  key: {
    kid: Buffer.from('0c4b15512be91401', 'hex').toString('base64url'),
    publicKey: 'BPI+O0HoJImZhJs0rwaSokjUf1vspsOTd57Lrq/9tn/aS57PXc189pyBTVVtbxNkts4OSgh0BdFfml/pgETQmvQ=',
  },
  at: '2021-06-01T18:00:00.000Z',
}

const clock = { now: '2026-11-22T07:00:00.000Z', trusted: true }

function verify(code: string, at: string | undefined, keys = [austria.key, germany.key]) {
  return verifyCode(
    {
      code,
      profile: 'eu-dcc',
      clock,
      evidence: trustKeys(keys),
      limits: testLimits,
      ...(at === undefined ? {} : { at }),
    },
    testPorts,
  )
}

describe('the EU Digital COVID Certificate by the same verifier', () => {
  it('finds the Austrian vaccination valid at its clock', () => {
    const verified = verify(austria.code, austria.at)
    expect(verified).toMatchObject({ verdict: 'valid', reason: 'in-force' })
    expect(verified.proofs).toEqual({ signature: 'met', issuer: 'met', status: 'unknown', clock: 'met' })
    expect(verified.facts).toEqual({
      kind: 'vaccination',
      number: 'URN:UVCI:01:AT:10807843F94AEE0EE5093FBC254BD813#B',
      nameAr: '',
      nameEn: 'Gabriele Musterfrau-Gößinger',
      rank: '',
      specialty: '',
      membershipNo: '',
      issuer: 'Ministry of Health, Austria',
      issuedOn: '2021-05-06',
      expiresOn: '2021-11-02',
    })
  })

  it('finds the German one valid at its clock, and its facts', () => {
    const verified = verify(germany.code, germany.at)
    expect(verified).toMatchObject({ verdict: 'valid', facts: { nameEn: 'Erika Mustermann' } })
  })

  it('finds both expired today, and neither in force before it was issued', () => {
    expect(verify(austria.code, undefined)).toMatchObject({ verdict: 'expired', reason: 'past-expiry' })
    expect(verify(germany.code, undefined)).toMatchObject({ verdict: 'expired' })
    expect(verify(germany.code, '2021-05-01T00:00:00.000Z')).toMatchObject({
      verdict: 'cannot-tell',
      reason: 'not-yet-in-force',
    })
  })

  it('knows no issuer without its key, and none of ours', () => {
    expect(verify(austria.code, austria.at, [germany.key])).toMatchObject({
      verdict: 'unknown-issuer',
      reason: 'key-unknown',
    })
    const wrong = [{ ...austria.key, publicKey: germany.key.publicKey }]
    expect(verify(austria.code, austria.at, wrong)).toMatchObject({ verdict: 'altered', reason: 'signature-wrong' })
    const ours = { code: austria.code, profile: 'mumaris' as const, clock, evidence: trustKeys([]), limits: testLimits }
    expect(verifyCode(ours, testPorts)).toMatchObject({ verdict: 'cannot-tell', reason: 'code-malformed', facts: null })
  })

  it('answers that another algorithm is not allowed', () => {
    const key = newKey('rsa')
    const entry = new Map([['ci', 'URN:1']])
    const certificate = new Map<string, unknown>([
      ['v', [entry]],
      ['nam', new Map([['fnt', 'DOE']])],
    ])
    const payload = encodeCbor(
      new Map<number, unknown>([
        [6, 1_620_000_000],
        [-260, new Map([[1, certificate]])],
      ]),
    )
    const signed = writeSign1({ kid: getBase64Bytes(key.kid), payload }, key)
    const es256 = Buffer.from(signed).toString('hex')
    // PS256 is -37: two bytes longer than -7 in the protected header of 9 bytes.
    const ps256 = es256.replace('d28448a2012604', 'd28449a201382404')
    const codeOf = (bytes: string) => `HC1:${encodeBase45(deflateSync(Buffer.from(bytes, 'hex')))}`
    expect(verify(codeOf(es256), undefined, [key])).toMatchObject({ verdict: 'valid', facts: { expiresOn: null } })
    expect(ps256).not.toBe(es256)
    expect(verify(codeOf(ps256), undefined, [key])).toMatchObject({
      verdict: 'cannot-tell',
      reason: 'algorithm-not-allowed',
    })
  })

  it('refuses a stream that inflates beyond measure and one that is broken', () => {
    const bomb = `HC1:${encodeBase45(deflateSync(Buffer.alloc(1_000_000)))}`
    expect(verify(bomb, undefined)).toMatchObject({ verdict: 'altered', reason: 'code-malformed' })
    const packed = bytesOfCode(austria.code, 'HC1:')
    const cut = `HC1:${encodeBase45(packed.slice(0, -5))}`
    expect(verify(cut, austria.at)).toMatchObject({ verdict: 'altered', reason: 'code-malformed' })
  })
})
