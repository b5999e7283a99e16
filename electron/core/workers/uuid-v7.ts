import type { Clock, NewId } from '#shared/kernel/ports.ts'

/** Ids that grow with time (UUIDv7, RFC 9562), also among those made within one millisecond. The rest is chance. */
export function uuidV7(clock: Clock, randomBytes: (size: number) => Buffer): NewId {
  let last = 0
  let count = 0
  return () => {
    const now = Math.max(clock.now(), last)
    count = now === last ? count + 1 : randomBytes(2).readUInt16BE(0) & 0x7ff
    // The counter has 12 bits; when it is full, the next millisecond is borrowed.
    last = count > 0xfff ? now + 1 : now
    if (count > 0xfff) count = 0
    const bytes = randomBytes(16)
    bytes.writeUIntBE(last, 0, 6)
    bytes.writeUInt16BE(0x7000 | count, 6)
    bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
    const hex = bytes.toString('hex')
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
  }
}
