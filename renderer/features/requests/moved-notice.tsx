import { IconHistory } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '#renderer/lib/use-text.ts'
import { ComparisonTable } from '#renderer/ui/comparison-table.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import type { ReviewOutput } from '#shared/contracts/requests.ts'
import { isByField } from '#shared/domain/requests/field-decisions.ts'
import { FieldValue } from './field-value.tsx'
import classes from './review.module.css'

/** The register has moved on since the request was made: which field, to what, and all of it side by side. */
export function MovedNotice(props: { review: ReviewOutput }) {
  const { t, format } = useText()
  const [opened, setOpened] = useState(false)
  const { proposed, base, request } = props.review
  // A field that is decided by itself says on its own card how the register has moved.
  const moved = props.review.moved.filter(({ field }) => !isByField(request) || proposed[field] === undefined)
  const first = moved[0]
  if (first === undefined) return null
  const rows = moved.map(({ field, base: before, current }) => {
    const asked = proposed[field]
    return {
      id: field,
      field: t(`requests.field_${field}`),
      base: <FieldValue field={field} value={before} />,
      theirs: <FieldValue field={field} value={current} />,
      mine: asked === undefined ? '' : <FieldValue field={field} value={asked} />,
      changed: { theirs: true, mine: asked !== undefined && asked !== base[field] },
    }
  })
  return (
    <>
      <Notice
        tone="wa"
        icon={<IconHistory size={18} stroke={1.6} />}
        action={
          <button type="button" className={classes.textButton} onClick={() => setOpened(true)}>
            {t('requests.compare')}
          </button>
        }
      >
        {t('requests.movedTitle')}{' '}
        <strong>{t('requests.movedField', { field: t(`requests.field_${first.field}`) })}</strong>{' '}
        <FieldValue field={first.field} value={first.current} />
        {moved.length > 1 && (
          <>
            {' '}
            <Isolated>{t('requests.movedMore', { count: moved.length - 1 })}</Isolated>
          </>
        )}
      </Notice>
      <Dialog opened={opened} onClose={() => setOpened(false)} title={t('requests.compareMoved')} size={860}>
        <ComparisonTable
          caption={t('requests.compareMoved')}
          fieldLabel={t('requests.compareField')}
          conflictLabel={t('requests.compareConflict')}
          base={{
            title: t('requests.compareBase'),
            note: format.dualDay(format.dayOf(props.review.request.submittedAt)).first,
          }}
          theirs={{ title: t('requests.compareNow') }}
          mine={{ title: t('requests.compareProposed') }}
          rows={rows}
        />
      </Dialog>
    </>
  )
}
