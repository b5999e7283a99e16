import { Menu } from '@mantine/core'
import { IconKey, IconLock, IconLogout } from '@tabler/icons-react'
import { useState } from 'react'
import { useDeskMutation } from '#renderer/lib/desk-queries.ts'
import { ariaKeys } from '#renderer/lib/hotkeys.ts'
import { isMac, useHotkeys } from '#renderer/lib/use-hotkeys.tsx'
import { useText } from '#renderer/lib/use-text.ts'
import { ClerkButton } from '#renderer/ui/clerk-button.tsx'
import { Kbd } from '#renderer/ui/kbd.tsx'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { SecretsDialog } from './secrets-dialog.tsx'
import { useAutoLock } from './use-auto-lock.ts'
import { useVault } from './use-vault.ts'
import classes from './vault.module.css'

const lockKeys = 'mod+shift+KeyL'

/** Who works here, on a real desk: lock, change the passphrase, leave. The lock is also how clerks change places. */
export function ClerkMenu(props: { clerk: Clerk }) {
  const { t, language } = useText()
  const { clerk } = props
  const [secrets, setSecrets] = useState(false)
  const lock = useDeskMutation('vault.lock')
  const signOut = useDeskMutation('session.signOut')
  const vault = useVault().data
  useAutoLock(vault?.autoLockMinutes ?? 0)
  useHotkeys([{ keys: lockKeys, label: t('vault.lock'), layer: 'window', run: () => lock.mutate({}) }])
  const name = language === 'ar' ? clerk.nameAr : clerk.nameEn
  return (
    <>
      <Menu position="bottom-end" width={280}>
        <Menu.Target>
          <ClerkButton label={t('session.currentClerk')} name={name} roleName={t(`session.role_${clerk.role}`)} />
        </Menu.Target>
        <Menu.Dropdown aria-label={t('session.currentClerk')}>
          <Menu.Item
            leftSection={<IconLock size={17} stroke={1.6} />}
            rightSection={<Kbd keys={lockKeys} />}
            aria-keyshortcuts={ariaKeys(lockKeys, isMac)}
            onClick={() => lock.mutate({})}
          >
            {t('vault.lock')}
          </Menu.Item>
          <Menu.Item leftSection={<IconKey size={17} stroke={1.6} />} onClick={() => setSecrets(true)}>
            {t('vault.secrets')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconLogout size={17} stroke={1.6} className={classes.mirrored} />}
            onClick={() => signOut.mutate({})}
          >
            {t('session.signOut')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <SecretsDialog clerk={clerk} opened={secrets} close={() => setSecrets(false)} />
    </>
  )
}
