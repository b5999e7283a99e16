import { useText } from '#renderer/lib/use-text.ts'
import { DualDate } from '#renderer/ui/dual-date.tsx'
import { FactList } from '#renderer/ui/fact-list.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { SectionHead } from '#renderer/ui/section-head.tsx'
import { TextLink } from '#renderer/ui/text-link.tsx'
import type { ClerkEntry, ClerkPresence } from '#shared/domain/clerks/clerk-account.ts'
import classes from './administration.module.css'
import { DeviceState } from './device-words.tsx'

/** The other script's name, the id, and what is known of the account. */
export function AccountFacts(props: { entry: ClerkEntry }) {
  const { t, language, format } = useText()
  const { clerk, presence } = props.entry
  const account = presence?.account ?? null
  const facts = [
    {
      id: 'other',
      label: t(language === 'ar' ? 'administration.nameEn' : 'administration.nameAr'),
      value: <bdi>{language === 'ar' ? clerk.nameEn : clerk.nameAr}</bdi>,
    },
    { id: 'id', label: t('administration.clerkId'), value: <bdi dir="ltr">{clerk.id}</bdi> },
  ]
  if (presence === null) return <FactList labelWidth={118} facts={facts} />
  return (
    <FactList
      labelWidth={118}
      facts={[
        ...facts,
        {
          id: 'username',
          label: t('administration.columnUsername'),
          value: account === null ? t('administration.noAccount') : <Ltr>{account.username}</Ltr>,
        },
        ...(account?.lockedAt == null
          ? []
          : [
              {
                id: 'locked',
                label: t('administration.lockedSince'),
                value: <DualDate at={account.lockedAt} single withTime />,
              },
            ]),
        ...(account?.waitsUntil == null
          ? []
          : [
              {
                id: 'waits',
                label: t('administration.waitsUntil'),
                value: <DualDate at={account.waitsUntil} single withTime />,
              },
            ]),
        ...(account === null
          ? []
          : [
              {
                id: 'factor',
                label: t('administration.secondFactor'),
                value: t(account.secondFactor ? 'administration.factorSet' : 'administration.factorNotSet'),
              },
            ]),
        {
          id: 'signIn',
          label: t('administration.columnSignIn'),
          value:
            presence.lastSignInAt === null ? (
              t('administration.never')
            ) : (
              <DualDate at={presence.lastSignInAt} single withTime />
            ),
        },
        {
          id: 'sessions',
          label: t('administration.sessions'),
          value: <Ltr>{format.number(presence.sessions)}</Ltr>,
        },
      ]}
    />
  )
}

/** The devices on which somebody has a key, each a link to its own place. */
export function ClerkDevices(props: { devices: ClerkPresence['devices'] }) {
  const { t } = useText()
  return (
    <section aria-labelledby="clerk-devices">
      <SectionHead id="clerk-devices" title={t('administration.devices')} />
      {props.devices.length === 0 ? (
        <p className={classes.hint}>{t('administration.noDevices')}</p>
      ) : (
        <ul className={classes.list}>
          {props.devices.map((device) => (
            <li key={device.id} className={classes.line}>
              <TextLink to="/administration/devices" search={{ device: device.id }}>
                <bdi>{device.name}</bdi>
              </TextLink>
              <DeviceState device={{ state: device.state, wipedAt: null }} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
