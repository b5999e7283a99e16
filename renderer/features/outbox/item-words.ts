import { useText } from '#renderer/lib/use-text.ts'
import { actKey, actKindKey, actNumber, decisionKey, type OutboxItem } from '#shared/contracts/outbox.ts'

/** A decision as far as its words go. */
export type DecisionWords = Parameters<typeof decisionKey>[0]

/** The name of who did something there; a clerk who is not known here is told as such. */
export function useNameOfDoer() {
  const { t, language } = useText()
  return ({
    by,
    nameAr,
    nameEn,
  }: {
    readonly by: string
    readonly nameAr: string
    readonly nameEn: string
  }): string => {
    if (by === 'member') return t('requests.byMember')
    if (by === 'system') return t('requests.bySystem')
    return (language === 'ar' ? nameAr : nameEn) || t('requests.byUnknown')
  }
}

/** What a command did, and to what, in the clerk's language: "e-mail change, first approval". */
export function useItemWords() {
  const { t, language } = useText()
  return {
    act: ({ act }: Pick<OutboxItem, 'act'>): string => t(`outbox.${actKey(act)}`),
    decision: (words: DecisionWords): string => t(`outbox.${decisionKey(words)}`),
    title: ({ act }: Pick<OutboxItem, 'act'>): string =>
      t('outbox.itemTitle', { kind: t(actKindKey(act)), act: t(`outbox.${actKey(act)}`) }),
    number: ({ act }: Pick<OutboxItem, 'act'>): string => actNumber(act),
    name: (item: Pick<OutboxItem, 'nameAr' | 'nameEn'>) => (language === 'ar' ? item.nameAr : item.nameEn),
  }
}
