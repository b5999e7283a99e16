import { IconChevronLeft, IconChevronRight, IconLock, IconRosetteDiscountCheck, IconSearch } from '@tabler/icons-react'
import { useCanGoBack, useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { cx } from '#renderer/lib/cx.ts'
import { ariaKeys } from '#renderer/lib/hotkeys.ts'
import { isMac } from '#renderer/lib/use-hotkeys.tsx'
import { useText } from '#renderer/lib/use-text.ts'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import { Kbd } from '#renderer/ui/kbd.tsx'
import classes from './header.module.css'
import { PreferencesMenu } from './preferences-menu.tsx'
import { useCanGoForward } from './use-can-go-forward.ts'

/** The header's live parts. */
export interface HeaderSlots {
  onSearch: () => void
  /** A `SyncBadge`, as a link to the outbox. */
  sync?: ReactNode
  branch?: ReactNode
  /** Who works here, with the way to change. */
  clerk?: ReactNode
  onLock?: () => void
}

/** Brand, back and forward, search, then what the clerk works with: line, branch, name, appearance, lock. */
export function Header(props: HeaderSlots & { rail: boolean }) {
  const { t, direction } = useText()
  const router = useRouter()
  const canGoBack = useCanGoBack()
  const canGoForward = useCanGoForward()
  const [Back, Forward] =
    direction === 'rtl' ? [IconChevronRight, IconChevronLeft] : [IconChevronLeft, IconChevronRight]
  return (
    <header className={cx(classes.header, props.rail && classes.rail)}>
      <div className={classes.brand}>
        <span className={classes.seal} aria-hidden="true">
          <IconRosetteDiscountCheck size={19} stroke={1.7} />
        </span>
        {!props.rail && <span className={classes.name}>{t('frame.appName')}</span>}
      </div>
      <div className={classes.tools}>
        <div className={classes.history}>
          <IconButton
            label={t('frame.back')}
            icon={<Back size={18} stroke={1.6} />}
            disabled={!canGoBack}
            onClick={() => router.history.back()}
          />
          <IconButton
            label={t('frame.forward')}
            icon={<Forward size={18} stroke={1.6} />}
            disabled={!canGoForward}
            onClick={() => router.history.forward()}
          />
        </div>
        <button
          type="button"
          className={classes.omnibox}
          onClick={props.onSearch}
          aria-keyshortcuts={ariaKeys('mod+KeyK', isMac)}
        >
          <IconSearch size={17} stroke={1.6} aria-hidden="true" />
          <span className={classes.prompt}>{t('frame.omnibox')}</span>
          <span aria-hidden="true" className={classes.omniboxKeys}>
            <Kbd keys="mod+KeyK" />
          </span>
        </button>
        <div className={classes.end}>
          {props.sync}
          {props.branch !== undefined && <span className={classes.branch}>{props.branch}</span>}
          {props.clerk}
          <PreferencesMenu />
          {props.onLock !== undefined && (
            <IconButton label={t('frame.lock')} icon={<IconLock size={18} stroke={1.6} />} onClick={props.onLock} />
          )}
        </div>
      </div>
    </header>
  )
}
