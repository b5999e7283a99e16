import { useText } from '#renderer/lib/use-text.ts'
import { StateDot, type StateShape } from '#renderer/ui/state-dot.tsx'
import type { CertificateRow } from '#shared/contracts/certificates.ts'

type Standing = Pick<CertificateRow, 'state' | 'expired' | 'awaitingSecond' | 'pending'>

const shapes: Readonly<Record<CertificateRow['state'] | 'expired', StateShape>> = {
  'in-force': 'green',
  expired: 'hollow',
  suspended: 'amber',
  revoked: 'red',
}

/** State of a certificate; what waits for a second person or for the authority is violet. */
export function CertificateStateDot(props: { certificate: Standing }) {
  const { t } = useText()
  const { state, expired, awaitingSecond, pending } = props.certificate
  const named = expired ? 'expired' : state
  if (awaitingSecond) return <StateDot shape="violet">{t('certificates.state_awaiting-second')}</StateDot>
  return <StateDot shape={pending ? 'violet' : shapes[named]}>{t(`certificates.state_${named}`)}</StateDot>
}
