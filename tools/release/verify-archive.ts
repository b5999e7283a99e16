import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { extractFile, getRawHeader, listPackage, statFile } from '@electron/asar'
import { z } from 'zod'

const Integrity = z.object({
  integrity: z.object({
    algorithm: z.literal('SHA256'),
    hash: z.string(),
    blockSize: z.number().int().positive(),
    blocks: z.array(z.string()),
  }),
})

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')

/**
 * Files of an archive whose bytes are not what its header says: hashes of the whole and of each block, which Electron
 * compares as it reads. Those that lie unpacked beside the archive are looked at too.
 */
export function findAltered(archive: string): string[] {
  const altered: string[] = []
  for (const path of listPackage(archive, { isPack: false })) {
    const file = path.replace(/^[\\/]/, '')
    const entry = statFile(archive, file, false)
    if ('files' in entry || 'link' in entry) continue
    const said = Integrity.safeParse(entry)
    const bytes = extractFile(archive, file, false)
    const { hash, blockSize, blocks } = said.success
      ? said.data.integrity
      : { hash: 'none', blockSize: 4_194_304, blocks: [] }
    const isBlockAltered = (block: string, index: number): boolean =>
      sha256(bytes.subarray(index * blockSize, (index + 1) * blockSize)) !== block
    if (sha256(bytes) !== hash || blocks.some(isBlockAltered)) altered.push(file)
  }
  return altered
}

/** Whether the program, or a Mac's Info.plist, carries the hash of the archive's header that Electron compares. */
export function carriesHashOf(archive: string, file: string): boolean {
  return readFileSync(file).includes(sha256(getRawHeader(archive).headerString))
}
