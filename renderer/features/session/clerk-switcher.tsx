import { Popover } from '@mantine/core'
import { IconLogout } from '@tabler/icons-react'
import { useState } from 'react'
import { useDeskMutation, useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { ariaKeys } from '#renderer/lib/hotkeys.ts'
import { isMac, useHotkeys } from '#renderer/lib/use-hotkeys.tsx'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { ClerkButton } from '#renderer/ui/clerk-button.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { Kbd } from '#renderer/ui/kbd.tsx'
import { ClerkPicker } from './clerk-picker.tsx'
import classes from './clerk-switcher.module.css'
import { useSession } from './use-session.ts'

const switchKeys = 'mod+shift+KeyU'

/** The people of this device, asked only while the panel is open. */
function SwitchPanel(props: { close: () => void }) {
  const { t } = useText()
  const session = useSession()
  const clerks = useDeskQuery('session.clerks', {})
  const signIn = useDeskMutation('session.signIn')
  const signOut = useDeskMutation('session.signOut')
  const currentId = session.data?.clerk?.id
  const error = signIn.error ?? clerks.error
  return (
    <div className={classes.panel}>
      <div className={classes.head}>
        <h2 className={classes.title}>{t('session.switchClerk')}</h2>
        <Kbd keys={switchKeys} />
      </div>
      {error !== null && <DeskErrorNotice error={error} retry={() => void clerks.refetch()} />}
      <ClerkPicker
        clerks={clerks.data?.clerks ?? []}
        currentId={currentId}
        busy={signIn.isPending}
        onPick={(clerk) =>
          clerk.id === currentId ? props.close() : signIn.mutate({ clerkId: clerk.id }, { onSuccess: props.close })
        }
      />
      <div className={classes.foot}>
        <Button
          variant="quiet"
          icon={<IconLogout size={17} stroke={1.6} aria-hidden="true" className={classes.mirrored} />}
          onClick={() => signOut.mutate({}, { onSuccess: props.close })}
        >
          {t('session.signOut')}
        </Button>
      </div>
    </div>
  )
}

/** Who works here; opens the list of people, so that a second clerk can take the screen without a restart. */
export function ClerkSwitcher() {
  const { t, language } = useText()
  const clerk = useSession().data?.clerk
  const [opened, setOpened] = useState(false)
  useHotkeys([
    { keys: switchKeys, label: t('session.switchClerk'), layer: 'window', run: () => setOpened(true) },
    ...(opened
      ? [
          {
            keys: 'Escape',
            label: t('session.closeHint'),
            layer: 'overlay' as const,
            hidden: true,
            run: () => setOpened(false),
          },
        ]
      : []),
  ])
  if (clerk == null) return null
  const name = language === 'ar' ? clerk.nameAr : clerk.nameEn
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={420} trapFocus returnFocus>
      <Popover.Target>
        <ClerkButton
          label={t('session.switchClerk')}
          name={name}
          roleName={t(`session.role_${clerk.role}`)}
          aria-keyshortcuts={ariaKeys(switchKeys, isMac)}
          onClick={() => setOpened(!opened)}
        />
      </Popover.Target>
      <Popover.Dropdown aria-label={t('session.switchClerk')} className={classes.dropdown}>
        <SwitchPanel close={() => setOpened(false)} />
      </Popover.Dropdown>
    </Popover>
  )
}
