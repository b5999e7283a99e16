import { type FormEvent, type ReactNode, useState } from 'react'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import type { VaultClerk } from '#shared/contracts/vault.ts'
import { SecretField } from './secret-field.tsx'
import classes from './vault.module.css'
import { TriesLine, useWait } from './wait-line.tsx'

/** A clerk's secret, and the button that opens with it; what was typed is gone once it was tried. */
export function SecretForm(props: {
  label: string
  clerk: VaultClerk
  /** Seconds until the next try. */
  waitSeconds: number
  icon?: ReactNode
  trying: { readonly error: unknown; readonly isPending: boolean }
  send: (secret: string, settled: { onSettled: () => void }) => void
}) {
  const { t } = useText()
  const { error, isPending } = props.trying
  const [secret, setSecret] = useState('')
  const wait = useWait(props.waitSeconds)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (secret !== '' && wait <= 0 && !isPending) props.send(secret, { onSettled: () => setSecret('') })
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      <SecretField label={props.label} value={secret} change={setSecret} autoFocus />
      <TriesLine clerk={props.clerk} wait={wait} />
      {error !== null && <DeskErrorNotice error={error} />}
      <div>
        <Button
          type="submit"
          variant="primary"
          size="lg"
          keys="Enter"
          icon={props.icon}
          {...(wait > 0 ? { disabledReason: t('vault.waitLeft', { count: wait }) } : {})}
        >
          {isPending ? t('vault.unlocking') : t('vault.unlock')}
        </Button>
      </div>
    </form>
  )
}
