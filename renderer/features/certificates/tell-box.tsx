import { IconCheck, IconCopy, IconMessageCircle } from '@tabler/icons-react'
import { useCopied } from '#renderer/lib/use-copied.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Isolated } from '#renderer/ui/isolated.tsx'
import type { Verification } from '#shared/contracts/certificates.ts'
import classes from './tell-box.module.css'
import { useTellWords } from './use-verdict-words.ts'

/** What to tell the visitor, in both languages, and a way to copy both. */
export function TellBox(props: { verification: Verification }) {
  const { t } = useText()
  const tell = useTellWords()
  const { copied, copy } = useCopied()
  const [arabic, english] = [tell(props.verification, 'ar'), tell(props.verification, 'en')]
  return (
    <section className={classes.box} aria-label={t('certificates.tell')}>
      <div className={classes.head}>
        <IconMessageCircle size={17} stroke={1.6} aria-hidden="true" className={classes.glyph} />
        <h3 className={classes.title}>{t('certificates.tell')}</h3>
        <button type="button" className={classes.copy} aria-live="polite" onClick={() => copy(`${arabic}\n${english}`)}>
          {copied ? (
            <IconCheck size={15} stroke={2} aria-hidden="true" />
          ) : (
            <IconCopy size={15} stroke={1.6} aria-hidden="true" />
          )}
          {copied ? t('certificates.copied') : t('certificates.copyTell')}
        </button>
      </div>
      <div className={classes.words}>
        <p lang="ar" dir="rtl">
          <Isolated>{arabic}</Isolated>
        </p>
        <p lang="en" dir="ltr" className={classes.english}>
          {english}
        </p>
      </div>
    </section>
  )
}
