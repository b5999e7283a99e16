import { expect, test } from 'vitest'
import { Config } from '#authority/config.ts'
import { shippedBook } from '#shared/domain/reference/reference-book.ts'
import type { DecisionRecord } from '#shared/domain/requests/request.ts'
import { buildEmailChange, buildMember } from '#shared/testing/builders.ts'
import { type LetterTemplate, writeLetter } from './write-letter.ts'

const config = Config.parse({})
const member = buildMember()
const at = '2026-11-22T21:30:00.000Z'
const templates: LetterTemplate[] = [
  'email-change-requested',
  'verification-code',
  'email-changed-old-address',
  'email-changed-new-address',
  'request-returned',
  'request-rejected',
  'data-update-requested',
  'data-update-decided',
]
const reasons = shippedBook.inForce('reasons', '2026-11-22')
const decided = (over: Partial<DecisionRecord>): DecisionRecord => ({
  commandId: null,
  decision: 'return',
  step: 'decide',
  by: 'noura',
  at,
  reasons: [],
  remarks: 'لا يُرسل إلى العضو',
  ...over,
})
const write = (template: LetterTemplate, over: Parameters<typeof buildEmailChange>[1] = {}, gender: 'm' | 'f' = 'm') =>
  writeLetter(config, {
    template,
    toAddress: 'to@example.com',
    member: { ...member, gender },
    request: buildEmailChange(member, over),
    at,
    reasons,
    code: { text: '402917', minutes: 10 },
  })

test.each(templates)('%s: both languages in the common frame, and nothing that may not be in a letter', (template) => {
  const request = { decisions: [decided({})] }
  const letter = write(template, request)
  expect(letter).toMatchObject({
    template,
    toAddress: 'to@example.com',
    requestId: 'request-1',
    requestNumber: 'R-48-018204',
  })
  expect(letter.bodyAr.startsWith('المكرم/ فهد ناصر سعد القحطاني    حفظه الله\n\nالسلام عليكم')).toBe(true)
  expect(letter.bodyAr).toContain(`${config.nameAr}\n\nهذه رسالة آلية`)
  expect(letter.bodyEn.startsWith('Dear Fahad Nasser Saad Alqahtani,')).toBe(true)
  expect(letter.bodyEn).toContain(config.nameEn)
  expect(write(template, request, 'f').bodyAr).toMatch(/^المكرمة\/ .* حفظها الله/)
  const all = JSON.stringify(letter)
  expect(all).not.toContain(member.idNo)
  expect(all).not.toContain('f.alqahtani@alwaha.sa')
  expect(all).not.toContain('لا يُرسل إلى العضو')
  expect(all).not.toMatch(/undefined|null|\{\w+\}/)
  if (template !== 'verification-code') expect(all).not.toContain('402917')
})

test('dates stand in both calendars, as the day is in Riyadh', () => {
  const { bodyAr, bodyEn } = write('email-changed-new-address')
  // Half past nine in the evening in UTC is the next day in Riyadh.
  expect(bodyAr).toContain('\u20681448/06/13 هـ\u2069 الموافق \u20682026-11-23\u2069')
  expect(bodyEn).toContain('\u20682026-11-23\u2069 (1448/06/13 AH)')
})

test('a returned request lists its reasons in words and gives thirty days', () => {
  const letter = write('request-returned', {
    decisions: [decided({ reasons: ['RTN-OWNERSHIP-NOT-PROVEN', 'RTN-DOC-UNCLEAR'] })],
  })
  expect(letter.bodyAr).toContain('• لم يكتمل التحقق من ملكية البريد الإلكتروني الجديد')
  expect(letter.bodyEn).toContain('• The attachment is not legible.')
  expect(letter.bodyEn).toContain('2026-12-23')
  expect(write('request-returned', { decisions: [decided({ reasons: ['NEWER-CODE'] })] }).bodyEn).toContain(
    '• The reason shown',
  )
})

test('no reason of the reference data leaves a blank in a letter', () => {
  for (const { code } of reasons) {
    const { bodyAr, bodyEn } = write('request-rejected', {
      decisions: [decided({ decision: 'reject', reasons: [code] })],
    })
    expect(bodyAr + bodyEn).not.toMatch(/[{}]|\(\s*\)/)
  }
})

test('Arabic counts follow the rules of its plurals', () => {
  expect(write('request-rejected').bodyAr).toContain('خلال 60 يومًا')
  expect(write('verification-code').bodyAr).toContain('لمدة 10 دقائق')
})
