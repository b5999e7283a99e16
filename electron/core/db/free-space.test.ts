import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { freeBytes, networkDriveOf, refuseNetworkDrive, requireRoom } from './free-space.ts'

test('the disk of a folder says how much is free', () => {
  expect(freeBytes(tmpdir())).toBeGreaterThan(0)
  expect(freeBytes('/no/such/folder/anywhere')).toBeNull()
})

test('what does not fit is refused with the figures, what fits is not', () => {
  requireRoom(tmpdir(), 0)
  expect(() => requireRoom(tmpdir(), Number.MAX_SAFE_INTEGER)).toThrow(/^store\/full .*"wanted":\d+,"free":\d+/)
  // Where nothing is known nothing is refused: SQLite says it when it is so.
  requireRoom('/no/such/folder/anywhere', 1)
})

test.each([
  ['\\\\server\\share\\desk', 'win32', null, 'unc'],
  ['//server/share/desk', 'win32', null, 'unc'],
  ['\\\\?\\UNC\\server\\share', 'win32', null, 'unc'],
  ['\\\\?\\C:\\Users\\noura', 'win32', null, null],
  ['\\\\.\\C:\\Users\\noura', 'win32', null, null],
  ['C:\\Users\\noura\\AppData', 'win32', null, null],
  ['/Network/Servers/desk', 'darwin', null, 'automount'],
  ['/Users/noura/Library', 'darwin', null, null],
  ['/home/noura', 'linux', 0x69_69, 'nfs'],
  ['/home/noura', 'linux', 0xff_53_4d_42, 'cifs'],
  ['/home/noura', 'linux', 0xff_53_4d_42 | 0, 'cifs'],
  ['/home/noura', 'linux', 0xef_53, null],
  ['/home/noura', 'linux', null, null],
] as const)('%s on %s (type %s): %s', (folder, platform, type, expected) => {
  expect(networkDriveOf(folder, platform, type)).toBe(expected)
})

test('the folder for temporary files of this machine is on a disk of its own, and so not refused', () => {
  refuseNetworkDrive(tmpdir())
})
