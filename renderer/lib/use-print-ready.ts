import { useEffect, useRef } from 'react'
import { callDesk } from './ipc-client.ts'

/** Waits until every font and picture that the page now uses is drawn: what is missing would be missing on paper. */
async function whenDrawn(): Promise<void> {
  // Fonts are asked for when the page is laid out, so it is laid out first; only then is there anything to wait for.
  document.body.getBoundingClientRect()
  await document.fonts.ready
  // A picture that cannot be drawn is a broken frame on paper, as it is on the screen; it must not hold up the letter.
  await Promise.allSettled([...document.images].map((image) => image.decode()))
}

/**
 * Says once that the page for paper is whole. A page calls it with `ready` as soon as all its data is on it, and with
 * the title of the document (a PDF carries one, and readers read it out). On the screen it does no harm.
 */
export function usePrintReady(ready: boolean, title?: string): void {
  const told = useRef(false)
  useEffect(() => {
    if (title !== undefined) document.title = title
  }, [title])
  useEffect(() => {
    if (!ready || told.current) return
    told.current = true
    void whenDrawn().then(() => callDesk('desktop.printReady', {}))
  }, [ready])
}
