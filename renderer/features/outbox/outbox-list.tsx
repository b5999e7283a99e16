import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconCheck,
  IconClock,
  IconCloudUp,
  IconLink,
  IconRefresh,
} from '@tabler/icons-react'
import { useEffect, useId } from 'react'
import { keepInView } from '#renderer/lib/keep-in-view.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import type { OutboxItem, OutboxState } from '#shared/contracts/outbox.ts'
import { useItemWords } from './item-words.ts'
import classes from './outbox-list.module.css'
import type { OutboxGroup } from './outbox-model.ts'

const glyphs: Readonly<Record<OutboxState, typeof IconCheck>> = {
  held: IconClock,
  waiting: IconClock,
  sending: IconCloudUp,
  retrying: IconRefresh,
  parked: IconAlertTriangle,
  refused: IconAlertTriangle,
  applied: IconCheck,
  withdrawn: IconArrowBackUp,
  settled: IconCheck,
}

/** How an item stands, in one short line. */
function StateWords(props: { item: OutboxItem }) {
  const { t } = useText()
  const { item } = props
  if (item.state === 'applied')
    return item.rebased ? <span className={classes.quiet}>{t('outbox.rebased')}</span> : null
  const tone =
    item.state === 'refused' || item.state === 'parked'
      ? 'wa'
      : item.state === 'withdrawn' || item.state === 'settled'
        ? 'quiet'
        : 'un'
  return <span data-tone={tone}>{t(`outbox.state_${item.state}`)}</span>
}

/** The decisions as a listbox in groups; the chosen one is shown beside it. */
export function OutboxList(props: {
  groups: readonly OutboxGroup[]
  activeId: string | undefined
  onChoose: (item: OutboxItem) => void
}) {
  const { t, format } = useText()
  const words = useItemWords()
  const listId = useId()
  const { activeId } = props
  const domId = (item: OutboxItem) => `${listId}-${item.commandId}`
  const activeDomId = activeId === undefined ? undefined : `${listId}-${activeId}`
  useEffect(() => {
    if (activeDomId === undefined) return
    const option = document.getElementById(activeDomId)
    if (option !== null) keepInView(option, 30)
  }, [activeDomId])
  return (
    // biome-ignore lint/a11y/useAriaActivedescendantWithTabindex: it has a tab index.
    <div
      role="listbox"
      tabIndex={0}
      aria-label={t('outbox.list')}
      className={classes.list}
      {...(activeDomId === undefined ? {} : { 'aria-activedescendant': activeDomId })}
    >
      {props.groups.map((group) => (
        // biome-ignore lint/a11y/useSemanticElements: a group of options inside a listbox has no element of its own.
        <div key={group.id} role="group" aria-label={t(`outbox.group_${group.id}`)}>
          <div className={classes.groupHead} aria-hidden="true">
            <span className={classes.groupTitle}>{t(`outbox.group_${group.id}`)}</span>
            <Isolated>{format.number(group.items.length)}</Isolated>
          </div>
          {group.items.map((item) => {
            const blocked = item.cause === 'sync/dependency' && item.state === 'refused'
            const Glyph = blocked ? IconLink : glyphs[item.state]
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the page has the keys; options are never focused.
              <div
                key={item.commandId}
                id={domId(item)}
                role="option"
                tabIndex={-1}
                aria-selected={item.commandId === activeId}
                className={classes.item}
                onClick={() => props.onChoose(item)}
              >
                <span className={classes.glyph} data-state={item.state} aria-hidden="true">
                  <Glyph size={16} stroke={1.7} />
                </span>
                <span className={classes.text}>
                  <span className={classes.title}>{words.title(item)}</span>
                  <span className={classes.name}>{words.name(item)}</span>
                  <StateWords item={item} />
                </span>
                <span className={classes.aside}>
                  <Ltr>{format.time(item.madeAt)}</Ltr>
                  <Ltr>{words.number(item)}</Ltr>
                </span>
              </div>
            )
          })}
        </div>
      ))}
    </div>
  )
}
