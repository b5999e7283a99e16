import { expect, test } from 'vitest'
import { AppError } from '#shared/kernel/errors.ts'
import { startFailureWords } from './start-failure.ts'

test('a store that cannot be opened is told in both languages: what happened, what is safe, what to do', () => {
  const { content } = startFailureWords(new AppError('store/newer', { file: 9, application: 5 }))
  expect(content).toMatch(/ملف البيانات من إصدار أحدث.*لم يتغيّر شيء.*\n.*تثبيت/)
  expect(content).toMatch(/newer version.*Nothing was changed.*\nInstall/)
  expect(content).toMatch(/store\/newer\nfile: 9\napplication: 5$/)
})

test('what nobody foresaw is told as that', () => {
  expect(startFailureWords(new Error('x')).content).toMatch(/internal$/)
})
