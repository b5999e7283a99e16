import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ReleaseManifest } from '#shared/domain/updates/release-manifest.ts'

/** A feed of one release, as electron-builder writes it; every value has a form that YAML reads as it stands. */
const feedText = ({ version, file, releasedAt }: ReleaseManifest): string =>
  [
    `version: ${version}`,
    'files:',
    `  - url: ${file.name}`,
    `    sha512: ${file.sha512}`,
    `    size: ${file.bytes}`,
    `path: ${file.name}`,
    `sha512: ${file.sha512}`,
    `releaseDate: '${releasedAt}'`,
    '',
  ].join('\n')

/**
 * Serves an installer out of an offline package to the engine, on this machine and under a path that nobody can guess:
 * so it goes the same way, through the same checks, as one from the update server.
 */
export async function servePackage(
  manifest: ReleaseManifest,
  file: string,
): Promise<{ readonly url: string; close(): void }> {
  const secret = randomBytes(16).toString('hex')
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname
    if (path === `/${secret}/${manifest.file.name}`) createReadStream(file).pipe(response)
    else if (path.startsWith(`/${secret}/`) && path.endsWith('.yml')) response.end(feedText(manifest))
    else response.writeHead(404).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/${secret}/`,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
