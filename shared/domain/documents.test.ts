import { expect, test } from 'vitest'
import { documentTypeOf, plainFileName } from './documents.ts'

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'))

test.each([
  ['a PDF', '255044462d312e37', 'application/pdf'],
  ['a PNG', '89504e470d0a1a0a0000', 'image/png'],
  ['a JPEG', 'ffd8ffe000104a46', 'image/jpeg'],
  ['half a PNG’s beginning', '89504e47', undefined],
  ['a page that calls itself a picture', '3c68746d6c3e', undefined],
  ['nothing', '', undefined],
])('%s is told by its content', (_, hex, type) => {
  expect(documentTypeOf(bytes(hex))).toBe(type)
})

test('a name is shown, never a path', () => {
  expect(plainFileName('../../etc/خطاب\u0000.pdf')).toBe('.._.._etc_خطاب_.pdf')
  expect(plainFileName(`${'a'.repeat(300)}.pdf`)).toHaveLength(200)
})
