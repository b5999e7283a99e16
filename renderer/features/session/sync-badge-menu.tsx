import { Popover, Switch, VisuallyHidden } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useState } from 'react'
import { useDeskMutation, useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { useHotkeys } from '#renderer/lib/use-hotkeys.tsx'
import { useNow } from '#renderer/lib/use-now.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { FactList } from '#renderer/ui/fact-list.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { SyncBadge, type SyncBadgeState } from '#renderer/ui/sync-badge.tsx'
import type { SyncStatus } from '#shared/contracts/sync.ts'
import { type BadgeState, badgeState } from './badge-state.ts'
import { agoWords, badgeWords, lineWords } from './badge-words.ts'
import { FillProgress } from './fill-progress.tsx'
import classes from './sync-badge-menu.module.css'

const drawnAs: Readonly<Record<BadgeState['kind'], SyncBadgeState>> = {
  synced: 'receipted',
  attention: 'attention',
  offline: 'offline',
  disconnected: 'offline',
  filling: 'sending',
  outdated: 'attention',
  altered: 'attention',
  damaged: 'attention',
  waiting: 'waiting',
  postponed: 'waiting',
  differs: 'attention',
  'catching-up': 'sending',
}

const noWork = { today: 0, receipted: 0, waiting: 0, attention: 0 }

/** What stands behind the badge: the line, the last answers, the sum, and in demo mode the switch that cuts the line. */
function LinePanel(props: { status: SyncStatus; outbox: boolean; close: () => void; openOutbox: () => void }) {
  const { t, format } = useText()
  const { status } = props
  const now = useNow(1000)
  const syncNow = useDeskMutation('sync.now')
  const setLine = useDeskMutation('sync.setLine')
  const { here, authority } = status.members
  const { today, receipted, waiting, attention } = status.counts
  const error = syncNow.error ?? setLine.error
  return (
    <div className={classes.panel}>
      <h2 className={classes.title}>{t('session.line')}</h2>
      {status.progress !== null && <FillProgress progress={status.progress} />}
      <FactList
        labelWidth={112}
        facts={[
          {
            id: 'line',
            label: t('session.factLine'),
            value: <Isolated>{lineWords(status, { t, format })}</Isolated>,
            strong: true,
          },
          {
            id: 'pull',
            label: t('session.factPull'),
            value: <Isolated>{agoWords(status.lastPullAt, now, t)}</Isolated>,
          },
          {
            id: 'receipt',
            label: t('session.factReceipt'),
            value: <Isolated>{agoWords(status.lastReceiptAt, now, t)}</Isolated>,
          },
          {
            id: 'members',
            label: t('session.factMembers'),
            value: (
              <Isolated>
                {authority === null
                  ? t('session.membersHere', { here })
                  : t('session.membersBoth', { here, there: authority })}
              </Isolated>
            ),
          },
          {
            id: 'today',
            label: t('session.today'),
            value: (
              <Isolated>
                {`${format.number(today)} = ${format.number(receipted)} + ${format.number(waiting)} + ${format.number(attention)}`}
              </Isolated>
            ),
          },
        ]}
      />
      {error !== null && <DeskErrorNotice error={error} />}
      {status.demo && (
        <Switch
          className={classes.switch ?? ''}
          classNames={{ body: classes.switchBody ?? '', label: classes.switchLabel ?? '' }}
          labelPosition="left"
          checked={status.line === 'disconnected'}
          disabled={setLine.isPending}
          label={t('session.disconnectSwitch')}
          description={t('session.disconnectHint')}
          onChange={(event) => setLine.mutate({ connected: !event.currentTarget.checked })}
        />
      )}
      {props.outbox && (
        <div className={classes.acts}>
          <Button
            icon={<IconRefresh size={16} stroke={1.6} aria-hidden="true" />}
            {...(status.line === 'disconnected' ? { disabledReason: t('session.disconnected') } : {})}
            onClick={() => syncNow.mutate({})}
          >
            {t('session.syncNow')}
          </Button>
          <Button
            variant="quiet"
            onClick={() => {
              props.close()
              props.openOutbox()
            }}
          >
            {t('session.openOutbox')}
          </Button>
        </div>
      )}
    </div>
  )
}

/**
 * The header's badge with its panel. Green stands on receipts only. Without `openOutbox` (nobody is signed in) it tells
 * the line and nothing of anybody's work.
 */
export function SyncBadgeMenu(props: { openOutbox?: () => void }) {
  const { t, format } = useText()
  const status = useDeskQuery('sync.status', {}, { staleTime: Number.POSITIVE_INFINITY })
  const [opened, setOpened] = useState(false)
  useHotkeys(
    opened
      ? [{ keys: 'Escape', label: t('session.closeHint'), layer: 'overlay', hidden: true, run: () => setOpened(false) }]
      : [],
  )
  if (status.data === undefined) return null
  // While nobody is signed in, nobody's work is told.
  const nobody = props.openOutbox === undefined
  const shown = nobody ? { ...status.data, counts: noWork } : status.data
  const badge = badgeState(shown)
  const words = badgeWords(badge, { t, format })
  return (
    <>
      <VisuallyHidden role="status">{words.quiet}</VisuallyHidden>
      <Popover opened={opened} onChange={setOpened} position="bottom-end" width={340} trapFocus returnFocus>
        <Popover.Target>
          <button type="button" className={classes.trigger} onClick={() => setOpened(!opened)}>
            <VisuallyHidden>{t('session.line')}: </VisuallyHidden>
            <SyncBadge state={drawnAs[badge.kind]} live={false}>
              <Isolated>{words.shown}</Isolated>
            </SyncBadge>
          </button>
        </Popover.Target>
        <Popover.Dropdown aria-label={t('session.line')} className={classes.dropdown}>
          <LinePanel
            status={shown}
            outbox={!nobody}
            openOutbox={props.openOutbox ?? (() => undefined)}
            close={() => setOpened(false)}
          />
        </Popover.Dropdown>
      </Popover>
    </>
  )
}
