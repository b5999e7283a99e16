import { expect, test } from 'vitest'
import { isOwnPage } from './guards.ts'

test('only pages of our own scheme and host are ours', () => {
  expect(isOwnPage('app://desk')).toBe(true)
  expect(isOwnPage('app://desk/index.html#/requests')).toBe(true)
  for (const url of ['app://desk.evil/', 'app://deskx/', 'https://desk/', 'file:///desk', 'about:blank', '']) {
    expect(isOwnPage(url), url).toBe(false)
  }
})
