import { IconPhotoScan, IconQrcode } from '@tabler/icons-react'
import { type RefObject, useId, useRef } from 'react'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import classes from './verify.module.css'

/** One field for a number, a hand scanner's text and files; Enter verifies, as scanners press it themselves. */
export function VerifyField(props: {
  field: RefObject<HTMLInputElement | null>
  text: string
  change: (text: string) => void
  submit: () => void
  chooseFile: (file: File) => void
  working: boolean
}) {
  const { t } = useText()
  const { field, text, change, submit, chooseFile, working } = props
  const chooser = useRef<HTMLInputElement>(null)
  const hint = useId()
  return (
    <form
      className={classes.form}
      role="search"
      aria-label={t('certificates.verifyTitle')}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <div className={classes.field}>
        <IconQrcode size={20} stroke={1.6} aria-hidden="true" className={classes.fieldGlyph} />
        <input
          ref={field}
          className={classes.input}
          dir="ltr"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          autoFocus
          aria-label={t('certificates.fieldLabel')}
          aria-describedby={hint}
          placeholder={t('certificates.fieldPlaceholder')}
          maxLength={8192}
          value={text}
          onChange={(event) => change(event.currentTarget.value)}
        />
        <input
          ref={chooser}
          type="file"
          hidden
          tabIndex={-1}
          accept="image/png,image/jpeg,application/pdf"
          aria-label={t('certificates.chooseFile')}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0]
            // The same file may be chosen again.
            event.currentTarget.value = ''
            if (file) chooseFile(file)
          }}
        />
        <Button
          size="lg"
          icon={<IconPhotoScan size={17} stroke={1.6} aria-hidden="true" />}
          onClick={() => chooser.current?.click()}
        >
          {t('certificates.chooseFile')}
        </Button>
        <Button type="submit" variant="primary" size="lg" keys="Enter">
          {t('certificates.verify')}
        </Button>
      </div>
      <p id={hint} className={classes.hint}>
        {working ? t('certificates.working') : t('certificates.fieldHint')}
      </p>
    </form>
  )
}
