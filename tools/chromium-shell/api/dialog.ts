type Method = 'showOpenDialog' | 'showSaveDialog' | 'showMessageBox'

interface Answers {
  showOpenDialog: Electron.OpenDialogReturnValue
  showSaveDialog: Electron.SaveDialogReturnValue
  showMessageBox: Electron.MessageBoxReturnValue
}

/** A dialog that the application has shown. */
export interface ShownDialog {
  method: Method | 'showErrorBox'
  options: object
}

const answers: { [M in Method]: Answers[M][] } = { showOpenDialog: [], showSaveDialog: [], showMessageBox: [] }
const shown: ShownDialog[] = []

/** For tests: what dialogs will answer, and what was asked. */
export const dialogScript = {
  /** Puts an answer in the queue of its dialog; fields left out mean "accepted, nothing chosen". */
  answer<M extends Method>(method: M, answer: Partial<Answers[M]>): void {
    const defaults = { canceled: false, filePaths: [], filePath: '', response: 0, checkboxChecked: false }
    const queue: Answers[M][] = answers[method]
    queue.push({ ...defaults, ...answer } as unknown as Answers[M])
  },
  shown: (): ShownDialog[] => [...shown],
}

/** The options are the last argument; an owner window may stand before them. */
function take<M extends Method>(method: M, parameters: unknown[]): Answers[M] {
  const options = parameters.at(-1) as object
  shown.push({ method, options })
  const answer = answers[method].shift()
  // at once: a test that forgot an answer must not wait for its time-out
  if (!answer) throw new Error(`No answer is scripted for dialog.${method}(${JSON.stringify(options)})`)
  return answer
}

/** `dialog`: answered from a queue that tests fill. `dialog.show… = async () => …` works as it does on Electron. */
export const dialog = {
  async showOpenDialog(...parameters: [unknown, Electron.OpenDialogOptions] | [Electron.OpenDialogOptions]) {
    return take('showOpenDialog', parameters)
  },
  async showSaveDialog(...parameters: [unknown, Electron.SaveDialogOptions] | [Electron.SaveDialogOptions]) {
    return take('showSaveDialog', parameters)
  },
  async showMessageBox(...parameters: [unknown, Electron.MessageBoxOptions] | [Electron.MessageBoxOptions]) {
    return take('showMessageBox', parameters)
  },
  showMessageBoxSync(
    ...parameters: [unknown, Electron.MessageBoxSyncOptions] | [Electron.MessageBoxSyncOptions]
  ): number {
    return take('showMessageBox', parameters).response
  },
  /** Goes to standard error: it is what an application says before it gives up. */
  showErrorBox(title: string, content: string): void {
    shown.push({ method: 'showErrorBox', options: { title, content } })
    process.stderr.write(`${title}: ${content}\n`)
  },
}
