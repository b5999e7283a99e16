import { useText } from '#renderer/lib/use-text.ts'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { TextLink } from '#renderer/ui/text-link.tsx'
import type { ChannelOutput } from '#shared/contracts/contract-map.ts'

type Proposals = ChannelOutput<'home.get'>['confirmations']

/** Changes of reference data that count for nothing until this administrator has confirmed them, each before its day. */
export function WaitingProposals(props: { proposals: Proposals }) {
  const { t, format } = useText()
  return props.proposals.map(({ id, kind, effectiveFrom }) => (
    <Notice
      key={id}
      tone="accent"
      action={
        <TextLink to="/administration/reference" search={{ kind, version: id }}>
          {t('home.proposalOpen')}
        </TextLink>
      }
    >
      <Isolated>
        {t('home.proposalWaits', { kind: t(`reference.kind_${kind}`), day: format.dualDay(effectiveFrom).first })}
      </Isolated>
    </Notice>
  ))
}
