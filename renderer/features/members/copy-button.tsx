import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useDeskMutation } from '#renderer/lib/desk-queries.ts'
import { useCopied } from '#renderer/lib/use-copied.ts'
import { useText } from '#renderer/lib/use-text.ts'
import type { CopiedField } from '#shared/contracts/audit.ts'
import classes from './member-header.module.css'

/** Copies a number of a member as it is stored; that it was copied stands in the audit trail. A check stands in for the glyph for a moment, and is read out. */
export function CopyButton(props: { text: string; label: string; memberId: string; field: CopiedField }) {
  const { t } = useText()
  const { copied, copy } = useCopied()
  const note = useDeskMutation('audit.copied')
  const words = copied ? t('members.copiedToast', { label: props.label }) : t('members.copyOf', { label: props.label })
  return (
    <button
      type="button"
      className={classes.copy}
      aria-label={words}
      title={words}
      aria-live="polite"
      onClick={() => {
        copy(props.text)
        note.mutate({ memberId: props.memberId, field: props.field })
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
