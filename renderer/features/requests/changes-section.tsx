import { IconCopy } from '@tabler/icons-react'
import { useText } from '#renderer/lib/use-text.ts'
import { Chip } from '#renderer/ui/chip.tsx'
import { DiffCard } from '#renderer/ui/diff-card.tsx'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { SectionHead } from '#renderer/ui/section-head.tsx'
import { useToasts } from '#renderer/ui/toasts.tsx'
import type { ReviewOutput } from '#shared/contracts/requests.ts'
import { fieldWords, isLeftToRight } from './field-words.ts'
import classes from './review.module.css'
import { UnchangedFields } from './unchanged-fields.tsx'

/** Base and proposal of every field that changes; the others folded into one line. */
export function ChangesSection(props: { review: ReviewOutput; showDocument: (hash: string) => void }) {
  const { t, format } = useText()
  const showToast = useToasts()
  const { review } = props
  const snapshot = format.dualDay(format.dayOf(review.request.submittedAt)).first
  const copy = (text: string) => {
    void navigator.clipboard.writeText(text).then(() => showToast({ message: t('requests.copied'), durationMs: 2000 }))
  }
  return (
    <section className={classes.section}>
      <SectionHead
        title={t('requests.whatChanges')}
        note={<Isolated>{t('requests.changedCount', { count: review.changes.length })}</Isolated>}
        action={
          <span className={classes.quiet}>
            {t('requests.baseSnapshot')} <Ltr>{snapshot}</Ltr>
          </span>
        }
      />
      {review.changes.length === 0 && <p className={classes.quiet}>{t('requests.noChanges')}</p>}
      {review.changes.map(({ field, base, proposed, risk }) => {
        const proof = review.evidence.find((document) => document.proves?.field === field)
        return (
          <DiffCard
            key={field}
            field={t(`requests.field_${field}`)}
            base={fieldWords(field, base, format)}
            proposed={fieldWords(field, proposed, format)}
            ltr={isLeftToRight(field)}
            badge={<Chip tone={risk === 'high' ? 'er' : 'neutral'}>{t(`requests.riskChip_${risk}`)}</Chip>}
            {...(proof === undefined
              ? {}
              : {
                  note: (
                    <button type="button" className={classes.textButton} onClick={() => props.showDocument(proof.hash)}>
                      {t('requests.showProof')}
                    </button>
                  ),
                })}
            {...(proposed === null || field === 'photo'
              ? {}
              : {
                  action: (
                    <IconButton
                      label={t('requests.copyProposed')}
                      icon={<IconCopy size={16} stroke={1.6} />}
                      onClick={() => copy(proposed)}
                    />
                  ),
                })}
          />
        )
      })}
      <UnchangedFields review={review} />
    </section>
  )
}
