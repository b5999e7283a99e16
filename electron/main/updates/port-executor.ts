import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { AppError } from '#shared/kernel/errors.ts'

/** A fetch that knows the system's proxy and certificates. */
export type Network = (url: string, init: { headers: Record<string, string>; signal: AbortSignal }) => Promise<Response>

/** The part of electron-updater's request options that says where to. */
interface RequestAddress {
  readonly protocol?: string | null
  readonly hostname?: string | null
  readonly port?: string | number | null
  readonly path?: string | null
}

interface DownloadOptions {
  readonly onProgress?: (progress: { transferred: number }) => void
}

/** Answers are a few lines of text. */
const longestText = 1_000_000

/**
 * Electron-updater's way to the network, over this application's own: one place knows proxies and certificates, and the
 * id by which the library would count machines is never sent.
 */
export class PortExecutor {
  readonly #network: Network
  readonly #signal: AbortSignal

  constructor(network: Network, signal: AbortSignal) {
    this.#network = network
    this.#signal = signal
  }

  async #get(url: string): Promise<Response> {
    let response: Response
    try {
      response = await this.#network(url, { headers: { 'cache-control': 'no-cache' }, signal: this.#signal })
    } catch (thrown) {
      throw this.#failure(thrown)
    }
    if (!response.ok) throw new AppError('update/unreachable', { status: response.status })
    return response
  }

  /** As the library calls it for its list of releases. */
  async request({ protocol, hostname, port, path }: RequestAddress): Promise<string> {
    const response = await this.#get(`${protocol}//${hostname}${port ? `:${port}` : ''}${path}`)
    const text = await response.text()
    if (text.length > longestText) throw new AppError('update/damaged', { reason: 'size' })
    return text
  }

  /** As the library calls it for an installer. */
  async download(url: URL, destination: string, { onProgress }: DownloadOptions): Promise<string> {
    const { body } = await this.#get(url.href)
    let transferred = 0
    async function* counted(): AsyncGenerator<Uint8Array> {
      for await (const piece of body ?? []) {
        transferred += piece.byteLength
        onProgress?.({ transferred })
        yield piece
      }
    }
    try {
      await pipeline(counted, createWriteStream(destination), { signal: this.#signal })
    } catch (thrown) {
      throw this.#failure(thrown)
    }
    return destination
  }

  #failure(thrown: unknown): AppError {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOSPC')
      return new AppError('store/full', {}, { cause: thrown })
    const { aborted, reason } = this.#signal
    const isGivenUp = aborted && !(reason instanceof Error && reason.name === 'TimeoutError')
    return new AppError(isGivenUp ? 'update/cancelled' : 'update/unreachable', {}, { cause: thrown })
  }
}
