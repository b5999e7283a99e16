import { IconUsersGroup } from '@tabler/icons-react'
import { useState } from 'react'
import { useHotkeys } from '#renderer/lib/use-hotkeys.tsx'
import { useText } from '#renderer/lib/use-text.ts'
import { Card } from '#renderer/ui/card.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Kbd } from '#renderer/ui/kbd.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import type { ReviewOutput } from '#shared/contracts/requests.ts'
import { DuplicateComparison } from './duplicate-comparison.tsx'
import classes from './review.module.css'

/** Members who may be the same person, and the way to put them side by side (C). */
export function DuplicatesCard(props: { review: ReviewOutput }) {
  const { t, format, language } = useText()
  const [opened, setOpened] = useState(false)
  const { duplicates, member } = props.review
  const some = duplicates.length > 0
  useHotkeys([
    {
      keys: 'KeyC',
      label: t('requests.compareSideBySide'),
      enabled: some && member !== null,
      run: () => setOpened(true),
    },
  ])
  if (!some) return null
  const title = t('requests.duplicates', { count: duplicates.length })
  return (
    <Card label={title} tone="wa">
      <div className={classes.duplicateHead}>
        <span className={classes.duplicateGlyph} aria-hidden="true">
          <IconUsersGroup size={18} stroke={1.6} />
        </span>
        <h2 className={classes.duplicateTitle}>
          <Isolated>{title}</Isolated>
        </h2>
        {member !== null && (
          <span className={classes.withKey}>
            <button type="button" className={classes.textButton} aria-keyshortcuts="C" onClick={() => setOpened(true)}>
              {t('requests.compareSideBySide')}
            </button>
            <span aria-hidden="true">
              <Kbd keys="KeyC" />
            </span>
          </span>
        )}
      </div>
      {duplicates.map((duplicate) => (
        <div key={duplicate.memberId} className={classes.duplicate}>
          <div>
            <strong>{language === 'ar' ? duplicate.nameAr : duplicate.nameEn}</strong>{' '}
            <span className={classes.quiet}>
              <Ltr>{duplicate.membershipNo}</Ltr>
            </span>
          </div>
          <div>
            {t('requests.duplicateSame', {
              fields: format.list(duplicate.same.map((same) => t(`requests.same_${same}`))),
            })}
          </div>
        </div>
      ))}
      <Dialog opened={opened} onClose={() => setOpened(false)} title={t('requests.compareDuplicates')} size={900}>
        {member !== null &&
          duplicates.map((duplicate) => (
            <DuplicateComparison key={duplicate.memberId} member={member} duplicate={duplicate} />
          ))}
      </Dialog>
    </Card>
  )
}
