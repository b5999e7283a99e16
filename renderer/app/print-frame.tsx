import type { ReactNode } from 'react'
import type { Preferences } from '#renderer/lib/preferences.tsx'
import './print-frame.css'

/** Whether an address (its hash) is a page for paper. */
const isPrintPlace = (hash: string): boolean => hash.startsWith('#/print/')

/**
 * How a page for paper looks, whatever this clerk has chosen for the screen: always light, in the language of the
 * letter. Undefined for every other page.
 */
export function printPreferences(hash: string): Partial<Preferences> | undefined {
  if (!isPrintPlace(hash)) return undefined
  const language = new URLSearchParams(hash.slice(hash.indexOf('?') + 1)).get('language')
  return { theme: 'light', language: language === 'en' ? 'en' : 'ar' }
}

/**
 * A white sheet of A4 and nothing else: no navigation, no banner. `print-frame.css` gives the paper its margins; inside
 * them a page has `--paper-inline` by `--paper-block`.
 */
export function PrintFrame(props: { children: ReactNode }) {
  return (
    <main className="print-desk">
      <article className="print-sheet">{props.children}</article>
    </main>
  )
}
