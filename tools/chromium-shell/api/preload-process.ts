/** The `process` of a sandboxed preload: facts only, nothing that can act. */
export function preloadProcess(additionalArguments: string[] = []): Record<string, unknown> {
  const { node, chrome, v8, electron } = process.versions
  return {
    platform: process.platform,
    arch: process.arch,
    type: 'renderer',
    sandboxed: true,
    contextIsolated: true,
    env: {},
    argv: [process.execPath, ...additionalArguments],
    versions: { node, chrome, v8, electron },
  }
}
