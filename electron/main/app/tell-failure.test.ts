import { expect, test } from 'vitest'
import { AppError } from '#shared/kernel/errors.ts'
import { tellFailure } from './tell-failure.ts'

/** Dialogs that are answered by their buttons' numbers; without one more number there is nobody to ask. */
function newDialog(...answers: number[]) {
  const boxes: string[] = []
  const asked: (readonly string[])[] = []
  return {
    boxes,
    asked,
    dialog: {
      showErrorBox: (_title: string, content: string) => void boxes.push(content),
      showMessageBox: async (...parameters: unknown[]) => {
        const { buttons = [] } = parameters.at(-1) as { buttons?: string[] }
        asked.push(buttons)
        const response = answers.shift()
        if (response === undefined) throw new Error('nobody is there')
        return { response, checkboxChecked: false }
      },
    },
  }
}

const failure = new AppError('store/migration-failed', { from: 7, to: 8 })

test('what can be done is offered beside closing; what is not the end of it is asked again', async () => {
  const { dialog, asked } = newDialog(1, 0)
  const done: string[] = []
  const acts = [
    { label: 'back', run: async () => done.push('back') > 0 },
    { label: 'bundle', run: async () => done.push('bundle') < 0 },
  ]
  expect(await tellFailure(dialog, failure, acts)).toBe(true)
  expect(done).toEqual(['bundle', 'back'])
  expect(asked).toEqual([
    ['back', 'bundle', 'إغلاق · Close'],
    ['back', 'bundle', 'إغلاق · Close'],
  ])
})

test('closing does nothing; an act that fails says why and leaves the others', async () => {
  const { dialog, boxes } = newDialog(0, 1)
  const run = async () => {
    throw new AppError('update/no-way-back')
  }
  expect(await tellFailure(dialog, failure, [{ label: 'back', run }])).toBe(false)
  expect(boxes).toHaveLength(1)
  expect(boxes[0]).toContain('update/no-way-back')
})

test('where nobody can be asked it is said', async () => {
  const { dialog, boxes } = newDialog()
  expect(await tellFailure(dialog, failure, [])).toBe(false)
  expect(boxes[0]).toMatch(/store\/migration-failed\nfrom: 7\nto: 8$/)
})
