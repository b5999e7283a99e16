import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useCopied } from '#renderer/lib/use-copied.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { FactList } from '#renderer/ui/fact-list.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import classes from './administration.module.css'

/** A password that is told this once, to be handed to whoever it is for. */
export interface ToldPassword {
  readonly name: string
  readonly username: string
  readonly password: string
}

/** Shows a password once: closing it is the end of it. */
export function PasswordDialog(props: { told: ToldPassword | undefined; onClose: () => void }) {
  const { t } = useText()
  const { copied, copy } = useCopied()
  const { told, onClose } = props
  if (told === undefined) return null
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('administration.passwordTitle')}
      foot={
        <>
          <Button variant="primary" onClick={onClose}>
            {t('administration.passwordDone')}
          </Button>
          <Button
            icon={copied ? <IconCheck size={17} stroke={2} /> : <IconCopy size={17} stroke={1.6} />}
            onClick={() => copy(told.password)}
          >
            <span aria-live="polite">{copied ? t('common.copied') : t('common.copy')}</span>
          </Button>
        </>
      }
    >
      <div className={classes.form}>
        <FactList
          labelWidth={118}
          facts={[
            { id: 'who', label: t('administration.columnClerk'), value: <bdi>{told.name}</bdi>, strong: true },
            { id: 'username', label: t('administration.columnUsername'), value: <Ltr>{told.username}</Ltr> },
          ]}
        />
        <p className={classes.password} aria-label={t('administration.password')}>
          <Ltr>{told.password}</Ltr>
        </p>
        <Notice tone="wa">{t('administration.passwordOnce')}</Notice>
      </div>
    </Dialog>
  )
}
