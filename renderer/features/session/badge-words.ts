import { timeLeft } from '#renderer/lib/amounts.ts'
import { elapsedSince } from '#renderer/lib/elapsed.ts'
import type { useText } from '#renderer/lib/use-text.ts'
import type { SyncStatus } from '#shared/contracts/sync.ts'
import type { BadgeState } from './badge-state.ts'

type Text = ReturnType<typeof useText>

function away(t: Text['t'], format: Text['format'], kind: 'offline' | 'disconnected', since: string | null): string {
  if (since === null) return t(`session.${kind}`)
  return t(`session.${kind}Since`, { time: format.time(since) })
}

function fillWords(badge: Extract<BadgeState, { kind: 'filling' }>, t: Text['t']) {
  const { done, total, secondsLeft, paused } = badge
  if (paused) {
    const quiet = t('session.fillPaused')
    return { shown: total === 0 ? quiet : t('session.fillingPaused', { done, total }), quiet }
  }
  const far = t('session.filling', { done, total })
  const left = secondsLeft === null ? undefined : timeLeft(secondsLeft)
  const shown = left === undefined ? far : `${far} · ${t(`session.left_${left.unit}`, { n: left.n })}`
  return { shown, quiet: t('session.fillingQuiet') }
}

/** The badge in words. `quiet` is what a live region says: the same without figures that run. */
export function badgeWords(badge: BadgeState, { t, format }: Pick<Text, 't' | 'format'>) {
  switch (badge.kind) {
    case 'synced':
      return { shown: t('session.synced'), quiet: t('session.synced') }
    case 'attention': {
      const words = t('session.attention', { count: badge.count })
      const shown = badge.away === null ? words : `${words} · ${t(`session.${badge.away}`)}`
      return { shown, quiet: shown }
    }
    case 'offline':
    case 'disconnected': {
      const words = away(t, format, badge.kind, badge.since)
      const shown = badge.waiting === 0 ? words : `${words} · ${t('session.inWaiting', { n: badge.waiting })}`
      return { shown, quiet: shown }
    }
    case 'filling':
      return fillWords(badge, t)
    case 'outdated': {
      const words = t('session.outdated')
      const shown = badge.waiting === 0 ? words : `${words} · ${t('session.inWaiting', { n: badge.waiting })}`
      return { shown, quiet: shown }
    }
    case 'altered':
      return { shown: t('session.logAltered'), quiet: t('session.logAltered') }
    case 'damaged':
      return { shown: t('session.damaged'), quiet: t('session.damaged') }
    case 'waiting': {
      const words = t('session.waiting', { count: badge.count })
      return { shown: words, quiet: words }
    }
    case 'postponed':
      return { shown: t('session.postponed'), quiet: t('session.postponed') }
    case 'differs':
      return { shown: t('session.differs'), quiet: t('session.differs') }
    case 'catching-up':
      return { shown: t('session.catchingUp'), quiet: t('session.catchingUp') }
  }
}

/** The line in words, with since when. */
export function lineWords(status: SyncStatus, { t, format }: Pick<Text, 't' | 'format'>): string {
  if (status.line !== 'online') return away(t, format, status.line, status.since)
  return status.since === null ? t('session.online') : t('session.onlineSince', { time: format.time(status.since) })
}

/** "9 s ago", or that it has not happened yet. */
export function agoWords(instant: string | null, now: number, t: Text['t']): string {
  if (instant === null) return t('session.never')
  const { unit, n } = elapsedSince(instant, now)
  return t(`session.ago_${unit}`, { n })
}
