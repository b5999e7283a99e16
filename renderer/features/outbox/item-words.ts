import { useText } from '#renderer/lib/use-text.ts'
import type { OutboxItem } from '#shared/contracts/sync.ts'

/** What a command did, and to what, in the clerk's language: "e-mail change, first approval". */
export function useItemWords() {
  const { t, language } = useText()
  const act = ({ act }: Pick<OutboxItem, 'act'>): string => {
    switch (act.kind) {
      case 'request.decide':
        if (Object.keys(act.fields).length > 0) return t('outbox.act_fields')
        return act.decision === 'approve' ? t(`outbox.act_${act.step}_approve`) : t(`outbox.act_decide_${act.decision}`)
      case 'certificate.revoke':
        return t(`outbox.act_revoke_${act.step}`)
      case 'appointment.book':
        return t('outbox.act_book')
      case 'appointment.move':
        return t('outbox.act_move')
      case 'appointment.setStatus':
        return act.status === null || act.status === 'cancelled'
          ? t('outbox.act_cancel')
          : t(`outbox.act_status_${act.status}`)
      default:
        return t('outbox.act_cancel')
    }
  }
  const kind = ({ act }: Pick<OutboxItem, 'act'>): string => {
    if (act.kind === 'request.decide') return t(`requests.kind_${act.requestKind}`)
    return act.kind === 'certificate.revoke' ? t('outbox.kind_certificate') : t('outbox.kind_appointment')
  }
  return {
    act,
    title: (item: Pick<OutboxItem, 'act'>) => t('outbox.itemTitle', { kind: kind(item), act: act(item) }),
    /** The number by which people speak of the record; of an appointment its day and time. */
    number: ({ act }: Pick<OutboxItem, 'act'>): string => {
      if (act.kind === 'request.decide') return act.requestNumber
      return act.kind === 'certificate.revoke' ? act.certificateNumber : `${act.slot.date} ${act.slot.time}`
    },
    name: (item: Pick<OutboxItem, 'nameAr' | 'nameEn'>) => (language === 'ar' ? item.nameAr : item.nameEn),
  }
}
