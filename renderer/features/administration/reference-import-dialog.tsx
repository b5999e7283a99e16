import { useRef, useState } from 'react'
import { callDesk, type DeskError, toDeskError } from '#renderer/lib/ipc-client.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import type { ChannelOutput } from '#shared/contracts/contract-map.ts'
import { diffRows } from '#shared/domain/reference/diff-rows.ts'
import type { AnyRow } from '#shared/domain/reference/reference-rows.ts'
import type { ReferenceVersion } from '#shared/domain/reference/reference-version.ts'
import classes from './reference.module.css'
import { ReferenceChanges } from './reference-changes.tsx'
import { useFaultWords } from './reference-words.tsx'

type Read = ChannelOutput<'reference.read'>

/** A file of a kind, read at this desk: what is wrong with it, cell by cell, and what it would change. Nothing is sent. */
export function ImportDialog(props: {
  newest: ReferenceVersion
  onClose: () => void
  take: (rows: readonly AnyRow[]) => void
}) {
  const { t } = useText()
  const faultWords = useFaultWords()
  const chooser = useRef<HTMLInputElement>(null)
  const [name, setName] = useState('')
  const [read, setRead] = useState<Read>()
  const [error, setError] = useState<DeskError>()
  const { newest } = props
  const { kind } = newest
  const open = async (file: File) => {
    setName(file.name)
    setRead(undefined)
    setError(undefined)
    try {
      setRead(await callDesk('reference.read', { kind, bytes: new Uint8Array(await file.arrayBuffer()) }))
    } catch (thrown) {
      setError(toDeskError(thrown))
    }
  }
  const changes = read && read.faults.length === 0 ? diffRows(kind, newest.rows, read.rows) : []
  const differs = changes.some(({ state }) => state !== 'same')
  return (
    <Dialog
      opened
      onClose={props.onClose}
      title={t('reference.importTitle', { kind: t(`reference.kind_${kind}`) })}
      size={640}
      foot={
        <>
          <Button
            variant="primary"
            disabledReason={
              read === undefined
                ? t('reference.importChooseFirst')
                : read.faults.length > 0
                  ? t('reference.importFaulty')
                  : differs
                    ? undefined
                    : t('reference.noChanges')
            }
            onClick={() => read && props.take(read.rows)}
          >
            {t('reference.importTake')}
          </Button>
          <Button onClick={props.onClose}>{t('reference.cancel')}</Button>
        </>
      }
    >
      <div className={classes.form}>
        <p className={classes.hint}>{t('reference.importHint')}</p>
        <div className={classes.acts}>
          <Button onClick={() => chooser.current?.click()}>{t('reference.importChoose')}</Button>
          {name !== '' && <bdi>{name}</bdi>}
        </div>
        <input
          ref={chooser}
          type="file"
          hidden
          aria-label={t('reference.importChoose')}
          accept=".xlsx,.json"
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? []
            event.currentTarget.value = ''
            if (file) void open(file)
          }}
        />
        {error !== undefined && <DeskErrorNotice error={error} />}
        {read !== undefined && read.faults.length > 0 && (
          <>
            <Notice tone="er" live>
              <Isolated>{t('reference.importFaults', { count: read.faults.length })}</Isolated>
            </Notice>
            <ul className={classes.list}>
              {read.faults.map((fault) => (
                <li key={`${fault.cell} ${fault.row} ${fault.column} ${fault.fault} ${fault.what}`}>
                  <span>{faultWords(fault)}</span>
                  {fault.cell !== null && (
                    <span className={classes.cellName}>
                      <Ltr>{fault.cell}</Ltr>
                    </span>
                  )}
                </li>
              ))}
            </ul>
          </>
        )}
        {read !== undefined && read.faults.length === 0 && (
          <>
            <Notice tone="ok" live>
              <Isolated>{t('reference.importRows', { count: read.rows.length })}</Isolated>
            </Notice>
            <ReferenceChanges kind={kind} changes={changes} />
          </>
        )}
      </div>
    </Dialog>
  )
}
