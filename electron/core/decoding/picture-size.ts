/** Width and height in pixels. */
export interface PictureSize {
  readonly width: number
  readonly height: number
}

function word(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
}

function pngSize(bytes: Uint8Array): PictureSize | undefined {
  if (bytes.length < 24) return undefined
  return { width: word(bytes, 16) * 65_536 + word(bytes, 18), height: word(bytes, 20) * 65_536 + word(bytes, 22) }
}

/** The frame header (SOF) tells it; DHT, JPG and DAC lie between the frame markers and are none. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
}

function jpegSize(bytes: Uint8Array): PictureSize | undefined {
  let at = 2
  while (at + 9 < bytes.length) {
    if (bytes[at] !== 0xff) return undefined
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff) at += 1
    else if (isFrame(marker)) return { height: word(bytes, at + 5), width: word(bytes, at + 7) }
    else at += 2 + word(bytes, at + 2)
  }
  return undefined
}

/** What a file is by its first bytes; its name says nothing. */
export function findFileKind(bytes: Uint8Array): 'png' | 'jpeg' | 'pdf' | undefined {
  const begins = (text: string, from = 0) =>
    [...text].every((char, index) => bytes[from + index] === char.charCodeAt(0))
  if (bytes[0] === 0x89 && begins('PNG\r\n\u001a\n', 1)) return 'png'
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg'
  // Readers allow a PDF's header a little later than at the first byte.
  for (let at = 0; at < Math.min(bytes.length, 1024); at += 1) if (begins('%PDF-', at)) return 'pdf'
  return undefined
}

/** The size that a picture says it has, before anything is unpacked; undefined when it does not say. */
export function findPictureSize(bytes: Uint8Array, kind: 'png' | 'jpeg'): PictureSize | undefined {
  return kind === 'png' ? pngSize(bytes) : jpegSize(bytes)
}
