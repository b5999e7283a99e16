import { useState } from 'react'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from './button.tsx'
import { ErrorFacts } from './error-facts.tsx'
import classes from './error-notice.module.css'
import { Notice } from './notice.tsx'

/**
 * An error in the clerk's words: what happened, what is safe, what to do. `details` (code, time, channel; never personal
 * data) can be copied for support; `retry` is offered where trying again can help.
 */
export function ErrorNotice(props: {
  happened: string
  safe: string
  todo: string
  details?: string
  retry?: () => void
}) {
  const { t } = useText()
  const [copied, setCopied] = useState(false)
  const copy = () => {
    void navigator.clipboard.writeText(props.details ?? '').then(() => setCopied(true))
  }
  return (
    <div role="alert">
      <Notice tone="er">
        <ErrorFacts happened={props.happened} safe={props.safe} todo={props.todo} />
        {(props.retry !== undefined || props.details !== undefined) && (
          <div className={classes.acts}>
            {props.retry !== undefined && <Button onClick={props.retry}>{t('common.retry')}</Button>}
            {props.details !== undefined && (
              <Button variant="quiet" onClick={copy}>
                {copied ? t('common.copied') : t('common.copyDetails')}
              </Button>
            )}
          </div>
        )}
      </Notice>
    </div>
  )
}
