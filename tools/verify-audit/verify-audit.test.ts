import { spawnSync } from 'node:child_process'
import { createHash, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { nodeWitnessPorts } from '#core/crypto/node-witness-ports.ts'
import { checkpointText } from '#shared/domain/audit/audit-log.ts'
import { ExportChecker } from '#shared/domain/audit/check-export.ts'
import { buildEntries, buildTree } from '#shared/testing/audit-logs.ts'

const { sha256 } = nodeWitnessPorts
const program = fileURLToPath(new URL('./verify-audit.mjs', import.meta.url))
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
const kid = createHash('sha256').update(point).digest().subarray(0, 8).toString('base64url')

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'verify-audit-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** An export as the authority makes it, as its lines. */
function exportOf(count: number, only?: (seq: number) => boolean): string[] {
  const entries = buildEntries(sha256, count)
  const { size, root, pathOf } = buildTree(sha256, entries)
  const at = '2026-11-22T08:00:00.000Z'
  const signature = sign('sha256', Buffer.from(checkpointText({ size, root, at })), {
    key: createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    dsaEncoding: 'ieee-p1363',
  }).toString('base64url')
  const shown = entries.filter(({ seq }) => only?.(seq) ?? true)
  const head = {
    format: 'mumaris-audit',
    version: 1,
    complete: only === undefined,
    filter: {},
    checkpoint: { size, root, at, kid, signature },
    key: { kid, publicKey: point.toString('base64url') },
  }
  return [
    JSON.stringify(head),
    ...shown.map((placed) => JSON.stringify(only ? { ...placed, path: pathOf(placed.seq) } : placed)),
    JSON.stringify({ end: true, entries: shown.length }),
  ]
}

function verifyFile(lines: readonly string[], ...args: string[]) {
  const file = join(folder, 'log.ndjson')
  writeFileSync(file, `${lines.join('\n')}\n`)
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, file, ...args], { encoding: 'utf8' })
  return { status, said: `${stdout}${stderr}`.trim() }
}

/** What the desk's own check says of the same file. */
function checkHere(lines: readonly string[]): string | null {
  const checker = new ExportChecker(nodeWitnessPorts)
  for (const line of lines) checker.take(line)
  return checker.finish().fault
}

describe('the verifier of exported logs', () => {
  test('says that a whole log holds, by which checkpoint and key', () => {
    const lines = exportOf(37)
    const { checkpoint } = JSON.parse(lines[0] ?? '') as { checkpoint: { size: number; root: string } }
    const { status, said } = verifyFile(lines, '--key', kid, '--checkpoint', `37:${checkpoint.root}`)
    expect(said).toBe(
      `HOLDS: all 37 entries, 37 opened values; 37:${checkpoint.root} signed 2026-11-22T08:00:00.000Z by ${kid}`,
    )
    expect(status).toBe(0)
    expect(checkHere(lines)).toBeNull()
  })

  test('says that a part of a log holds, and that values that were erased are no fault', () => {
    const lines = exportOf(37, (seq) => seq % 5 === 2).map((line) =>
      line.replace(/"opened":\{[^}]*\}\}/, '"opened":{}'),
    )
    expect(verifyFile(lines)).toMatchObject({ status: 0, said: expect.stringContaining('7 of 37 entries, 0 opened') })
    expect(checkHere(lines)).toBeNull()
  })

  type Change = (lines: string[]) => string[]
  const at = (index: number, from: string | RegExp, to: string): Change => {
    return (lines) => lines.map((line, place) => (place === index ? line.replace(from, to) : line))
  }
  const wrongs: [name: string, change: Change, fault: string, said: string][] = [
    ['another actor', at(5, /"actor":"\w+"/, '"actor":"huda"'), 'entry', 'not those of the signed log'],
    ['another time', at(9, ':00:08.000Z', ':00:09.000Z'), 'entry', 'not those of the signed log'],
    ['another opened value', at(3, '"value 2"', '"value 3"'), 'value', 'committed to'],
    ['an entry less', (lines) => lines.filter((_, place) => place !== 4), 'order', 'does not follow'],
    ['an entry twice', (lines) => [...lines.slice(0, 5), ...lines.slice(4)], 'order', 'does not follow'],
    ['the end cut off', (lines) => lines.slice(0, -1), 'cut-off', 'cut off'],
    ['the last entry gone', (lines) => [...lines.slice(0, -2), ...lines.slice(-1)], 'cut-off', 'cut off'],
    ['another size', at(0, '"size":37', '"size":36'), 'signature', 'not signed'],
    ['another root', at(0, /"root":"../, '"root":"00'), 'signature', 'not signed'],
    ['a line that is none', at(6, '{', ''), 'line', 'no JSON'],
  ]
  test.each(wrongs)('%s does not hold', (_, change, fault, said) => {
    const lines = change(exportOf(37))
    expect(verifyFile(lines)).toMatchObject({ status: 1, said: expect.stringContaining(said) })
    expect(checkHere(lines)).toBe(fault)
  })

  test('an entry of a part that is not in the log does not hold', () => {
    const lines = at(1, /"actor":"\w+"/, '"actor":"huda"')(exportOf(37, (seq) => seq % 5 === 2))
    expect(verifyFile(lines)).toMatchObject({ status: 1, said: expect.stringContaining('is not in the signed log') })
    expect(checkHere(lines)).toBe('entry')
  })

  test('another key, an older state that it does not begin with, and no file at all', () => {
    const lines = exportOf(12)
    expect(verifyFile(lines, '--key', 'AAAAAAAAAAA').status).toBe(1)
    expect(verifyFile(lines, '--checkpoint', `5:${'0'.repeat(64)}`)).toMatchObject({
      status: 1,
      said: expect.stringContaining('The first 5 entries are not those'),
    })
    expect(spawnSync(process.execPath, [program, join(folder, 'none')]).status).toBe(2)
    expect(spawnSync(process.execPath, [program]).status).toBe(2)
  })
})
