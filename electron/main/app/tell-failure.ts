import type { Dialog } from 'electron'
import { startFailureWords } from './start-failure.ts'

/** Something that can be done about a failure, offered beside closing. */
export interface FailureAct {
  /** In both languages: nobody has chosen one yet. */
  readonly label: string
  /** Answers whether the application is done with it; otherwise it is asked again. */
  readonly run: () => Promise<boolean>
}

/**
 * Says why the application cannot go on, in both languages, with what can be done from here. Where nothing can be asked,
 * it is at least said.
 *
 * @returns whether one of the acts was done.
 */
export async function tellFailure(
  dialog: Pick<Dialog, 'showMessageBox' | 'showErrorBox'>,
  thrown: unknown,
  acts: readonly FailureAct[],
): Promise<boolean> {
  const { title, content } = startFailureWords(thrown)
  const buttons = [...acts.map(({ label }) => label), 'إغلاق · Close']
  const options = { type: 'error', title, message: content, buttons, cancelId: acts.length, noLink: true } as const
  for (;;) {
    let chosen: FailureAct | undefined
    try {
      const { response } = await dialog.showMessageBox(options)
      chosen = acts[response]
    } catch {
      dialog.showErrorBox(title, content)
      return false
    }
    if (!chosen) return false
    try {
      if (await chosen.run()) return true
    } catch (failed) {
      const words = startFailureWords(failed)
      dialog.showErrorBox(words.title, words.content)
    }
  }
}
