import { startAuthority, type TestAuthority } from '#authority/test/start-authority.ts'

/*
 * A process that holds authorities for the tests of one worker, one after the other, each over a register of its own in
 * memory: what a process reads and compiles at its start is paid for once. Messages: `{ open: members }` is answered by
 * `{ url }`, `{ close: url }` by `{ closed: url }`, and what fails by `{ failed }`.
 */
export type HostQuestion = { open: number } | { close: string }
export type HostAnswer = { url: string } | { closed: string } | { failed: string }

const open = new Map<string, TestAuthority>()

async function answer(question: HostQuestion): Promise<HostAnswer> {
  if ('open' in question) {
    const authority = await startAuthority({ members: question.open })
    open.set(authority.url, authority)
    return { url: authority.url }
  }
  await open.get(question.close)?.close()
  open.delete(question.close)
  return { closed: question.close }
}

process.on('message', (question: HostQuestion) => {
  void answer(question)
    .catch((error: unknown): HostAnswer => ({ failed: error instanceof Error ? (error.stack ?? '') : String(error) }))
    .then((said) => process.send?.(said))
})
// Playwright's worker has ended, in whatever way.
process.on('disconnect', () => process.exit())
