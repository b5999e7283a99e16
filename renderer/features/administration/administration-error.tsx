import { toDeskError } from '#renderer/lib/ipc-client.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { Notice } from '#renderer/ui/notice.tsx'

const takenFields = { id: 'takenId', username: 'takenUsername', account: 'takenAccount' } as const

/** Why a change was refused: which field is taken, else in the words of the error table. */
export function AdministrationError(props: { error: unknown }) {
  const { t } = useText()
  const { code, detail } = toDeskError(props.error)
  const field = detail['field']
  if (code === 'administration/taken' && typeof field === 'string' && field in takenFields)
    return (
      <Notice tone="er" live>
        {t(`administration.${takenFields[field as keyof typeof takenFields]}`)}
      </Notice>
    )
  return <DeskErrorNotice error={props.error} />
}
