import { createCodec } from './world/codec.ts'

/** Node's half of the codec. */
export const nodeCodec = createCodec({
  encode: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
  // a copy: Buffer.from(text) may share a pool whose other bytes would travel with `.buffer`
  decode: (text) => new Uint8Array(Buffer.from(text, 'base64')),
})
