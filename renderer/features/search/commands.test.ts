import { describe, expect, it } from 'vitest'
import { filterCommands, parsePaletteText } from './commands.ts'

const command = (id: string, label: string, words = '') => ({ id, label, words, run: () => undefined })
const commands = [
  command('dark', 'المظهر الداكن', 'dark theme'),
  command('light', 'المظهر الفاتح', 'light theme'),
  command('sync', 'المزامنة الآن', 'sync now'),
  command('queue', 'عرض: موافقة ثانية', 'queue second approval'),
  command('theme', 'تبديل المظهر', 'switch theme'),
]
const ids = (text: string) => filterCommands(commands, text).map((one) => one.id)

describe('filterCommands', () => {
  it.each<[string, string[]]>([
    ['', ['dark', 'light', 'sync', 'queue', 'theme']],
    ['المظهر', ['dark', 'light', 'theme']],
    ['مظهر', ['dark', 'light', 'theme']],
    ['SYNC', ['sync']],
    ['مزامنه الان', ['sync']],
    ['theme dark', ['dark']],
    ['موافقه', ['queue']],
    ['تبديل', ['theme']],
    ['hem', []],
  ])('finds %j', (text, expected) => {
    expect(ids(text)).toEqual(expected)
  })

  it('puts the label that begins with the text first', () => {
    expect(filterCommands([command('a', 'عرض الكل', 'كل'), command('b', 'كل الطلبات')], 'كل').map((c) => c.id)).toEqual(
      ['b', 'a'],
    )
  })
})

describe('parsePaletteText', () => {
  it.each([
    ['>sync', { commandsOnly: true, text: 'sync' }],
    ['  > مزامنة ', { commandsOnly: true, text: 'مزامنة' }],
    ['<sync', { commandsOnly: true, text: 'sync' }],
    [' عبد الله ', { commandsOnly: false, text: 'عبد الله' }],
    ['', { commandsOnly: false, text: '' }],
  ])('reads %j', (text, expected) => {
    expect(parsePaletteText(text)).toEqual(expected)
  })
})
