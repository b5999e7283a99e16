import type { ReleaseManifest } from '#shared/domain/updates/release-manifest.ts'

/**
 * What fetches an installer and runs it. The manifest is proven before it is asked, and the file again when it has come:
 * the engine is not relied on for either.
 */
export interface UpdateEngine {
  /**
   * Fetches the installer of a manifest from a feed, and answers its path. Checks the publisher's signature where the
   * platform has one.
   *
   * @throws {AppError} `update/not-signed`, `update/damaged`, `update/unreachable`, `update/cancelled`, `store/full`.
   */
  fetch(feed: string, manifest: ReleaseManifest, watch: Watch): Promise<string>
  /** Starts the installer of what was fetched last; the application must be on its way out. */
  install(openAgain: boolean): boolean
}

export interface Watch {
  readonly signal: AbortSignal
  readonly onBytes: (received: number) => void
}
