import { expect, test } from 'vitest'
import { WrittenFiles, type WrittenPlace } from './written-files.ts'

function newPlace(): WrittenPlace & { readonly kept: () => string[] | undefined } {
  let kept: string[] | undefined
  return { kept: () => kept, get: () => kept, set: (_name, value) => void (kept = value) }
}

test('only files that were written are ours, after a restart too', () => {
  const place = newPlace()
  const files = new WrittenFiles(place)
  expect(files.has('/home/c/letter.pdf')).toBe(false)
  files.add('/home/c/letter.pdf')
  files.add('/home/c/letter.pdf')
  const later = new WrittenFiles(place)
  expect(later.has('/home/c/letter.pdf')).toBe(true)
  expect(later.has('/home/c/letter.pdf ')).toBe(false)
  expect(later.has('/etc/passwd')).toBe(false)
  expect(place.kept()).toHaveLength(1)
  expect(JSON.stringify(place.kept())).not.toContain('letter')
})

test('the oldest are forgotten first', () => {
  const place = newPlace()
  const files = new WrittenFiles(place)
  for (let number = 0; number < 300; number++) files.add(`/file-${number}`)
  expect(place.kept()).toHaveLength(200)
  expect([files.has('/file-0'), files.has('/file-100'), files.has('/file-299')]).toEqual([false, true, true])
})
