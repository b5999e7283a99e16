import { useQueryClient } from '@tanstack/react-query'
import { Outlet, useMatchRoute, useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useState } from 'react'
import { ExportPanel } from '#renderer/features/reports/export-panel.tsx'
import { SearchPalette } from '#renderer/features/search/search-palette.tsx'
import { BranchLabel } from '#renderer/features/session/branch-label.tsx'
import { ClerkSwitcher } from '#renderer/features/session/clerk-switcher.tsx'
import { SessionGate } from '#renderer/features/session/session-gate.tsx'
import { SyncBadgeMenu } from '#renderer/features/session/sync-badge-menu.tsx'
import { useSession } from '#renderer/features/session/use-session.ts'
import { ClerkMenu } from '#renderer/features/vault/clerk-menu.tsx'
import { SignInAgain } from '#renderer/features/vault/sign-in-again.tsx'
import { useVault } from '#renderer/features/vault/use-vault.ts'
import { VaultScreen } from '#renderer/features/vault/vault-screen.tsx'
import { followDesk, useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { usePermission } from '#renderer/lib/use-permission.ts'
import { useText } from '#renderer/lib/use-text.ts'
import type { QueueView } from '#shared/contracts/requests.ts'
import { dueOf } from './due-of.tsx'
import { Frame } from './frame/frame.tsx'
import { PrintFrame } from './print-frame.tsx'

/** Saved views that hang under Requests in the navigation. */
const pinnedViews: readonly QueueView[] = ['mine', 'due-today', 'second-approval', 'returned']

/** Who works here: picked from the demo's list, or in by the vault. */
function ClerkPlace() {
  const clerk = useSession().data?.clerk
  const mode = useVault().data?.mode
  if (clerk == null || mode === undefined) return null
  return mode === 'vault' ? <ClerkMenu clerk={clerk} /> : <ClerkSwitcher />
}

/** The frame of somebody who is signed in, with this window's live parts in its slots, around the open place. */
function SignedInFrame() {
  const { t } = useText()
  const navigate = useNavigate()
  const match = useMatchRoute()
  const reviewing = match({ to: '/requests/$id', fuzzy: true }) !== false
  const calendar = match({ to: '/appointments', fuzzy: true }) !== false
  const [searchOpened, setSearchOpened] = useState(false)
  const openSearch = useCallback(() => setSearchOpened(true), [])
  const closeSearch = useCallback(() => setSearchOpened(false), [])
  const status = useDeskQuery('sync.status', {}, { staleTime: Number.POSITIVE_INFINITY })
  const counts = useDeskQuery('requests.counts', {}, { enabled: usePermission('requests.read') })
  const worklist = useDeskQuery('appointments.worklist', {}, { enabled: usePermission('appointments.read') })
  const session = useSession()
  const views = counts.data?.views
  return (
    <>
      <Frame
        rail={reviewing || calendar}
        role={session.data?.clerk?.role}
        onSearch={openSearch}
        goTo={(place) => void navigate({ to: place === 'home' ? '/' : `/${place}`, search: {} })}
        counts={{
          ...(views === undefined ? {} : { requests: views.mine }),
          ...(worklist.data === undefined ? {} : { appointments: worklist.data.items.length }),
          ...(status.data === undefined ? {} : { outbox: status.data.counts.attention }),
        }}
        views={pinnedViews.map((view) => ({
          id: view,
          label: t(`requests.view_${view}`),
          ...(views === undefined ? {} : { count: views[view] }),
          current: match({ to: '/requests', search: { view } }) !== false,
        }))}
        sync={<SyncBadgeMenu openOutbox={() => void navigate({ to: '/outbox', search: {} })} />}
        branch={<BranchLabel />}
        clerk={<ClerkPlace />}
      >
        {session.data?.signInAgain === true && <SignInAgain />}
        <Outlet />
      </Frame>
      <ExportPanel />
      <SearchPalette opened={searchOpened} onClose={closeSearch} dueOf={dueOf} />
    </>
  )
}

/** One window: sign-in, or the frame, or a sheet of paper; kept in step with the core by its events. */
export function Shell() {
  const client = useQueryClient()
  const printing = useMatchRoute()({ to: '/print/$page/$id' }) !== false
  useEffect(() => followDesk(client), [client])
  if (printing)
    return (
      <PrintFrame>
        <Outlet />
      </PrintFrame>
    )
  return (
    <SessionGate vault={(vault) => <VaultScreen vault={vault} />}>
      <SignedInFrame />
    </SessionGate>
  )
}
