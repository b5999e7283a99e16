import { Textarea } from '@mantine/core'
import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import classes from './administration.module.css'

/** What every question before a step of administration has. */
interface Asked {
  readonly title: string
  /** Whom or what it is about, by name. */
  readonly subject: string
  /** What the step does, in a sentence. */
  readonly does: string
  /** The step in a word, on its button. */
  readonly act: string
  readonly danger: boolean
  readonly pending: boolean
  /** What the authority answered, when it refused. */
  readonly error: ReactNode
  readonly onClose: () => void
}

/** Asks before a step: what it does, and in its children what it needs to know. Enter takes it. */
export function AskDialog(props: Asked & { focusAct?: boolean; onSubmit: () => void; children?: ReactNode }) {
  const { t } = useText()
  const form = useId()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!props.pending) props.onSubmit()
  }
  return (
    <Dialog
      opened
      onClose={props.onClose}
      title={props.title}
      foot={
        <>
          <Button
            type="submit"
            form={form}
            variant={props.danger ? 'danger' : 'primary'}
            data-autofocus={props.focusAct ? true : undefined}
          >
            {props.pending ? t('administration.saving') : props.act}
          </Button>
          <Button onClick={props.onClose}>{t('administration.cancel')}</Button>
        </>
      }
    >
      <form id={form} className={classes.form} onSubmit={submit}>
        <p className={classes.asked}>
          <bdi>{props.subject}</bdi>
        </p>
        <p>{props.does}</p>
        {props.children}
        {props.error}
      </form>
    </Dialog>
  )
}

const shortestReason = 3

/** Asks for the reason of a step, too: a few words at least. */
export function ReasonDialog(props: Asked & { onReason: (reason: string) => void }) {
  const { t } = useText()
  const { onReason, ...asked } = props
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const given = reason.trim()
  const missing = given.length < shortestReason
  const submit = () => {
    setTried(true)
    if (!missing) onReason(given)
  }
  return (
    <AskDialog {...asked} onSubmit={submit}>
      <Textarea
        label={t('administration.reason')}
        description={t('administration.reasonHint')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={tried && missing ? t('administration.reasonMissing') : undefined}
        maxLength={400}
        minRows={2}
        autosize
        dir="auto"
        spellCheck
        data-autofocus
      />
    </AskDialog>
  )
}
