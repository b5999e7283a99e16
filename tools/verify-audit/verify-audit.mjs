#!/usr/bin/env node
/**
 * Verifies an exported audit log, anywhere: needs Node 18 or newer, this file, and nothing else. What it checks and what
 * the file means: docs/audit.md.
 *
 *   node verify-audit.mjs FILE [--key KID] [--checkpoint SIZE:ROOT]
 *
 * Ends with 0 when everything holds, 1 when something does not, 2 when it cannot be read. Imports nothing of the desk on
 * purpose: it was written from the RFC, so that one mistake is not made twice.
 */
import { createHash, createPublicKey, verify } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

const usage = 'node verify-audit.mjs FILE [--key KID] [--checkpoint SIZE:ROOT]'

const sha256 = (...parts) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
const leafOf = (text) => sha256(Buffer.from([0]), Buffer.from(text, 'utf8'))
const nodeOf = (left, right) => sha256(Buffer.from([1]), left, right)

/** RFC 8785 for what JSON.parse gives: keys sorted by UTF-16 code units, no spaces. */
function canonical(value) {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const keys = Object.keys(value).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`
}

/** The parts of an entry that its leaf is made of. */
function leafText({ id, at, actor, device, action, subject, detail, personal }) {
  return canonical({ id, at, actor, device, action, subject, detail, personal })
}

/** Whether a P-256 key (uncompressed point, base64url) signed the checkpoint. */
function isSigned({ key, checkpoint }) {
  const point = Buffer.from(key.publicKey, 'base64url')
  if (point.length !== 65 || key.kid !== checkpoint.kid) return false
  if (sha256(point).subarray(0, 8).toString('base64url') !== key.kid) return false
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  }
  const { size, root, at } = checkpoint
  const text = canonical({ log: 'mumaris-audit', size, root, at })
  const publicKey = createPublicKey({ key: jwk, format: 'jwk' })
  const signature = Buffer.from(checkpoint.signature, 'base64url')
  return verify('sha256', Buffer.from(text), { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature)
}

/** RFC 9162, 2.1.3.2. */
function isIncluded(leaf, index, size, root, path) {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size || !Array.isArray(path)) return false
  let first = BigInt(index)
  let second = BigInt(size) - 1n
  let hash = leaf
  for (const step of path) {
    if (second === 0n) return false
    const other = Buffer.from(step, 'hex')
    if (first % 2n === 1n || first === second) {
      hash = nodeOf(other, hash)
      while (first % 2n === 0n && first !== 0n) {
        first >>= 1n
        second >>= 1n
      }
    } else hash = nodeOf(hash, other)
    first >>= 1n
    second >>= 1n
  }
  return second === 0n && hash.toString('hex') === root
}

/** The root of leaves that come one after the other, by the open subtrees alone. */
class Tree {
  size = 0
  /** @type {{ level: number, hash: Buffer }[]} */
  open = []

  add(leaf) {
    let node = { level: 0, hash: leaf }
    while (this.open.at(-1)?.level === node.level)
      node = { level: node.level + 1, hash: nodeOf(this.open.pop().hash, node.hash) }
    this.open.push(node)
    this.size += 1
  }

  root() {
    if (this.open.length === 0) return sha256().toString('hex')
    return this.open
      .slice(0, -1)
      .reduceRight((right, { hash }) => nodeOf(hash, right), this.open.at(-1).hash)
      .toString('hex')
  }
}

/** Reads the file line by line. Answers what holds; throws with a sentence where something does not. */
async function check(file, wanted) {
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })
  const tree = new Tree()
  let head
  let end
  let last = -1
  let entries = 0
  let opened = 0
  for await (const line of lines) {
    let words
    try {
      words = JSON.parse(line)
    } catch {
      throw new Error(`Line ${entries + 2} is no JSON.`)
    }
    if (end) throw new Error('Something follows the end.')
    if (!head) {
      head = words
      if (head?.format !== 'mumaris-audit' || head.version !== 1) throw new Error('This is no exported audit log.')
      if (!isSigned(head)) throw new Error('The checkpoint is not signed by the key that the file names.')
      if (wanted.key !== undefined && wanted.key !== head.key.kid)
        throw new Error(`The key is ${head.key.kid}, not ${wanted.key}.`)
      continue
    }
    if (words?.end === true) {
      end = words
      continue
    }
    const { seq, entry, opened: values, path } = words ?? {}
    if (typeof entry !== 'object' || entry === null) throw new Error(`Line ${entries + 2} has no entry.`)
    if (head.complete ? seq !== last + 1 : !(seq > last)) throw new Error(`Entry ${seq} does not follow ${last}.`)
    last = seq
    entries += 1
    const leaf = leafOf(leafText(entry))
    if (head.complete) {
      tree.add(leaf)
      if (wanted.checkpoint?.size === tree.size && wanted.checkpoint.root !== tree.root())
        throw new Error(`The first ${tree.size} entries are not those of the checkpoint ${wanted.checkpoint.root}.`)
    } else if (!isIncluded(leaf, seq, head.checkpoint.size, head.checkpoint.root, path))
      throw new Error(`Entry ${seq} is not in the signed log.`)
    for (const [name, { salt, value }] of Object.entries(values ?? {})) {
      const commitment = sha256(Buffer.from(salt, 'hex'), Buffer.from(value, 'utf8')).toString('hex')
      if (entry.personal[name] !== commitment) throw new Error(`Entry ${seq}: ${name} is not what was committed to.`)
      opened += 1
    }
  }
  if (!head) throw new Error('The file is empty.')
  if (!end || end.entries !== entries) throw new Error('The file is cut off.')
  const { size, root } = head.checkpoint
  if (head.complete && (tree.size !== size || tree.root() !== root))
    throw new Error('The entries are not those of the signed log.')
  if (wanted.checkpoint !== undefined && !head.complete) throw new Error('--checkpoint needs a complete export.')
  if (wanted.checkpoint !== undefined && wanted.checkpoint.size > size)
    throw new Error(`The log has ${size} entries, fewer than the checkpoint.`)
  return { complete: head.complete, entries, opened, size, root, at: head.checkpoint.at, key: head.key.kid }
}

function readWords(args) {
  const wanted = {}
  let file
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at]
    if (word === '--key') wanted.key = args[(at += 1)]
    else if (word === '--checkpoint') {
      const [, size, root] = /^(\d+):([0-9a-f]{64})$/.exec(args[(at += 1)] ?? '') ?? []
      if (size === undefined) throw new TypeError(usage)
      wanted.checkpoint = { size: Number(size), root }
    } else if (file === undefined && !word.startsWith('-')) file = word
    else throw new TypeError(usage)
  }
  if (file === undefined) throw new TypeError(usage)
  return { file, wanted }
}

try {
  const { file, wanted } = readWords(process.argv.slice(2))
  const { complete, entries, opened, size, root, at, key } = await check(file, wanted)
  const what = complete ? `all ${entries} entries` : `${entries} of ${size} entries`
  console.log(`HOLDS: ${what}, ${opened} opened values; ${size}:${root} signed ${at} by ${key}`)
} catch (error) {
  const unreadable = error instanceof TypeError || error.code !== undefined
  console.error(unreadable ? error.message : `DOES NOT HOLD: ${error.message}`)
  process.exitCode = unreadable ? 2 : 1
}
