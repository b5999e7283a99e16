import type { ReactNode } from 'react'
import { useText } from '#renderer/lib/use-text.ts'
import { TabBar, TabLink } from '#renderer/ui/tab-bar.tsx'

/** The two places of certificates: the counter's field, and the register. */
export function CertificatePlaces(props: { current: 'verify' | 'register'; end?: ReactNode }) {
  const { t } = useText()
  return (
    <TabBar label={t('certificates.places')} {...(props.end === undefined ? {} : { end: props.end })}>
      <TabLink to="/certificates" search={{}} activeOptions={{ exact: true }} current={props.current === 'verify'}>
        {t('certificates.placeVerify')}
      </TabLink>
      <TabLink to="/certificates/list" search={{}} current={props.current === 'register'}>
        {t('certificates.placeRegister')}
      </TabLink>
    </TabBar>
  )
}
