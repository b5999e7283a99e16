import { statfsSync } from 'node:fs'
import { AppError } from '#shared/kernel/errors.ts'

/** Room that must stay on the disk whatever is done, in bytes: a clerk's work goes on in it. */
export const leastFree = 64 * 1024 * 1024

/** Below this the doctor warns, in bytes. */
export const lowSpace = 512 * 1024 * 1024

/** Types of file systems over a network, as Linux names them in `statfs` (linux/magic.h and the file systems' own). */
const networkTypes: Readonly<Record<number, string>> = {
  0x69_69: 'nfs',
  0x51_7b: 'smb',
  0xfe_53_4d_42: 'smb2',
  0xff_53_4d_42: 'cifs',
  0x5_64_c: 'ncp',
  0x53_46_41_4f: 'afs',
  0x73_75_72_45: 'coda',
  0xc3_64_00: 'ceph',
}

/** Free bytes for this user on the disk of a folder; null where the system does not say. */
export function freeBytes(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  } catch {
    return null
  }
}

/**
 * The kind of network drive on which a folder lies, where that can be known: Windows by a UNC path, Linux by the type of
 * the file system, macOS by the place where shares of other kinds are not told apart (`/Volumes` is none by itself, so
 * only the automounter's `/Network` and `/net`). Null for a disk of this machine, and where nothing can be known: a
 * mapped Windows drive letter is not told, and `9p` is also what some virtual machines call their own disk.
 *
 * @param type of the file system, as `statfs` gives it.
 */
export function networkDriveOf(folder: string, platform: NodeJS.Platform, type: number | null): string | null {
  if (platform === 'win32') return /^[\\/]{2}(?![?.][\\/])|^[\\/]{2}\?[\\/]UNC[\\/]/i.test(folder) ? 'unc' : null
  if (platform === 'darwin') return /^\/(Network|net)\//.test(folder) ? 'automount' : null
  return type === null ? null : (networkTypes[type >>> 0] ?? null)
}

/** `networkDriveOf` for a folder of this machine. */
function findNetworkDrive(folder: string): string | null {
  let type: number | null = null
  try {
    type = statfsSync(folder).type
  } catch {
    // A folder that cannot be asked about is refused by whoever opens a file in it.
  }
  return networkDriveOf(folder, process.platform, type)
}

/** @throws AppError `store/network-drive` for a folder whose locks and forced writes cannot be relied on. */
export function refuseNetworkDrive(folder: string): void {
  const kind = findNetworkDrive(folder)
  if (kind !== null) throw new AppError('store/network-drive', { kind })
}

/**
 * Makes sure that a disk holds `wanted` more bytes and what must stay free besides.
 *
 * @throws AppError `store/full` with the bytes wanted and free.
 */
export function requireRoom(folder: string, wanted: number): void {
  const free = freeBytes(folder)
  if (free !== null && free < wanted + leastFree) throw new AppError('store/full', { wanted: wanted + leastFree, free })
}
