import { IconFileText, IconPaperclip, IconPhoto, IconX } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { callDesk, type DeskError, toDeskError } from '#renderer/lib/ipc-client.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { type Attachment, DocumentType, maxAttachments } from '#shared/domain/documents.ts'
import classes from './attachments-field.module.css'

const bytesOf = async (file: File): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await file.arrayBuffer())

/**
 * What goes with the decision: a letter that was shown at the counter, a scan. Kept by the desk at once, without a line too;
 * sent with the decision, and taken away again before it.
 */
export function AttachmentsField(props: {
  requestId: string
  attached: readonly Attachment[]
  change: (attached: Attachment[]) => void
}) {
  const { t, format } = useText()
  const { requestId, attached, change } = props
  const chooser = useRef<HTMLInputElement>(null)
  const opener = useRef<HTMLButtonElement>(null)
  const [working, setWorking] = useState(false)
  const [error, setError] = useState<DeskError>()
  const add = async (files: readonly File[]) => {
    setWorking(true)
    setError(undefined)
    try {
      const all = new Map(attached.map((attachment) => [attachment.hash, attachment]))
      for (const file of files.slice(0, maxAttachments - attached.length)) {
        const input = { requestId, name: file.name.slice(-200) || 'scan', bytes: await bytesOf(file) }
        const attachment = await callDesk('requests.attach', input)
        all.set(attachment.hash, attachment)
        change([...all.values()])
      }
    } catch (thrown) {
      setError(toDeskError(thrown))
    } finally {
      setWorking(false)
    }
  }
  const remove = (hash: string) => {
    change(attached.filter((attachment) => attachment.hash !== hash))
    // The button that was pressed goes with its row: a keyboard would be left nowhere.
    opener.current?.focus()
    // What stays behind is forgotten after a month anyway.
    void callDesk('requests.detach', { hash }).catch(() => undefined)
  }
  const full = attached.length >= maxAttachments
  const reason = full
    ? t('requests.attachmentsFull', { count: maxAttachments })
    : working
      ? t('requests.attaching')
      : undefined
  return (
    <div className={classes.field} role="group" aria-label={t('requests.attachments')}>
      {attached.length > 0 && (
        <ul className={classes.list}>
          {attached.map(({ hash, name, mediaType, size }) => (
            <li key={hash}>
              {mediaType === 'application/pdf' ? (
                <IconFileText size={16} stroke={1.6} aria-hidden="true" />
              ) : (
                <IconPhoto size={16} stroke={1.6} aria-hidden="true" />
              )}
              <span className={classes.name}>
                <bdi>{name}</bdi>
              </span>
              <span className={classes.size}>
                <Isolated>{t('requests.attachmentSize', { n: format.number(Math.ceil(size / 1024)) })}</Isolated>
              </span>
              <IconButton
                label={t('requests.attachmentRemove', { name })}
                icon={<IconX size={16} stroke={1.6} />}
                onClick={() => remove(hash)}
              />
            </li>
          ))}
        </ul>
      )}
      {error !== undefined && <DeskErrorNotice error={error} />}
      <input
        ref={chooser}
        type="file"
        hidden
        multiple
        tabIndex={-1}
        accept={DocumentType.options.join(',')}
        aria-label={t('requests.attach')}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])]
          // The same file may be chosen again.
          event.currentTarget.value = ''
          if (files.length > 0) void add(files)
        }}
      />
      <div className={classes.foot}>
        <Button
          ref={opener}
          variant="quiet"
          icon={<IconPaperclip size={16} stroke={1.6} aria-hidden="true" />}
          disabledReason={reason}
          onClick={() => chooser.current?.click()}
        >
          {t('requests.attach')}
        </Button>
        {reason !== undefined && (
          <span className={classes.reason} aria-hidden="true">
            <Isolated>{reason}</Isolated>
          </span>
        )}
      </div>
    </div>
  )
}
