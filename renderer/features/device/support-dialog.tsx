import { useState } from 'react'
import { sizeOf } from '#renderer/lib/amounts.ts'
import { useDeskMutation, useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { SkeletonRows } from '#renderer/ui/skeleton-rows.tsx'
import type { BundleFile } from '#shared/contracts/support.ts'
import classes from './support-dialog.module.css'

/** All of the bundle: its files, and the text of one. */
function Preview(props: { files: readonly BundleFile[] }) {
  const { t } = useText()
  const { files } = props
  const [name, setName] = useState(files[0]?.name)
  const shown = files.find((file) => file.name === name)
  return (
    <div className={classes.preview}>
      <ul className={classes.files} aria-label={t('support.files')}>
        {files.map((file) => {
          const { unit, n } = sizeOf(file.bytes)
          return (
            <li key={file.name}>
              <button
                type="button"
                className={classes.file}
                aria-pressed={file.name === name}
                onClick={() => setName(file.name)}
              >
                <Ltr>{file.name}</Ltr>
                <span className={classes.size}>
                  <Isolated>{t(`device.size_${unit}`, { n })}</Isolated>
                </span>
              </button>
            </li>
          )
        })}
      </ul>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard. */}
      <section className={classes.text} aria-label={t('support.content')} tabIndex={0}>
        <pre dir="ltr">{shown?.text}</pre>
      </section>
    </div>
  )
}

/** Shows all of a support bundle before it is saved. */
export function SupportDialog(props: { onClose: () => void }) {
  const { t, language } = useText()
  const preview = useDeskQuery('support.preview', {}, { staleTime: Number.POSITIVE_INFINITY, gcTime: 0 })
  const save = useDeskMutation('support.save')
  const show = useDeskMutation('desktop.showFile')
  const path = save.data?.path ?? null
  const error = preview.error ?? save.error ?? show.error
  return (
    <Dialog
      title={t('support.title')}
      opened
      size={860}
      onClose={props.onClose}
      foot={
        <>
          <Button
            variant="primary"
            {...(save.isPending
              ? { disabledReason: t('support.saving') }
              : preview.data === undefined
                ? { disabledReason: t('support.collecting') }
                : {})}
            onClick={() => save.mutate({ language })}
          >
            {save.isPending ? t('support.saving') : t('support.save')}
          </Button>
          <Button onClick={props.onClose}>{t('common.close')}</Button>
        </>
      }
    >
      <div className={classes.body}>
        <p>{t('support.about')}</p>
        {error !== null && <DeskErrorNotice error={error} />}
        {path !== null && (
          <Notice tone="ok" live action={<Button onClick={() => show.mutate({ path })}>{t('support.show')}</Button>}>
            {t('support.saved')}
          </Notice>
        )}
        {preview.data === undefined ? (
          preview.error === null && <SkeletonRows rows={6} columns="212px 1fr" count={2} />
        ) : (
          <Preview files={preview.data.files} />
        )}
      </div>
    </Dialog>
  )
}
