import { useEffect, useState } from 'react'
import { useDeskQuery } from '#renderer/lib/desk-queries.ts'
import type { DeskError } from '#renderer/lib/ipc-client.ts'
import { sha256Hex } from './content-hash.ts'
import { openImage } from './open-image.ts'
import { openPdf } from './open-pdf.ts'
import type { OpenedDocument } from './opened-document.ts'

export type DocumentState =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly error: DeskError; readonly retry: () => void }
  /** The bytes are not those of the request: never shown. */
  | { readonly state: 'differs' }
  | { readonly state: 'unreadable' }
  | { readonly state: 'open'; readonly document: OpenedDocument }

type Outcome = Exclude<DocumentState, { state: 'loading' | 'failed' }>

async function open(bytes: Uint8Array, mediaType: string, hash: string): Promise<Outcome> {
  const own = new Uint8Array(bytes)
  if ((await sha256Hex(own)) !== hash) return { state: 'differs' }
  try {
    const document = await (mediaType === 'application/pdf' ? openPdf(own) : openImage(own, mediaType))
    return { state: 'open', document }
  } catch {
    return { state: 'unreadable' }
  }
}

/** A document of a request: asked for, its hash taken here again, and opened. It is closed when another takes its place. */
export function useDocument(requestId: string, hash: string): DocumentState {
  const query = useDeskQuery(
    'requests.document',
    { requestId, hash },
    // Addressed by content, so it never changes; let go of its bytes a minute after the last look.
    { staleTime: Number.POSITIVE_INFINITY, gcTime: 60_000 },
  )
  const [opened, setOpened] = useState<{ hash: string; outcome: Outcome }>()
  const { data } = query
  useEffect(() => {
    if (data === undefined) return undefined
    let gone = false
    let close: (() => void) | undefined
    void open(data.bytes, data.mediaType, hash).then((outcome) => {
      if (outcome.state === 'open') close = outcome.document.close
      if (gone) close?.()
      else setOpened({ hash, outcome })
    })
    return () => {
      gone = true
      close?.()
      setOpened(undefined)
    }
  }, [data, hash])
  if (query.isError) return { state: 'failed', error: query.error, retry: () => void query.refetch() }
  return opened?.hash === hash ? opened.outcome : { state: 'loading' }
}
