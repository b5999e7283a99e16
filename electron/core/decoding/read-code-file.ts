import { AppError } from '#shared/kernel/errors.ts'
import { findFileKind, findPictureSize } from './picture-size.ts'
import { readPdfCodes } from './read-pdf.ts'
import { readQrCodes } from './read-qr.ts'

/** Largest file, and the most pixels a picture may unpack to. */
const mostBytes = 10 * 1024 * 1024
const mostPixels = 50_000_000

/** What a code begins with that is a certificate's, whatever other codes stand beside it. */
const certificatePrefix = /^(?:MPL1|HC1):/

/** A code as it was read from a file. */
export interface FileCode {
  readonly by: 'image' | 'pdf'
  readonly code: string
}

/**
 * Reads the QR code in a picture (PNG, JPEG) or on the first pages of a PDF. Where there are several, a certificate's
 * comes first. What the file is called does not count; nothing is fetched.
 *
 * @throws AppError `certificates/file-too-large`, `certificates/file-unreadable`, `certificates/no-code`.
 */
export async function readCodeFile(bytes: Uint8Array): Promise<FileCode> {
  if (bytes.length > mostBytes) throw new AppError('certificates/file-too-large')
  const kind = findFileKind(bytes)
  if (kind === undefined) throw new AppError('certificates/file-unreadable', { reason: 'kind' })
  if (kind !== 'pdf') {
    const size = findPictureSize(bytes, kind)
    if (!size || size.width * size.height === 0) throw new AppError('certificates/file-unreadable', { reason: kind })
    if (size.width * size.height > mostPixels) throw new AppError('certificates/file-too-large')
  }
  let codes: string[]
  try {
    codes = await (kind === 'pdf' ? readPdfCodes(bytes) : readQrCodes(bytes))
  } catch (cause) {
    throw new AppError('certificates/file-unreadable', { reason: kind }, { cause })
  }
  const code = codes.find((text) => certificatePrefix.test(text)) ?? codes[0]
  if (code === undefined) throw new AppError('certificates/no-code')
  return { by: kind === 'pdf' ? 'pdf' : 'image', code }
}
