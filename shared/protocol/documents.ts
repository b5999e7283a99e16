/** Most bytes of a document in one `PATCH`. */
export const maxUploadChunk = 256 * 1024

/**
 * Documents under the SHA-256 of their bytes, both ways resumable. Down: `GET /v1/documents/:hash` with `Range`. Up: `HEAD`
 * says how far the authority is, `PATCH` sends what follows. These headers tell offsets (bytes) and whether all is there.
 */
export const uploadHeaders = {
  /** Of a `PATCH`: where its bytes belong; of an answer: how many the authority has of this device. */
  offset: 'upload-offset',
  /** Of a `PATCH`: bytes of the whole document. */
  length: 'upload-length',
  /** Of an answer: `1` when the authority has the whole and has checked it. */
  complete: 'upload-complete',
} as const
