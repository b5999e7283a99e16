import { VisuallyHidden } from '@mantine/core'
import { IconInbox, IconRefresh, IconSend } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useDeskMutation, useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { useHotkeys } from '#renderer/lib/use-hotkeys.tsx'
import { useNow } from '#renderer/lib/use-now.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { ExportButton } from '#renderer/ui/export-button.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { KeyHints } from '#renderer/ui/key-hints.tsx'
import { Pane, PaneFoot, Panes } from '#renderer/ui/panes.tsx'
import { SkeletonRows } from '#renderer/ui/skeleton-rows.tsx'
import { SumStrip } from '#renderer/ui/sum-strip.tsx'
import { TextLink } from '#renderer/ui/text-link.tsx'
import { useToasts } from '#renderer/ui/toasts.tsx'
import type { OutboxItem, OutboxShow } from '#shared/contracts/outbox.ts'
import type { SyncStatus } from '#shared/contracts/sync.ts'
import { riyadhDateOf } from '#shared/domain/calendar.ts'
import { DiscardDialog } from './discard-dialog.tsx'
import { actKeys, OutboxDetail, useActWords } from './outbox-detail.tsx'
import { useAgo } from './outbox-facts.tsx'
import { OutboxList } from './outbox-list.tsx'
import { actsOf, groupItems, type OutboxAct, reconciles } from './outbox-model.ts'
import classes from './outbox-page.module.css'

/** `today = receipted + waiting + attention`; each figure is a link to the decisions it counts. */
function Sum(props: { counts: SyncStatus['counts']; show: OutboxShow }) {
  const { t } = useText()
  const { today, receipted, waiting, attention } = props.counts
  if (!reconciles(props.counts)) return null
  const links: Readonly<Record<string, OutboxShow>> = {
    today: 'all',
    receipted: 'receipted',
    waiting: 'open',
    attention: 'attention',
  }
  return (
    <SumStrip
      label={t('outbox.sum')}
      total={{ id: 'today', value: today, label: t('outbox.sumToday') }}
      parts={[
        { id: 'receipted', value: receipted, label: t('outbox.sumReceipted'), tone: 'ok' },
        { id: 'waiting', value: waiting, label: t('outbox.sumWaiting'), tone: waiting > 0 ? 'un' : 'neutral' },
        { id: 'attention', value: attention, label: t('outbox.sumAttention'), tone: attention > 0 ? 'wa' : 'neutral' },
      ]}
      wrap={(id, figure) => {
        const show = links[id] ?? 'all'
        return (
          <Link
            to="/outbox"
            search={show === 'all' ? {} : { show }}
            className={classes.figure}
            {...(show === props.show ? { 'aria-current': 'true' as const } : {})}
          >
            {figure}
          </Link>
        )
      }}
    />
  )
}

/** How fresh this desk is: last fetch, and members here against those at the authority. */
function Freshness(props: { status: SyncStatus }) {
  const { t } = useText()
  const ago = useAgo()
  const { lastPullAt, members } = props.status
  return (
    <p className={classes.fresh}>
      <Isolated>
        {lastPullAt === null ? t('outbox.neverPulled') : t('outbox.lastPull', { ago: ago(lastPullAt) })}
      </Isolated>
      <span className={classes.quiet}>
        <Isolated>
          {members.authority === null
            ? t('outbox.membersHere', { here: members.here })
            : t('outbox.membersBoth', { here: members.here, there: members.authority })}
        </Isolated>
      </span>
    </p>
  )
}

/** The acts on an item: each channel, its toast, and the question before something is given up. */
function useActs(item: OutboxItem | undefined) {
  const { t } = useText()
  const showToast = useToasts()
  const navigate = useNavigate()
  const redo = useDeskMutation('sync.redo')
  const retry = useDeskMutation('sync.retry')
  const discard = useDeskMutation('sync.discard')
  const undo = useDeskMutation('sync.undo')
  const [asked, setAsked] = useState<OutboxItem | undefined>(undefined)
  const [failed, setFailed] = useState<{ commandId: string; error: unknown } | undefined>(undefined)
  const busy = redo.isPending || retry.isPending || discard.isPending || undo.isPending
  const settle = (commandId: string, message: string) => ({
    onSuccess: () => {
      setFailed(undefined)
      setAsked(undefined)
      showToast({ message })
    },
    onError: (error: unknown) => {
      setAsked(undefined)
      setFailed({ commandId, error })
    },
  })
  const openSubject = ({ act }: OutboxItem) => {
    if (act.kind === 'request.decide') void navigate({ to: '/requests/$id', params: { id: act.requestId }, search: {} })
    else if (act.kind === 'certificate.revoke')
      void navigate({ to: '/certificates/$id', params: { id: act.certificateId } })
    else void navigate({ to: '/appointments', search: { date: act.slot.date } })
  }
  const act = (name: OutboxAct) => {
    if (item === undefined || busy || !actsOf(item).includes(name)) return
    const { commandId } = item
    switch (name) {
      case 'redo':
        redo.mutate({ commandId }, settle(commandId, t('outbox.done_redo')))
        return
      case 'retry':
        retry.mutate({ commandId }, settle(commandId, t('outbox.done_retry')))
        return
      case 'undo':
        undo.mutate({ commandId }, settle(commandId, t('outbox.done_undo')))
        return
      case 'open':
        openSubject(item)
        return
      case 'keep':
      case 'discard':
        setAsked(item)
    }
  }
  return {
    act,
    busy,
    asked,
    closeQuestion: () => setAsked(undefined),
    giveUp: ({ commandId }: OutboxItem) => discard.mutate({ commandId }, settle(commandId, t('outbox.done_discard'))),
    error: failed !== undefined && failed.commandId === item?.commandId ? failed.error : undefined,
  }
}

/** The place `/outbox`: what left this desk, what waits, and what needs its clerk. */
export function OutboxPage(props: { show?: OutboxShow | undefined; command?: string | undefined }) {
  const { t } = useText()
  const navigate = useNavigate()
  const showToast = useToasts()
  const show = props.show ?? 'all'
  const outbox = useDeskQuery('sync.outbox', { show })
  const status = useDeskQuery('sync.status', {}, { staleTime: Number.POSITIVE_INFINITY })
  const syncNow = useDeskMutation('sync.now')
  const today = riyadhDateOf(useNow(60_000))
  const groups = groupItems(outbox.data?.items ?? [], today)
  const items = groups.flatMap((group) => group.items)
  const active = items.find((item) => item.commandId === props.command) ?? items[0]
  const acts = useActs(active)
  const actWords = useActWords(active)
  const choose = (item: OutboxItem | undefined) => {
    if (item === undefined) return
    void navigate({
      to: '/outbox',
      search: { ...(show === 'all' ? {} : { show }), command: item.commandId },
      replace: true,
    })
  }
  const move = (by: number) => {
    const at = active === undefined ? -1 : items.indexOf(active)
    choose(items[Math.min(items.length - 1, Math.max(0, at + by))])
  }
  const sync = () => {
    if (!syncNow.isPending) syncNow.mutate({}, { onSuccess: () => showToast({ message: t('outbox.done_sync') }) })
  }
  const open = active === undefined ? [] : actsOf(active)
  useHotkeys([
    { keys: 'KeyJ', label: t('outbox.keyDown'), run: () => move(1) },
    { keys: 'KeyK', label: t('outbox.keyUp'), run: () => move(-1) },
    { keys: 'ArrowDown', label: t('outbox.keyDown'), hidden: true, whileTyping: true, run: () => move(1) },
    { keys: 'ArrowUp', label: t('outbox.keyUp'), hidden: true, whileTyping: true, run: () => move(-1) },
    { keys: 'KeyS', label: t('outbox.syncNow'), run: sync },
    ...(Object.keys(actKeys) as OutboxAct[]).map((name) => ({
      keys: actKeys[name],
      label: actWords[name],
      enabled: open.includes(name),
      hidden: !open.includes(name),
      run: () => acts.act(name),
    })),
  ])
  const attention = outbox.data?.counts.attention ?? 0
  const error = outbox.error ?? syncNow.error
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <div className={classes.what}>
          <h1 className={classes.title}>{t('outbox.title')}</h1>
          {outbox.data !== undefined && <Sum counts={outbox.data.counts} show={show} />}
        </div>
        <div className={classes.side}>
          <div className={classes.tools}>
            <ExportButton report="outbox" filters={{ show }} />
            <Button
              keys="KeyS"
              icon={<IconRefresh size={17} stroke={1.6} aria-hidden="true" />}
              onClick={sync}
              {...(syncNow.isPending ? { disabledReason: t('outbox.syncing') } : {})}
            >
              {syncNow.isPending ? t('outbox.syncing') : t('outbox.syncNow')}
            </Button>
          </div>
          {status.data !== undefined && <Freshness status={status.data} />}
        </div>
      </header>
      <VisuallyHidden role="status">
        {outbox.data === undefined ? '' : t('outbox.announceAttention', { count: attention })}
      </VisuallyHidden>
      {error !== null && (
        <div className={classes.error}>
          <DeskErrorNotice error={error} retry={() => void outbox.refetch()} />
        </div>
      )}
      {outbox.isPending && <SkeletonRows rows={8} columns="40px minmax(0, 1fr) 90px" count={3} rowHeight={64} />}
      {outbox.data !== undefined && items.length === 0 && (
        <EmptyState
          icon={show === 'attention' ? <IconInbox size={40} stroke={1.2} /> : <IconSend size={40} stroke={1.2} />}
          action={
            show === 'all' ? undefined : (
              <TextLink to="/outbox" search={{}}>
                {t('outbox.showAll')}
              </TextLink>
            )
          }
        >
          {show === 'all'
            ? t('outbox.emptyAll')
            : show === 'attention'
              ? t('outbox.emptyAttention')
              : t('outbox.emptyShow')}
        </EmptyState>
      )}
      {items.length > 0 && (
        <Panes columns="376px minmax(0, 1fr)" compact="328px minmax(0, 1fr)">
          <Pane
            label={t('outbox.list')}
            tone="sunk"
            padded={false}
            head={
              show === 'all' ? undefined : (
                <div className={classes.filter}>
                  <span>{t('outbox.filtered', { show: t(`outbox.show_${show}`) })}</span>
                  <TextLink to="/outbox" search={{}}>
                    {t('outbox.showAll')}
                  </TextLink>
                </div>
              )
            }
            foot={<PaneFoot end={<KeyHints hints={[{ keys: ['KeyJ', 'KeyK'], label: t('outbox.keyMove') }]} />} />}
          >
            <OutboxList groups={groups} activeId={active?.commandId} onChoose={choose} />
          </Pane>
          <div className={classes.detail}>
            {active === undefined ? (
              <EmptyState icon={<IconSend size={40} stroke={1.2} />}>{t('outbox.chooseOne')}</EmptyState>
            ) : (
              <OutboxDetail
                key={active.commandId}
                item={active}
                others={items}
                error={acts.error}
                busy={acts.busy}
                onAct={acts.act}
              />
            )}
          </div>
        </Panes>
      )}
      <DiscardDialog item={acts.asked} busy={acts.busy} onConfirm={acts.giveUp} onClose={acts.closeQuestion} />
    </div>
  )
}
