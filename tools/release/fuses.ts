/** The mark by which the fuses are found in Electron's executable. */
export const fuseSentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'

/** Electron's eight fuses in the order of the wire. */
export const fuseNames = [
  'runAsNode',
  'enableCookieEncryption',
  'enableNodeOptionsEnvironmentVariable',
  'enableNodeCliInspectArguments',
  'enableEmbeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
] as const
export type FuseName = (typeof fuseNames)[number]

/** Each fuse as a release must have it: what electron-builder.yml sets, said once more by whoever checks. */
export const releaseFuses: Readonly<Record<FuseName, boolean>> = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
}

/**
 * Reads the fuse wires of an executable: one, or one for each processor of a universal one. True for on.
 *
 * @throws {Error} when it has none.
 */
export function readFuses(executable: Buffer): Record<string, boolean>[] {
  const wires: Record<string, boolean>[] = []
  for (let at = executable.indexOf(fuseSentinel); at !== -1; at = executable.indexOf(fuseSentinel, at + 1)) {
    const states = executable.subarray(at + fuseSentinel.length + 2)
    wires.push(Object.fromEntries(fuseNames.map((name, index) => [name, states[index] === '1'.charCodeAt(0)])))
  }
  if (wires.length === 0) throw new Error('This executable has no fuse wire.')
  return wires
}
