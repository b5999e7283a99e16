import { deflateSync } from 'node:zlib'
import { demoCertificatesOf } from '#authority/demo/certificates.ts'
import { demoKeys } from '#authority/demo/demo-keys.ts'
import { createRegister } from '#authority/demo/members.ts'
import type { RegisterKey, RegisterKeyName } from '#authority/repositories/register-keys.ts'
import { signerOf } from '#authority/use-cases/certificates/signer.ts'
import { nodeVerifierPorts } from '#core/crypto/node-verifier-ports.ts'
import { calendarDate } from '#shared/domain/calendar.ts'
import { getBase64Bytes } from '#shared/domain/certificates/base64.ts'
import { readCode } from '#shared/domain/certificates/certificate-code.ts'
import { openEvidence } from '#shared/domain/certificates/evidence.ts'
import {
  packStates,
  statusListCapacity,
  statusListUri,
  writeStatusList,
} from '#shared/domain/certificates/status-list.ts'
import { trustListUri, writeTrustList } from '#shared/domain/certificates/trust-list.ts'
import { verifyCode } from '#shared/domain/certificates/verify-code.ts'
import { evidenceLimitsOn } from '#shared/domain/reference/evidence-limits.ts'
import { atLeast, type Bench, type BenchOptions } from './measure.ts'

const seed = '1'
const today = '2026-11-22'
const now = `${today}T07:00:00.000Z`
const issuedAt = Math.floor(Date.parse(now) / 1000)

/** The lists that an authority with these keys would send. */
function signLists(keyOf: (name: RegisterKeyName) => RegisterKey) {
  const [anchor, issuer, lists] = [keyOf('anchor'), keyOf('issuer'), keyOf('lists')]
  const always = { from: 0, until: null }
  const keys = [
    { ...issuer, ...always, use: 'certificates' as const },
    { ...lists, ...always, use: 'lists' as const },
  ]
  const uri = statusListUri(1)
  const packed = new Uint8Array(deflateSync(packStates([], statusListCapacity)))
  return [
    {
      kind: 'trust-list' as const,
      uri: trustListUri,
      signed: writeTrustList({ version: 1, issuedAt, keys }, anchor.kid, signerOf(anchor)),
    },
    {
      kind: 'status-list' as const,
      uri,
      signed: writeStatusList({ uri, version: 1, issuedAt, ttl: 1800, packed }, lists.kid, signerOf(lists)),
    },
  ]
}

function prepare({ rows: members }: BenchOptions) {
  const register = createRegister({ seed, today: calendarDate(today) })
  const keys = new Map(demoKeys(seed).map((key) => [key.name, key]))
  const keyOf = (name: RegisterKeyName): RegisterKey => {
    const key = keys.get(name)
    if (!key) throw new Error(`No key ${name}`)
    return key
  }
  const options = { seed, today: calendarDate(today), key: keyOf('issuer') }
  const codes = Array.from({ length: members }, (_, index) =>
    demoCertificatesOf(options, register.memberAt(index), index).map(({ code }) => code),
  ).flat()
  const evidence = openEvidence({ anchor: keyOf('anchor'), lists: signLists(keyOf) }, nodeVerifierPorts)
  const ground = {
    clock: { now, trusted: true },
    evidence,
    limits: evidenceLimitsOn(today),
    profile: 'mumaris' as const,
  }
  const point = getBase64Bytes(keyOf('issuer').publicKey)
  const messages = codes.map((code) => readCode(code).message)

  const timed = <T>(items: readonly T[], work: (item: T) => boolean) => {
    const samples = items.map((item) => {
      const began = performance.now()
      if (!work(item)) throw new Error('A code of the register is not signed by it.')
      return performance.now() - began
    })
    return { units: items.length, samples }
  }
  return {
    comparisons: [
      { name: 'rate of code → verdict to ES256 alone', of: 'code → verdict', to: 'ES256 alone', by: 'rate' as const },
      { name: 'rate of reading alone to ES256 alone', of: 'reading alone', to: 'ES256 alone', by: 'rate' as const },
    ],
    contestants: [
      {
        name: 'ES256 alone',
        turn: () =>
          timed(messages, ({ toBeSigned, signature }) => nodeVerifierPorts.verifyEs256(point, toBeSigned, signature)),
      },
      {
        name: 'code → verdict',
        turn: () =>
          timed(codes, (code) => verifyCode({ ...ground, code }, nodeVerifierPorts).proofs.signature === 'met'),
      },
      {
        name: 'reading alone',
        turn: () => timed(codes, (code) => readCode(code).message.signature.length === 64),
      },
    ],
  }
}

export const bench: Bench = {
  title: 'the codes of so many members of the demo register verified on one thread, lists opened beforehand',
  units: 'codes',
  rows: 500,
  prepare,
  goals: (_, ratios) => [
    atLeast(
      'rate of a verdict to that of the bare signature check',
      0.5,
      ratios['rate of code → verdict to ES256 alone'],
    ),
  ],
}
