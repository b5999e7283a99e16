import { IconFileAlert } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useText } from '#renderer/lib/use-text.ts'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import type { ReviewOutput } from '#shared/contracts/requests.ts'
import { DocumentPage } from './document-page.tsx'
import classes from './document-viewer.module.css'
import { type DocumentState, useDocument } from './use-document.ts'
import type { ViewerState } from './viewer-state.ts'

/** What stands on the table of the viewer: a page, or why there is none. */
export function DocumentBody(props: {
  requestId: string
  document: ReviewOutput['evidence'][number]
  view: ViewerState
  label: string
  onState: (state: DocumentState['state']) => void
  onPages: (pages: number) => void
}) {
  const { t } = useText()
  const { document, view, onState, onPages } = props
  const loaded = useDocument(props.requestId, document.hash)
  const pages = loaded.state === 'open' ? loaded.document.pages : undefined
  useEffect(() => onState(loaded.state), [loaded.state, onState])
  useEffect(() => {
    if (pages !== undefined) onPages(pages)
  }, [pages, onPages])
  switch (loaded.state) {
    case 'loading':
      return <div className={classes.skeleton} role="status" aria-label={t('documents.loading')} />
    case 'failed':
      return <DeskErrorNotice error={loaded.error} retry={loaded.retry} />
    case 'differs':
      return (
        <Notice tone="er" live>
          <p>{t('documents.hashDiffers')}</p>
          <p>{t('documents.hashDiffersHint')}</p>
        </Notice>
      )
    case 'unreadable':
      return (
        <EmptyState icon={<IconFileAlert size={40} stroke={1.2} />}>
          {t('documents.unreadable')}
          <br />
          {t('documents.unreadableHint')}
        </EmptyState>
      )
    case 'open':
      return (
        <DocumentPage
          document={loaded.document}
          page={Math.min(view.page, loaded.document.pages)}
          zoom={view.zoom}
          turn={view.turn}
          region={document.proves?.region ?? undefined}
          regionLabel={t('documents.linkedField')}
          label={props.label}
        />
      )
  }
}
