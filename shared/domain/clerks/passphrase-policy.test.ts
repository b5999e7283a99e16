import fc from 'fast-check'
import { expect, test } from 'vitest'
import { unmetPassphraseRules } from './passphrase-policy.ts'

const names = ['نورة بنت سعد المطيري', 'Noura Almutairi']

test.each([
  ['مطر خفيف على طريق الطائف', []],
  ['four seas and a lighthouse', []],
  ['', ['length', 'varied', 'not-name']],
  ['قصيرة جدًا', ['length']],
  ['aaaaaaaaaaaaaaaa', ['varied']],
  ['بيت نورة الجديد في أبها', ['not-name']],
  ['NOURA and the lighthouse', ['not-name']],
] as const)('%s', (passphrase, unmet) => {
  expect(unmetPassphraseRules(passphrase, names)).toEqual(unmet)
})

test('what is added never makes a passphrase too short or too plain', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), fc.string({ maxLength: 40 }), (a, b) => {
      const [before, after] = [unmetPassphraseRules(a, []), unmetPassphraseRules(a + b, [])]
      for (const rule of ['length', 'varied'] as const)
        if (!before.includes(rule) && a.normalize('NFKC') + b.normalize('NFKC') === (a + b).normalize('NFKC'))
          expect(after).not.toContain(rule)
    }),
  )
})
