import { Checkbox } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useHotkeys } from '#renderer/lib/use-hotkeys.tsx'
import { useText } from '#renderer/lib/use-text.ts'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Kbd } from '#renderer/ui/kbd.tsx'
import { withoutPlaces } from '#shared/domain/reference/reason-words.ts'
import type { Reason } from '#shared/domain/reference/reference-rows.ts'
import classes from './decision.module.css'

/** Reasons to choose from, in their order; the first nine have a digit. `missing` says that one is needed. */
export function ReasonsPicker(props: {
  reasons: readonly Reason[]
  decision: 'return' | 'reject'
  chosen: readonly string[]
  toggle: (code: string) => void
  missing: boolean
  /** Whether the first reason takes the focus; not where it belongs to what the reasons are of. */
  takesFocus?: boolean
}) {
  const { t, language } = useText()
  const { chosen, toggle } = props
  const first = useRef<HTMLInputElement>(null)
  const open = props.reasons
  const takesFocus = props.takesFocus !== false
  useEffect(() => {
    if (takesFocus) first.current?.focus()
  }, [takesFocus])
  useHotkeys(
    open.slice(0, 9).map((reason, index) => ({
      keys: `Digit${index + 1}`,
      label: withoutPlaces(reason[language]),
      hidden: true,
      run: () => toggle(reason.code),
    })),
  )
  return (
    <fieldset className={classes.reasons}>
      <legend className={classes.legend}>
        <span>{t(props.decision === 'return' ? 'requests.reasonsForReturn' : 'requests.reasonsForReject')}</span>
        <span className={classes.chosen} data-missing={props.missing || undefined}>
          {props.missing ? (
            t('requests.reasonRequired')
          ) : (
            <Isolated>{t('requests.reasonsChosen', { count: chosen.length })}</Isolated>
          )}
        </span>
      </legend>
      <ul className={classes.reasonList}>
        {open.map((reason, index) => (
          <li key={reason.code} className={classes.reason}>
            <Checkbox
              ref={index === 0 ? first : undefined}
              checked={chosen.includes(reason.code)}
              onChange={() => toggle(reason.code)}
              label={withoutPlaces(reason[language])}
              className={classes.reasonBox ?? ''}
            />
            {index < 9 && (
              <span aria-hidden="true">
                <Kbd keys={`Digit${index + 1}`} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </fieldset>
  )
}
