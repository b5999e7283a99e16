import { useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { FactList } from '#renderer/ui/fact-list.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { SectionHead } from '#renderer/ui/section-head.tsx'
import facts from './device-facts.module.css'

/** The application itself: its version, the authority's address and who decided on it, and the machine's policy. */
export function AboutFacts() {
  const { t } = useText()
  const about = useDeskQuery('device.about', {}, { staleTime: Number.POSITIVE_INFINITY }).data
  if (about === undefined) return null
  const { versions, authority, policy } = about
  return (
    <section className={facts.part} aria-labelledby="device-about">
      <SectionHead id="device-about" title={t('device.about')} />
      <FactList
        labelWidth={112}
        facts={[
          { id: 'version', label: t('device.version'), value: <Ltr>{versions.application}</Ltr> },
          {
            id: 'authority',
            label: t('device.authority'),
            value: (
              <bdi dir="ltr" className={facts.address}>
                {authority.url}
              </bdi>
            ),
          },
          { id: 'from', label: t('device.addressFrom'), value: t(`device.from_${authority.from}`) },
          {
            id: 'policy',
            label: t('device.policy'),
            value: policy === null ? t('device.none') : t(`device.policy_${policy.kind}`),
          },
          ...(policy === null
            ? []
            : [
                {
                  id: 'place',
                  label: t('device.policyPlace'),
                  value: (
                    <bdi dir="ltr" className={facts.address}>
                      {policy.place}
                    </bdi>
                  ),
                },
              ]),
        ]}
      />
    </section>
  )
}
