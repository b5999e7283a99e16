import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  manifestNameOf,
  manifestText,
  type ReleaseManifest,
  type SignedRelease,
} from '#shared/domain/updates/release-manifest.ts'

export interface TestKey {
  readonly secret: KeyObject
  /** As a build carries it. */
  readonly text: string
}

export function makeKey(): TestKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return { secret: privateKey, text: publicKey.export({ format: 'der', type: 'spki' }).toString('base64') }
}

export function signWith(manifest: ReleaseManifest, ...keys: TestKey[]): SignedRelease {
  const text = manifestText(manifest)
  return {
    manifest: text,
    signatures: keys.map(({ secret }) => sign(null, Buffer.from(text), secret).toString('base64')),
  }
}

export interface TestRelease {
  readonly manifest: ReleaseManifest
  readonly bytes: Buffer
}

/** A release with an installer of chance bytes. */
export function buildRelease(more: Partial<ReleaseManifest> = {}, size = 300_000): TestRelease {
  const bytes = randomBytes(size)
  const version = more.version ?? '0.2.0'
  return {
    bytes,
    manifest: {
      format: 1,
      version,
      channel: 'stable',
      platform: 'linux',
      arch: 'x64',
      file: {
        name: `mumaris-desk-${version}-win-x64.exe`,
        bytes: size,
        sha512: createHash('sha512').update(bytes).digest('base64'),
      },
      schema: 8,
      minimumFrom: '0.1.0',
      rollout: 100,
      releasedAt: '2026-11-27T08:00:00.000Z',
      ...more,
    },
  }
}

/** A server as electron-builder's generic provider wants it, with what can go wrong at one. */
export class ReleaseServer {
  readonly asked: string[] = []
  readonly headers: Record<string, unknown>[] = []
  /** What it offers; none: an empty server. */
  release: TestRelease | undefined
  signed: SignedRelease | undefined
  /** Bytes in place of the installer's. */
  otherBytes: Buffer | undefined
  /** Another hash in the list of releases. */
  otherHash: string | undefined
  /** Holds an installer back after its first piece. */
  stalls = false
  readonly #server: Server

  constructor() {
    this.#server = createServer((request, response) => {
      const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname.slice(1)
      this.asked.push(path)
      this.headers.push(request.headers)
      this.#answer(path, response)
    })
  }

  async open(): Promise<string> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }

  offer(release: TestRelease, ...keys: TestKey[]): void {
    this.release = release
    this.signed = signWith(release.manifest, ...keys)
  }

  #answer(path: string, response: ServerResponse): void {
    const { release, signed } = this
    if (!release || !signed) return void response.writeHead(404).end()
    const { version, file } = release.manifest
    const sha512 = this.otherHash ?? file.sha512
    if (path === manifestNameOf(release.manifest)) return void response.end(JSON.stringify(signed))
    if (path.endsWith('.yml')) {
      const yml = `version: ${version}\nfiles:\n  - url: ${file.name}\n    sha512: ${sha512}\n    size: ${file.bytes}\npath: ${file.name}\nsha512: ${sha512}\n`
      return void response.end(yml)
    }
    if (path !== file.name) return void response.writeHead(404).end()
    const bytes = this.otherBytes ?? release.bytes
    response.writeHead(200, { 'content-length': bytes.length })
    response.write(bytes.subarray(0, 100_000))
    if (!this.stalls) response.end(bytes.subarray(100_000))
  }
}
