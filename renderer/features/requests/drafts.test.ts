import { expect, test } from 'vitest'
import { DecisionDraft } from '#shared/domain/requests/decision-draft.ts'
import { emptyDraft } from './decision-draft.ts'
import { type DraftDesk, Drafts } from './drafts.ts'

const place = { requestId: 'r1', revisionHash: 'a'.repeat(64) }
const saying = (remarks: string): DecisionDraft => ({ ...emptyDraft, remarks })

/** A desk whose answers come when the test lets them. */
class SlowDesk implements DraftDesk {
  kept: (DecisionDraft | null)[] = []
  stored: DecisionDraft | null = saying('kept before')
  refuses = false
  readonly #waiting: (() => void)[] = []
  answer(): void {
    this.#waiting.shift()?.()
  }
  #turn(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve))
  }
  async get() {
    await this.#turn()
    return { draft: this.stored }
  }
  async keep({ draft }: Parameters<DraftDesk['keep']>[0]) {
    await this.#turn()
    if (this.refuses) throw new Error('refused')
    this.kept.push(draft && DecisionDraft.parse(draft))
  }
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0))

test('what the desk has is shown, and each listener hears of it', async () => {
  const desk = new SlowDesk()
  const drafts = new Drafts(desk)
  let heard = 0
  const leave = drafts.subscribe(() => {
    heard += 1
  })
  const loading = drafts.load(place)
  expect(drafts.find(place)).toBeUndefined()
  desk.answer()
  await loading
  expect([drafts.find(place), heard]).toEqual([saying('kept before'), 1])
  leave()
  void drafts.change(place, null)
  expect([drafts.find(place), heard]).toEqual([null, 1])
})

test('a letter that is typed before the desk has answered stands', async () => {
  const desk = new SlowDesk()
  const drafts = new Drafts(desk)
  const loading = drafts.load(place)
  void drafts.change(place, saying('new'))
  desk.answer()
  await loading
  expect(drafts.find(place)).toEqual(saying('new'))
})

test('letters that come while the desk writes go together, the last one last', async () => {
  const desk = new SlowDesk()
  const drafts = new Drafts(desk)
  for (const text of ['a', 'ab', 'abc']) void drafts.change(place, saying(text))
  desk.answer()
  await settle()
  void drafts.change(place, null)
  desk.answer()
  await settle()
  desk.answer()
  await settle()
  // The first was on its way as it stood when it was typed; the others went as one, then that it is let go.
  expect(desk.kept).toEqual([saying('a'), saying('abc'), null])
})

test('a refused one stays on the screen and goes with the next letter; another clerk begins anew', async () => {
  const desk = new SlowDesk()
  const drafts = new Drafts(desk)
  desk.refuses = true
  const refused = drafts.change(place, saying('a'))
  desk.answer()
  await refused
  expect([drafts.find(place), desk.kept]).toEqual([saying('a'), []])
  desk.refuses = false
  const taken = drafts.change(place, saying('ab'))
  desk.answer()
  await taken
  expect(desk.kept).toEqual([saying('ab')])
  drafts.forget()
  expect(drafts.find(place)).toBeUndefined()
})
