import { useNavigate } from '@tanstack/react-router'
import { useDeskMutation, useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { usePreferences } from '#renderer/lib/preferences.tsx'
import { useText } from '#renderer/lib/use-text.ts'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { useToasts } from '#renderer/ui/toasts.tsx'
import { QueueView } from '#shared/contracts/requests.ts'
import type { Command } from './commands.ts'

/** Everything the palette can do, in the order in which it is offered. Asked only while the palette is open. */
export function useCommands(enabled: boolean): Command[] {
  const { t, language } = useText()
  const { preferences, change } = usePreferences()
  const navigate = useNavigate()
  const showToast = useToasts()
  const session = useDeskQuery('session.current', {}, { enabled, staleTime: Number.POSITIVE_INFINITY })
  const status = useDeskQuery('sync.status', {}, { enabled, staleTime: Number.POSITIVE_INFINITY })
  const clerks = useDeskQuery('session.clerks', {}, { enabled, staleTime: 60_000 })
  const signIn = useDeskMutation('session.signIn')
  const signOut = useDeskMutation('session.signOut')
  const syncNow = useDeskMutation('sync.now')
  const setLine = useDeskMutation('sync.setLine')
  const onError = (error: unknown) => showToast({ message: <DeskErrorNotice error={error} />, durationMs: 12_000 })

  const cut = status.data?.line === 'disconnected'
  const views = QueueView.options.map((view) => ({
    id: `view-${view}`,
    label: t('search.cmdView', { view: t(`requests.view_${view}`) }),
    words: `queue view requests طلبات ${view}`,
    run: () => void navigate({ to: '/requests', search: { view } }),
  }))
  const people = (clerks.data?.clerks ?? [])
    .filter((clerk) => clerk.active && clerk.id !== session.data?.clerk?.id)
    .map((clerk) => ({
      id: `clerk-${clerk.id}`,
      label: t('search.cmdClerk', { name: language === 'ar' ? clerk.nameAr : clerk.nameEn }),
      words: `${clerk.nameAr} ${clerk.nameEn} switch clerk موظف ${clerk.role} ${t(`session.role_${clerk.role}`)}`,
      run: () => signIn.mutate({ clerkId: clerk.id }, { onError }),
    }))
  return [
    {
      id: 'sync',
      label: t('search.cmdSync'),
      words: 'sync now مزامنة',
      run: () => syncNow.mutate({}, { onError }),
    },
    ...(status.data?.demo === true
      ? [
          {
            id: 'line',
            label: cut ? t('search.cmdConnect') : t('search.cmdDisconnect'),
            words: 'disconnect connect line offline demo اتصال تجربة',
            run: () => setLine.mutate({ connected: cut }, { onError }),
          },
        ]
      : []),
    {
      id: 'language',
      label: t('search.cmdLanguage'),
      words: 'language english arabic لغة عربية إنجليزية',
      run: () => change({ language: language === 'ar' ? 'en' : 'ar' }),
    },
    ...(['dark', 'light', 'auto'] as const)
      .filter((theme) => theme !== preferences.theme)
      .map((theme) => ({
        id: `theme-${theme}`,
        label: t(
          { dark: 'search.cmdThemeDark', light: 'search.cmdThemeLight', auto: 'search.cmdThemeSystem' }[
            theme
          ] as 'search.cmdThemeDark',
        ),
        words: `theme appearance مظهر ${theme}`,
        run: () => change({ theme }),
      })),
    {
      id: 'digits',
      label: t('search.cmdDigits'),
      words: 'digits numerals أرقام مشرقية غربية',
      run: () => change({ digits: preferences.digits === 'latn' ? 'arab' : 'latn' }),
    },
    ...views,
    {
      id: 'members',
      label: t('search.cmdMembers'),
      words: 'members list أعضاء',
      run: () => void navigate({ to: '/members', search: {} }),
    },
    {
      id: 'outbox',
      label: t('search.cmdOutbox'),
      words: 'outbox sync صادر',
      run: () => void navigate({ to: '/outbox', search: {} }),
    },
    ...people,
    {
      id: 'sign-out',
      label: t('search.cmdSignOut'),
      words: 'sign out logout خروج',
      run: () => signOut.mutate({}, { onError }),
    },
  ]
}
