import { actKey, actKindKey, actNumber, type OutboxItem } from '#shared/contracts/outbox.ts'
import type { MemberField } from '#shared/domain/members/member.ts'
import { reasonWords } from '#shared/domain/reference/reason-words.ts'
import type { Reason } from '#shared/domain/reference/reference-rows.ts'
import type { FieldDecision } from '#shared/domain/requests/request.ts'
import { getErrorRow, isErrorCode } from '#shared/kernel/errors.ts'
import type { Column } from './columns.ts'
import type { Words } from './words.ts'

function stateOf({ state, rebased }: OutboxItem, { t }: Words): string {
  return state === 'applied' && rebased ? t('outbox.rebased') : t(`outbox.state_${state}`)
}

/** Why it came back or is tried again; of what is settled nothing is left to tell. */
function causeOf({ cause, state }: OutboxItem, { language }: Words): string {
  if (cause === null || state === 'settled') return ''
  return isErrorCode(cause) ? getErrorRow(cause)[language] : cause
}

/** What was decided on each field, a line for each: `المدينة: رفض، الملاحظات`. */
function fieldsOf({ act }: OutboxItem, reasons: readonly Reason[], { t, language }: Words): string {
  const made = act.kind === 'request.decide' ? (Object.entries(act.fields) as [MemberField, FieldDecision][]) : []
  const lines = made.map(([field, { decision, reasons: codes, remarks }]) => {
    const said = [...codes.map((code) => reasonWords(reasons, code, language)), remarks]
    const value = [t(`outbox.act_decide_${decision}`), ...said].filter((text) => text !== '').join(' · ')
    return t('reports.filterPart', { label: t(`requests.field_${field}`), value })
  })
  return lines.join('\n')
}

/** The report of the outbox: what its clerk did, how each action stands and why. `reasons`: all whose words are known. */
export function outboxColumns(words: Words, reasons: readonly Reason[]): Column<OutboxItem>[] {
  const { t, language } = words
  const reasonsOf = ({ act }: OutboxItem) => (act.kind === 'request.decide' ? act.reasons : [])
  return [
    { label: t('reports.column_service'), width: 26, kind: 'text', value: ({ act }) => t(actKindKey(act)) },
    { label: t('reports.column_act'), width: 24, kind: 'text', value: ({ act }) => t(`outbox.${actKey(act)}`) },
    { label: t('reports.column_number'), width: 18, kind: 'id', value: ({ act }) => actNumber(act) },
    { label: t('reports.column_nameAr'), width: 32, kind: 'text', value: (row) => row.nameAr },
    { label: t('reports.column_nameEn'), width: 32, kind: 'text', value: (row) => row.nameEn },
    { label: t('reports.column_state'), width: 24, kind: 'text', value: (row) => stateOf(row, words) },
    { label: t('outbox.cause'), width: 36, kind: 'text', value: (row) => causeOf(row, words) },
    { label: t('outbox.factMade'), width: 17, kind: 'moment', value: (row) => row.madeAt },
    { label: t('outbox.factReceipt'), width: 17, kind: 'moment', value: (row) => row.receiptedAt },
    {
      label: t('outbox.factReasons'),
      width: 40,
      kind: 'text',
      value: (row) =>
        reasonsOf(row)
          .map((code) => reasonWords(reasons, code, language))
          .join('\n'),
    },
    { label: t('reports.column_fields'), width: 40, kind: 'text', value: (row) => fieldsOf(row, reasons, words) },
    { label: t('outbox.factRemarks'), width: 36, kind: 'text', value: (row) => row.remarks },
    {
      label: t('outbox.factAttachments'),
      width: 28,
      kind: 'text',
      value: (row) => row.attachments.map(({ name }) => name).join('\n'),
    },
  ]
}
