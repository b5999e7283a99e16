import { Progress } from '@mantine/core'
import { IconCircleArrowUp, IconPackageImport, IconRefresh } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { sizeOf } from '#renderer/lib/amounts.ts'
import { useDeskMutation, useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { elapsedSince } from '#renderer/lib/elapsed.ts'
import { useNow } from '#renderer/lib/use-now.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { DualDate } from '#renderer/ui/dual-date.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { SectionHead } from '#renderer/ui/section-head.tsx'
import type { UpdateView } from '#shared/contracts/update.ts'
import classes from './updates.module.css'

function useSize() {
  const { t } = useText()
  return (bytes: number): string => {
    const { unit, n } = sizeOf(bytes)
    return t(`device.size_${unit}`, { n })
  }
}

/** A release that is there to be fetched: which, of when, and how large. */
function Offer(props: { release: NonNullable<UpdateView['release']>; act: ReactNode }) {
  const { t } = useText()
  const size = useSize()
  const { version, releasedAt, bytes } = props.release
  return (
    <div className={classes.box}>
      <IconCircleArrowUp size={22} stroke={1.6} aria-hidden="true" className={classes.glyph} />
      <div className={classes.words}>
        <p className={classes.sentence}>
          {t('updates.available')} <Ltr>{version}</Ltr>
        </p>
        <p className={classes.quiet}>
          <DualDate at={releasedAt} single /> · <Isolated>{size(bytes)}</Isolated>
        </p>
      </div>
      {props.act}
    </div>
  )
}

function Fetching(props: { view: UpdateView; cancel: ReactNode }) {
  const { t } = useText()
  const size = useSize()
  const { step, received, release } = props.view
  const total = release?.bytes ?? 0
  const words = t(step === 'proving' ? 'updates.proving' : 'updates.downloading')
  return (
    <div className={classes.running}>
      <div className={classes.line}>
        <span className={classes.sentence}>
          {words} <Ltr>{release?.version ?? ''}</Ltr>
        </span>
        <span className={classes.quiet}>
          <Isolated>{t('updates.received', { received: size(received), total: size(total) })}</Isolated>
        </span>
      </div>
      <Progress
        value={step === 'proving' || total === 0 ? 100 : (100 * received) / total}
        size={6}
        radius={3}
        aria-label={words}
      />
      {step === 'downloading' && <div>{props.cancel}</div>}
    </div>
  )
}

/** What is known when there is nothing to fetch. */
function useStanding(view: UpdateView): string {
  const { t } = useText()
  if (view.mode === 'off') return t('updates.off')
  if (view.step === 'checking') return t('updates.checking')
  return t(view.lastCheckAt === null ? 'updates.neverAsked' : 'updates.newest')
}

function LastCheck(props: { at: string | null }) {
  const { t } = useText()
  const now = useNow(1000)
  if (props.at === null) return null
  const { unit, n } = elapsedSince(props.at, now)
  return (
    <>
      {' · '}
      <Isolated>{t('updates.lastCheck', { ago: t(`session.ago_${unit}`, { n }) })}</Isolated>
    </>
  )
}

function Standing(props: { view: UpdateView; acts: UpdateActs }) {
  const { t } = useText()
  const words = useStanding(props.view)
  const { view, acts } = props
  if (view.step === 'available' && view.release !== null)
    return <Offer release={view.release} act={<Button onClick={acts.download}>{t('updates.download')}</Button>} />
  if (view.step === 'downloading' || view.step === 'proving')
    return <Fetching view={view} cancel={<Button onClick={acts.cancel}>{t('updates.cancel')}</Button>} />
  if (view.step === 'ready')
    return (
      <Notice tone="ok" live action={<Button onClick={acts.install}>{t('updates.installNow')}</Button>}>
        <Isolated>{t('updates.ready', { version: view.release?.version ?? '' })}</Isolated>
      </Notice>
    )
  return <p className={classes.quiet}>{words}</p>
}

interface UpdateActs {
  readonly download: () => void
  readonly cancel: () => void
  readonly install: () => void
}

/** Updates of the application: whether there is one, fetching it, an offline package, and installing it at the end of work. */
export function Updates() {
  const { t, language } = useText()
  const view = useDeskQuery('update.get', {}, { staleTime: Number.POSITIVE_INFINITY }).data
  const check = useDeskMutation('update.check')
  const download = useDeskMutation('update.download')
  const cancel = useDeskMutation('update.cancel')
  const open = useDeskMutation('update.openPackage')
  const install = useDeskMutation('update.install')
  if (view === undefined) return null
  const isIdle = view.step === 'none' || view.step === 'available'
  const busy = isIdle ? {} : { disabledReason: t('updates.busy') }
  const all = [check, download, open, install]
  const reset = () => {
    for (const mutation of all) mutation.reset()
  }
  const error = all
    .map((mutation) => mutation.error)
    .find((thrown) => thrown !== null && thrown.code !== 'update/cancelled')
  return (
    <section className={classes.updates} aria-labelledby="device-updates">
      <SectionHead
        id="device-updates"
        title={t('updates.title')}
        note={
          <>
            {t('updates.version')} <Ltr>{view.current}</Ltr>
            {view.channel === 'early' && ` · ${t('updates.early')}`}
            <LastCheck at={view.lastCheckAt} />
          </>
        }
        {...(view.mode === 'on' && {
          action: (
            <span className={classes.acts}>
              <Button
                variant="quiet"
                icon={<IconPackageImport size={16} stroke={1.6} aria-hidden="true" />}
                {...busy}
                onClick={() => {
                  reset()
                  open.mutate({ language })
                }}
              >
                {t('updates.fromPackage')}
              </Button>
              <Button
                icon={<IconRefresh size={16} stroke={1.6} aria-hidden="true" />}
                {...busy}
                onClick={() => {
                  reset()
                  check.mutate({})
                }}
              >
                {t('updates.checkNow')}
              </Button>
            </span>
          ),
        })}
      />
      <Standing
        view={view}
        acts={{
          download: () => {
            reset()
            download.mutate({})
          },
          cancel: () => cancel.mutate({}),
          install: () => install.mutate({}),
        }}
      />
      {error != null && <DeskErrorNotice key={error.code} error={error} />}
    </section>
  )
}
