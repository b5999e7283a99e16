import { VisuallyHidden } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconBolt, IconSearch, IconSearchOff } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { cx } from '#renderer/lib/cx.ts'
import { useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Kbd } from '#renderer/ui/kbd.tsx'
import { KeyHints } from '#renderer/ui/key-hints.tsx'
import { PalettePanel } from '#renderer/ui/palette-panel.tsx'
import type { RequestSummary } from '#shared/contracts/members.ts'
import { directionOf } from '#shared/i18n/language.ts'
import { filterCommands, parsePaletteText } from './commands.ts'
import { PaletteList } from './palette-list.tsx'
import {
  moveOption,
  nextKind,
  type PaletteKind,
  type PaletteOption,
  paletteCounts,
  paletteGroups,
  paletteKinds,
} from './palette-model.ts'
import { MemberPeek, RequestPeek, StartPeek } from './palette-peek.tsx'
import classes from './search-palette.module.css'
import { useCommands } from './use-commands.tsx'
import { useRecentHits } from './use-recent-hits.ts'

/** What no answer looks like: other ways to find the same person. */
function Nothing(props: { text: string; filling: boolean }) {
  const { t } = useText()
  return (
    <EmptyState icon={<IconSearchOff size={40} stroke={1.2} />}>
      <span className={classes.nothing}>{t('search.nothing', { text: props.text })}</span>
      <span className={classes.nothingHint}>{t('search.nothingHint')}</span>
      <span className={classes.nothingHint}>· {t('search.tryShorter')}</span>
      <span className={classes.nothingHint}>· {t('search.tryOtherScript')}</span>
      <span className={classes.nothingHint}>· {t('search.tryNumber')}</span>
      {props.filling && <span className={classes.filling}>{t('search.nothingFirst')}</span>}
    </EmptyState>
  )
}

interface PaletteProps {
  onClose: () => void
  /** Draws the time left of a request. */
  dueOf: (request: RequestSummary) => ReactNode
}

/** The open palette. It is made anew at each opening, so that it begins empty. */
function OpenPalette({ onClose, dueOf }: PaletteProps) {
  const { t, format, language } = useText()
  const navigate = useNavigate()
  const listId = useId()
  const [typed, setTyped] = useState('')
  const [chosenKind, setChosenKind] = useState<PaletteKind>('all')
  const [activeId, setActiveId] = useState<string | undefined>(undefined)
  // After an arrow key the clerk walks the list, so Space peeks; after a letter it is a space of the text again.
  const [walking, setWalking] = useState(false)
  const [peekWanted, setPeekWanted] = useState(true)
  // Enter before the answer has come opens the first row of that answer, never of the one before.
  const openWhenHere = useRef(false)
  const narrow = useMediaQuery('(max-width: 900px)', false, { getInitialValueInEffect: false }) === true

  const query = parsePaletteText(typed)
  const kind: PaletteKind = query.commandsOnly ? 'commands' : chosenKind
  const asks = query.text !== '' && !query.commandsOnly
  const search = useDeskQuery(
    'members.search',
    { text: query.commandsOnly ? '' : query.text, limit: 50 },
    { staleTime: 5000, gcTime: 30_000 },
  )
  const session = useDeskQuery('session.current', {}, { staleTime: Number.POSITIVE_INFINITY })
  const status = useDeskQuery('sync.status', {}, { staleTime: Number.POSITIVE_INFINITY })
  const recent = useRecentHits(session.data?.clerk?.id, !asks)
  const commands = filterCommands(useCommands(true), query.text)
  const fresh = search.data !== undefined && !search.isPlaceholderData
  const input = { kind, text: asks ? query.text : '', answer: search.data, recent, commands }
  const counts = paletteCounts(input)
  const groups = paletteGroups(input)
  const options = groups.flatMap((group) => group.options)
  const active = options.find((option) => option.id === activeId) ?? options[0]
  const optionDomId = (option: PaletteOption) => `${listId}-${option.id}`

  const open = (option: PaletteOption | undefined) => {
    if (option === undefined) return
    onClose()
    switch (option.kind) {
      case 'member':
        void navigate({ to: '/members/$id', params: { id: option.hit.member.id } })
        return
      case 'request':
        void navigate({ to: '/requests/$id', params: { id: option.request.id }, search: {} })
        return
      case 'more':
        void navigate({ to: '/members', search: { text: query.text } })
        return
      case 'command':
        option.command.run()
    }
  }
  const openActive = () => {
    if (asks && !fresh && active?.kind !== 'command') openWhenHere.current = true
    else open(active)
  }
  useEffect(() => {
    if (!fresh || !openWhenHere.current) return
    openWhenHere.current = false
    open(options[0])
  })

  const move = (by: number) => {
    setWalking(true)
    setActiveId(moveOption(options, active?.id, by)?.id)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
    const field = event.currentTarget
    const atEnd = field.selectionStart === typed.length && field.selectionEnd === typed.length
    const onward = directionOf(language) === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
    const peek = () => setPeekWanted(!peekWanted)
    const steps: Record<string, (() => void) | false> = {
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      PageDown: () => move(Math.min(5, options.length - 1)),
      PageUp: () => move(-Math.min(5, options.length - 1)),
      Enter: openActive,
      NumpadEnter: openActive,
      Space: walking && peek,
      ArrowLeft: onward === 'ArrowLeft' && atEnd && walking && peek,
      ArrowRight: onward === 'ArrowRight' && atEnd && walking && peek,
      Tab: () => {
        setChosenKind(nextKind(kind, counts, event.shiftKey ? -1 : 1))
        setActiveId(undefined)
      },
    }
    const step = steps[event.code] ?? false
    if (step === false) return
    event.preventDefault()
    step()
  }

  const peeked = active?.kind === 'more' || active?.kind === 'command' ? undefined : active
  const showPeek = narrow ? !peekWanted : peekWanted
  const peek =
    peeked === undefined ? (
      <StartPeek />
    ) : peeked.kind === 'member' ? (
      <MemberPeek hit={peeked.hit} />
    ) : (
      <RequestPeek request={peeked.request} due={dueOf(peeked.request)} />
    )
  const nothing = asks && fresh && counts.members === 0 && counts.requests === 0 && kind !== 'commands'

  return (
    <PalettePanel
      label={t('search.title')}
      opened
      onClose={onClose}
      input={
        <>
          <IconSearch size={19} stroke={1.6} aria-hidden="true" className={classes.glass} />
          <input
            className={classes.input}
            data-autofocus
            // At the first frame, not after the panel's transition: what is typed at once belongs here.
            autoFocus
            role="combobox"
            aria-expanded={options.length > 0}
            aria-controls={listId}
            aria-autocomplete="list"
            aria-label={t('search.title')}
            {...(active === undefined ? {} : { 'aria-activedescendant': optionDomId(active) })}
            placeholder={t('search.prompt')}
            autoComplete="off"
            spellCheck={false}
            dir="auto"
            maxLength={200}
            value={typed}
            onChange={(event) => {
              setTyped(event.currentTarget.value)
              setActiveId(undefined)
              setWalking(false)
              openWhenHere.current = false
            }}
            onKeyDown={onKeyDown}
          />
          {search.data !== undefined && (
            <span className={classes.took}>
              <IconBolt size={15} stroke={1.6} aria-hidden="true" />
              <Isolated>
                {`${t('search.here', { n: search.data.here })} · ${t('search.took', { n: Math.ceil(search.data.tookMs) })}`}
              </Isolated>
            </span>
          )}
          <button type="button" className={classes.close} onClick={onClose}>
            <Kbd keys="Escape" />
            <VisuallyHidden>{t('search.hintClose')}</VisuallyHidden>
          </button>
        </>
      }
      kinds={
        <>
          <div className={classes.kinds} role="group" aria-label={t('search.kinds')}>
            {paletteKinds.map((one) => (
              <button
                key={one}
                type="button"
                tabIndex={-1}
                className={cx(classes.kind, one === kind && classes.current)}
                aria-pressed={one === kind}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => {
                  setChosenKind(one)
                  setActiveId(undefined)
                }}
              >
                <Isolated>{`${t(`search.kind_${one}`)} ${format.number(counts[one])}`}</Isolated>
              </button>
            ))}
          </div>
          <span className={classes.filterHint} aria-hidden="true">
            <Kbd keys="Tab" />
            {t('search.toFilter')}
          </span>
        </>
      }
      {...(showPeek ? { peek } : {})}
      foot={
        <>
          <KeyHints
            hints={[
              { keys: ['ArrowUp', 'ArrowDown'], label: t('search.hintMove') },
              { keys: ['Enter'], label: t('search.hintOpen') },
              { keys: ['Space'], label: t('search.hintPeek') },
            ]}
          />
          <span className={classes.filterHint}>
            <kbd className={classes.sign} dir="ltr">
              {'>'}
            </kbd>
            {t('search.hintCommands')}
          </span>
        </>
      }
    >
      <VisuallyHidden role="status">
        {asks && fresh ? t('search.found', { count: counts.members + counts.requests }) : ''}
      </VisuallyHidden>
      {search.error !== null && asks && (
        <div className={classes.error}>
          <DeskErrorNotice error={search.error} retry={() => void search.refetch()} />
        </div>
      )}
      {nothing && <Nothing text={query.text} filling={status.data !== undefined && !status.data.caughtUp} />}
      <PaletteList
        id={listId}
        groups={groups}
        activeId={active?.id}
        optionDomId={optionDomId}
        dueOf={dueOf}
        onHover={(option) => setActiveId(option.id)}
        onOpen={open}
      />
    </PalettePanel>
  )
}

/** The search palette and command list of the window, opened from anywhere. */
export function SearchPalette(props: PaletteProps & { opened: boolean }) {
  const { opened, ...rest } = props
  return opened ? <OpenPalette {...rest} /> : null
}
