import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useText } from '#renderer/lib/use-text.ts'
import classes from './member-header.module.css'

/** Copies a number as it is stored. A check stands in for the glyph for a moment, and is read out. */
export function CopyButton(props: { text: string; label: string }) {
  const { t } = useText()
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return undefined
    const timer = setTimeout(() => setCopied(false), 1600)
    return () => clearTimeout(timer)
  }, [copied])
  const words = copied ? t('members.copiedToast', { label: props.label }) : t('members.copyOf', { label: props.label })
  return (
    <button
      type="button"
      className={classes.copy}
      aria-label={words}
      title={words}
      aria-live="polite"
      onClick={() => {
        void navigator.clipboard.writeText(props.text).then(() => setCopied(true))
      }}
    >
      {copied ? (
        <IconCheck size={15} stroke={2} aria-hidden="true" />
      ) : (
        <IconCopy size={15} stroke={1.6} aria-hidden="true" />
      )}
    </button>
  )
}
