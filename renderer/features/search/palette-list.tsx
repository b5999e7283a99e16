import { IconArrowNarrowLeft, IconCommand } from '@tabler/icons-react'
import { type ReactNode, useEffect } from 'react'
import { keepInView } from '#renderer/lib/keep-in-view.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Isolated } from '#renderer/ui/isolated.tsx'
import type { RequestSummary } from '#shared/contracts/members.ts'
import { MemberOption } from './member-option.tsx'
import type { PaletteGroup, PaletteOption } from './palette-model.ts'
import classes from './palette-rows.module.css'
import { RequestOption } from './request-option.tsx'

function OptionContent(props: { option: PaletteOption; dueOf: (request: RequestSummary) => ReactNode }) {
  const { t, format } = useText()
  const { option } = props
  switch (option.kind) {
    case 'member':
      return <MemberOption hit={option.hit} />
    case 'request':
      return <RequestOption request={option.request} due={props.dueOf(option.request)} />
    case 'command':
      return (
        <>
          <span className={classes.glyph} aria-hidden="true">
            <IconCommand size={17} stroke={1.6} />
          </span>
          <span className={classes.line}>{option.command.label}</span>
        </>
      )
    case 'more':
      return (
        <>
          <span className={classes.glyph} aria-hidden="true">
            <IconArrowNarrowLeft size={18} stroke={1.6} className={classes.mirrored} />
          </span>
          <span className={classes.more}>
            <Isolated>{`${t('search.showAll')} (${format.number(option.total)})`}</Isolated>
          </span>
        </>
      )
  }
}

/** The palette's listbox: groups with their counts; the field above moves `activeId` and has the keys. */
export function PaletteList(props: {
  id: string
  groups: readonly PaletteGroup[]
  activeId: string | undefined
  optionDomId: (option: PaletteOption) => string
  dueOf: (request: RequestSummary) => ReactNode
  onHover: (option: PaletteOption) => void
  onOpen: (option: PaletteOption) => void
}) {
  const { t } = useText()
  const { activeId, optionDomId } = props
  const active = props.groups.flatMap((group) => group.options).find((option) => option.id === activeId)
  const activeDomId = active === undefined ? undefined : optionDomId(active)
  useEffect(() => {
    if (activeDomId === undefined) return
    const option = document.getElementById(activeDomId)
    if (option !== null) keepInView(option)
  }, [activeDomId])
  const titles = {
    recent: t('search.recent'),
    members: t('search.kind_members'),
    requests: t('search.kind_requests'),
    commands: t('search.kind_commands'),
  }
  return (
    <div id={props.id} role="listbox" aria-label={t('search.results')}>
      {props.groups.map((group) => {
        const shown = group.options.filter((option) => option.kind !== 'more').length
        return (
          // biome-ignore lint/a11y/useSemanticElements: a group of options inside a listbox has no element of its own.
          <div key={group.id} role="group" aria-label={titles[group.id]} className={classes.group}>
            <div className={classes.groupHead} aria-hidden="true">
              <span className={classes.groupTitle}>{titles[group.id]}</span>
              {group.total !== null && group.total > shown && (
                <Isolated>{t('search.shownOf', { shown, total: group.total })}</Isolated>
              )}
            </div>
            {group.options.map((option) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys; options are never focused.
              <div
                key={option.id}
                id={optionDomId(option)}
                role="option"
                tabIndex={-1}
                aria-selected={option.id === activeId}
                className={classes.option}
                data-tall={option.kind === 'member' || undefined}
                onMouseMove={() => props.onHover(option)}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => props.onOpen(option)}
              >
                <OptionContent option={option} dueOf={props.dueOf} />
              </div>
            ))}
          </div>
        )
      })}
    </div>
  )
}
