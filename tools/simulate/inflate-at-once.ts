import { constants, gunzipSync, zstdDecompressSync } from 'node:zlib'
import type { Inflate } from '#core/sync/fill-lines.ts'

/**
 * Decompresses a stream when all of it has come, and without a thread of the system: a simulation waits for promises
 * only. Of a stream that is cut short it gives what can be read.
 */
export const inflateAtOnce: Inflate = async function* (bytes, format) {
  const pieces: Uint8Array[] = []
  for await (const piece of bytes) pieces.push(piece)
  const whole = Buffer.concat(pieces)
  yield format === 'zstd'
    ? zstdDecompressSync(whole, { finishFlush: constants.ZSTD_e_flush })
    : gunzipSync(whole, { finishFlush: constants.Z_SYNC_FLUSH })
}
