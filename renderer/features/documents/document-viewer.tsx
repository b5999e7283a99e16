import { FocusTrap } from '@mantine/core'
import { IconFileSearch, IconFileText, IconFingerprint, IconPhoto } from '@tabler/icons-react'
import { useEffect, useMemo, useReducer, useState } from 'react'
import { cx } from '#renderer/lib/cx.ts'
import { useHotkeys } from '#renderer/lib/use-hotkeys.tsx'
import { useText } from '#renderer/lib/use-text.ts'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Kbd } from '#renderer/ui/kbd.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { PaneFoot } from '#renderer/ui/panes.tsx'
import type { ReviewOutput } from '#shared/contracts/requests.ts'
import type { Evidence } from '#shared/domain/requests/request.ts'
import { shortHash } from './content-hash.ts'
import { DocumentBody } from './document-body.tsx'
import classes from './document-viewer.module.css'
import type { DocumentState } from './use-document.ts'
import { firstView, viewerAfter } from './viewer-state.ts'
import { ViewerTools } from './viewer-tools.tsx'

const kindKeys = {
  'employer-letter': 'documents.kindEmployerLetter',
  'id-card': 'documents.kindIdCard',
  photo: 'documents.kindPhoto',
  'medical-report': 'documents.kindMedicalReport',
  qualification: 'documents.kindQualification',
  other: 'documents.kindAnother',
} as const satisfies Record<Evidence['kind'], string>

/** The document that is to be looked at, and how often it was asked for: asking again shows it again. */
export interface ShownDocument {
  readonly hash: string
  readonly asked: number
}

/**
 * Evidence of one request: tabs, the page with the area that proves the change, tools, and a foot with the hash that was
 * checked here. `shown` lets the screen open one document by hand.
 */
export function DocumentViewer(props: {
  requestId: string
  evidence: ReviewOutput['evidence']
  shown?: ShownDocument | undefined
}) {
  const { t, format } = useText()
  const { evidence, shown } = props
  const [view, act] = useReducer(viewerAfter, { ...firstView, hash: evidence[0]?.hash })
  const [pages, setPages] = useState<Readonly<Record<string, number>>>({})
  const [state, setState] = useState<DocumentState['state']>('loading')
  useEffect(() => {
    if (shown !== undefined) act({ act: 'show', hash: shown.hash })
  }, [shown])
  const document = evidence.find((candidate) => candidate.hash === view.hash) ?? evidence[0]
  const list = useMemo(() => evidence.map(({ hash }) => ({ hash, pages: pages[hash] ?? 1 })), [evidence, pages])
  const layer = view.full ? 'overlay' : 'page'
  const many = list.length > 1 || (list[0]?.pages ?? 1) > 1
  const open = state === 'open'
  useHotkeys([
    {
      keys: 'BracketRight',
      label: t('documents.nextPage'),
      layer,
      enabled: many,
      run: () => act({ act: 'forward', documents: list }),
    },
    {
      keys: 'BracketLeft',
      label: t('documents.previousPage'),
      layer,
      enabled: many,
      run: () => act({ act: 'backward', documents: list }),
    },
    { keys: 'Equal', label: t('documents.zoomIn'), layer, enabled: open, run: () => act({ act: 'zoom-in' }) },
    { keys: 'Minus', label: t('documents.zoomOut'), layer, enabled: open, run: () => act({ act: 'zoom-out' }) },
    { keys: 'KeyT', label: t('documents.rotate'), layer, enabled: open, run: () => act({ act: 'turn' }) },
    {
      keys: 'KeyF',
      label: view.full ? t('documents.leaveFullScreen') : t('documents.fullScreen'),
      layer,
      enabled: open || view.full,
      run: () => act({ act: 'full', on: !view.full }),
    },
    // Only while it covers the window: an overlay's key puts the page's keys to sleep.
    ...(view.full
      ? [
          {
            keys: 'Escape',
            label: t('documents.leaveFullScreen'),
            layer: 'overlay' as const,
            run: () => act({ act: 'full', on: false }),
          },
        ]
      : []),
  ])
  if (document === undefined) {
    return (
      <div className={classes.viewer}>
        <EmptyState icon={<IconFileSearch size={40} stroke={1.2} />}>{t('documents.none')}</EmptyState>
      </div>
    )
  }
  const count = pages[document.hash] ?? 1
  const name = t(kindKeys[document.kind])
  const pageWords = t('documents.pageOf', { page: format.number(view.page), pages: format.number(count) })
  return (
    <FocusTrap active={view.full}>
      <div
        className={cx(classes.viewer, view.full && classes.full)}
        {...(view.full ? { role: 'dialog', 'aria-modal': true, 'aria-label': name } : {})}
      >
        <div className={classes.bar}>
          <div className={classes.tabs} role="group" aria-label={t('documents.tabs')}>
            {evidence.map((candidate) => (
              <button
                key={candidate.hash}
                type="button"
                className={classes.tab}
                aria-pressed={candidate.hash === document.hash}
                title={`${t(kindKeys[candidate.kind])}: ${candidate.fileName}`}
                onClick={() => act({ act: 'show', hash: candidate.hash })}
              >
                {candidate.mediaType === 'application/pdf' ? (
                  <IconFileText size={17} stroke={1.6} aria-hidden="true" />
                ) : (
                  <IconPhoto size={17} stroke={1.6} aria-hidden="true" />
                )}
                <span>{t(kindKeys[candidate.kind])}</span>
              </button>
            ))}
          </div>
          {open && <ViewerTools zoom={view.zoom} full={view.full} act={act} />}
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard. */}
        <div className={classes.scroll} tabIndex={0} role="region" aria-label={name}>
          <DocumentBody
            key={document.hash}
            requestId={props.requestId}
            document={document}
            view={view}
            label={t('documents.page', { name, page: format.number(view.page), pages: format.number(count) })}
            onState={setState}
            onPages={(number) =>
              setPages((known) => (known[document.hash] === number ? known : { ...known, [document.hash]: number }))
            }
          />
        </div>
        <PaneFoot
          end={
            open && (
              <span className={classes.pages}>
                <Isolated>{pageWords}</Isolated>
                {many && (
                  <span dir="ltr" className={classes.keys} aria-hidden="true">
                    <Kbd keys="BracketLeft" />
                    <Kbd keys="BracketRight" />
                  </span>
                )}
              </span>
            )
          }
        >
          <HashLine state={state} hash={document.hash} />
        </PaneFoot>
      </div>
    </FocusTrap>
  )
}

/** What the check of the hash said. Green only once the bytes were hashed here and agree. */
function HashLine(props: { state: DocumentState['state']; hash: string }) {
  const { t } = useText()
  if (props.state === 'failed') return null
  const words = {
    loading: t('documents.hashChecking'),
    open: t('documents.hashVerified'),
    unreadable: t('documents.hashVerified'),
    differs: t('documents.hashDiffers'),
  }[props.state]
  return (
    <span className={classes.hash} data-state={props.state} title={props.hash}>
      <IconFingerprint size={15} stroke={1.6} aria-hidden="true" />
      <span>
        {words} <Ltr>{shortHash(props.hash)}</Ltr>
      </span>
    </span>
  )
}
