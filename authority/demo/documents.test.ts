import { describe, expect, it } from 'vitest'
import { calendarDate } from '#shared/domain/calendar.ts'
import { createPress, drawPortraits } from './documents.ts'
import { createRegister } from './members.ts'

const today = calendarDate('2026-11-22')
const { documents, hashes } = drawPortraits()
const register = createRegister({ seed: 'demo', today, portraits: hashes })
const members = Array.from({ length: 12 }, (_, i) => register.memberAt(i))

describe('portraits', () => {
  it('are all different, small, and what the register points at', () => {
    expect(new Set(documents.map((document) => document.hash)).size).toBe(documents.length)
    for (const document of documents) {
      expect(Buffer.from(document.bytes.subarray(0, 2)).toString('hex')).toBe('ffd8')
      expect(document.size).toBeLessThan(40_000)
    }
    const photos = members.flatMap((member) => (member.photo === null ? [] : [member.photo]))
    expect(photos.length).toBeGreaterThan(4)
    for (const photo of photos) expect(documents.map((document) => document.hash)).toContain(photo)
  })
})

describe('the press', () => {
  it('draws the same bytes for the same facts, other bytes for others, all within 150 kB', () => {
    const sizes: number[] = []
    const seen = new Set<string>()
    for (const member of members) {
      const letter = createPress(hashes).employerLetter(member, member.email, today)
      const card = createPress(hashes).idCard(member)
      expect(createPress(hashes).employerLetter(member, member.email, today)).toEqual(letter)
      expect(createPress(hashes).idCard(member).hash).toBe(card.hash)
      expect(Buffer.from(letter.document.bytes.subarray(0, 5)).toString()).toBe('%PDF-')
      expect(Buffer.from(card.bytes.subarray(0, 2)).toString('hex')).toBe('ffd8')
      for (const document of [letter.document, card]) {
        expect(document.size).toBe(document.bytes.length)
        sizes.push(document.size)
        seen.add(document.hash)
      }
      for (const fraction of Object.values(letter.emailRegion)) expect(fraction > 0 && fraction < 1).toBe(true)
    }
    expect(seen.size).toBe(members.length * 2)
    expect(Math.max(...sizes)).toBeLessThan(150_000)
  })

  it('leaves no time of drawing in a file', () => {
    const [member] = members
    if (member === undefined) throw new Error('no member')
    const bytes = Buffer.from(createPress().employerLetter(member, 'a@b.example', today).document.bytes)
    expect(bytes.toString('latin1')).not.toMatch(/CreationDate|ModDate/)
  })
})
