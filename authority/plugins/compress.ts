import type { Transform } from 'node:stream'
import { promisify } from 'node:util'
import { constants, createGzip, createZstdCompress, gzip, zstdCompress } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'

const smallestBytes = 1024
const zstdParams = { [constants.ZSTD_c_compressionLevel]: 3 }
const zip = promisify(gzip)
const zstd = promisify(zstdCompress)

/** An `onSend` hook for answers that are large and compress well: zstd or gzip, whichever the caller takes. */
export async function compressAnswer(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  if (typeof payload !== 'string' || payload.length < smallestBytes) return payload
  const accepted = request.headers['accept-encoding'] ?? ''
  const encoding = /\bzstd\b/.test(accepted) ? 'zstd' : /\bgzip\b/.test(accepted) ? 'gzip' : undefined
  reply.header('vary', 'accept-encoding')
  if (encoding === undefined) return payload
  reply.header('content-encoding', encoding).removeHeader('content-length')
  const bytes = Buffer.from(payload, 'utf8')
  return encoding === 'zstd' ? zstd(bytes, { params: zstdParams }) : zip(bytes, { level: 4 })
}

/** A stream that compresses what is written to it. */
export function compressor(format: 'zstd' | 'gzip'): Transform {
  return format === 'zstd' ? createZstdCompress({ params: zstdParams }) : createGzip({ level: 4 })
}
