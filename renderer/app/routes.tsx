import { createRootRoute, createRoute } from '@tanstack/react-router'
import { z } from 'zod'
import { AdministrationStart } from '#renderer/features/administration/administration-frame.tsx'
import { BranchesScreen } from '#renderer/features/administration/branches-screen.tsx'
import { branchesSearchSchema } from '#renderer/features/administration/branches-search.ts'
import { ClerksScreen } from '#renderer/features/administration/clerks-screen.tsx'
import { clerksSearchSchema } from '#renderer/features/administration/clerks-search.ts'
import { DevicesScreen } from '#renderer/features/administration/devices-screen.tsx'
import { devicesSearchSchema } from '#renderer/features/administration/devices-search.ts'
import { ReferenceScreen } from '#renderer/features/administration/reference-screen.tsx'
import { referenceSearchSchema } from '#renderer/features/administration/reference-search.ts'
import { RolesScreen } from '#renderer/features/administration/roles-screen.tsx'
import { appointmentsSearchSchema } from '#renderer/features/appointments/appointments-search.ts'
import { CalendarScreen } from '#renderer/features/appointments/calendar-screen.tsx'
import { WorklistScreen } from '#renderer/features/appointments/worklist-screen.tsx'
import { AuditScreen } from '#renderer/features/audit/audit-screen.tsx'
import { auditSearchSchema } from '#renderer/features/audit/audit-search.ts'
import { CertificatePage } from '#renderer/features/certificates/certificate-page.tsx'
import { RegisterScreen } from '#renderer/features/certificates/register-screen.tsx'
import { registerSearchSchema } from '#renderer/features/certificates/register-search.ts'
import { VerifyScreen } from '#renderer/features/certificates/verify-screen.tsx'
import { DevicePage } from '#renderer/features/device/device-page.tsx'
import { DocumentViewer } from '#renderer/features/documents/document-viewer.tsx'
import { HomePage } from '#renderer/features/home/home-page.tsx'
import { MemberPage } from '#renderer/features/members/member-page.tsx'
import { OutboxPage } from '#renderer/features/outbox/outbox-page.tsx'
import { ReportsPage } from '#renderer/features/reports/reports-page.tsx'
import { QueueScreen } from '#renderer/features/requests/queue-screen.tsx'
import { queueSearchSchema } from '#renderer/features/requests/queue-search.ts'
import { ReviewScreen } from '#renderer/features/requests/review-screen.tsx'
import { MembersPage } from '#renderer/features/search/members-page.tsx'
import { PrintPage } from '#shared/contracts/desktop.ts'
import { MemberState } from '#shared/domain/members/member.ts'
import { dueOf } from './due-of.tsx'
import { NotFound } from './frame/not-found.tsx'
import { printPages } from './print-pages.ts'
import { Shell } from './shell.tsx'
import { SyncWords } from './sync-words.tsx'

/**
 * The places of the application. Each has a link of its own, and what a list shows (view, text, order) is in the link's
 * typed search, so that back, forward and shared links work.
 */
const rootRoute = createRootRoute({ component: Shell, notFoundComponent: NotFound })

function HomePlace() {
  return <HomePage dueOf={dueOf} line={<SyncWords />} />
}

/** The first screen after sign-in. */
export const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  component: HomePlace,
})

const code = z.string().max(64).optional().catch(undefined)
const membersSearch = z.object({
  text: z.string().max(200).optional().catch(undefined),
  state: MemberState.optional().catch(undefined),
  family: code,
  rank: code,
  city: code,
})

function MembersListPlace() {
  return <MembersPage place={membersRoute.useSearch()} />
}

export const membersRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/members',
  validateSearch: membersSearch,
  component: MembersListPlace,
})

function MemberPlace() {
  return <MemberPage id={memberRoute.useParams().id} dueOf={dueOf} />
}

export const memberRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/members/$id',
  component: MemberPlace,
})

function QueuePage() {
  return <QueueScreen search={requestsRoute.useSearch()} />
}

/** Joins the review with the viewer of evidence: features are strangers to each other. */
function ReviewPage() {
  return <ReviewScreen id={requestRoute.useParams().id} search={requestRoute.useSearch()} evidence={DocumentViewer} />
}

export const requestsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/requests',
  validateSearch: queueSearchSchema,
  component: QueuePage,
})

export const requestRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/requests/$id',
  validateSearch: queueSearchSchema,
  component: ReviewPage,
})

function AppointmentsPlace() {
  return <CalendarScreen search={appointmentsRoute.useSearch()} />
}

export const appointmentsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/appointments',
  validateSearch: appointmentsSearchSchema,
  component: AppointmentsPlace,
})

export const worklistRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/appointments/worklist',
  component: WorklistScreen,
})

function VerifyPlace() {
  return <VerifyScreen verification={certificatesRoute.useSearch().verification} />
}

export const certificatesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/certificates',
  validateSearch: z.object({ verification: z.string().max(64).optional().catch(undefined) }),
  component: VerifyPlace,
})

function RegisterPlace() {
  return <RegisterScreen search={certificateListRoute.useSearch()} />
}

export const certificateListRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/certificates/list',
  validateSearch: registerSearchSchema,
  component: RegisterPlace,
})

function CertificatePlace() {
  const { revoke } = certificateRoute.useSearch()
  return <CertificatePage id={certificateRoute.useParams().id} revoke={revoke === true} />
}

export const certificateRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/certificates/$id',
  validateSearch: z.object({ revoke: z.boolean().optional().catch(undefined) }),
  component: CertificatePlace,
})

const outboxSearch = z.object({
  show: z.enum(['all', 'open', 'receipted', 'attention']).optional().catch(undefined),
  command: z.string().max(80).optional().catch(undefined),
})

function OutboxPlace() {
  return <OutboxPage {...outboxRoute.useSearch()} />
}

export const outboxRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/outbox',
  validateSearch: outboxSearch,
  component: OutboxPlace,
})

export const reportsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reports',
  component: ReportsPage,
})

function AuditPlace() {
  return <AuditScreen search={auditRoute.useSearch()} />
}

export const auditRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/audit',
  validateSearch: auditSearchSchema,
  component: AuditPlace,
})

export const administrationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/administration',
  component: AdministrationStart,
})

function ClerksPlace() {
  return <ClerksScreen search={clerksRoute.useSearch()} />
}

export const clerksRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/administration/clerks',
  validateSearch: clerksSearchSchema,
  component: ClerksPlace,
})

export const rolesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/administration/roles',
  component: RolesScreen,
})

function BranchesPlace() {
  return <BranchesScreen search={branchesRoute.useSearch()} />
}

export const branchesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/administration/branches',
  validateSearch: branchesSearchSchema,
  component: BranchesPlace,
})

function DevicesPlace() {
  return <DevicesScreen search={devicesRoute.useSearch()} />
}

export const devicesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/administration/devices',
  validateSearch: devicesSearchSchema,
  component: DevicesPlace,
})

function ReferencePlace() {
  return <ReferenceScreen search={referenceRoute.useSearch()} />
}

export const referenceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/administration/reference',
  validateSearch: referenceSearchSchema,
  component: ReferencePlace,
})

/** Of the settings, those of this device are built. */
export const settingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings',
  component: DevicePage,
})

function PrintPlace() {
  const { page, id } = printRoute.useParams()
  const Page = printPages[page]
  return Page === undefined ? <NotFound /> : <Page id={id} />
}

/** Pages for paper; `Shell` draws no frame around them, and printPreferences has read the language already. */
export const printRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/print/$page/$id',
  params: { parse: ({ page, id }) => ({ page: PrintPage.parse({ page, id }).page, id }) },
  component: PrintPlace,
})

export const routeTree = rootRoute.addChildren([
  homeRoute,
  membersRoute,
  memberRoute,
  requestsRoute,
  requestRoute,
  appointmentsRoute,
  worklistRoute,
  certificatesRoute,
  certificateListRoute,
  certificateRoute,
  reportsRoute,
  auditRoute,
  administrationRoute,
  clerksRoute,
  rolesRoute,
  branchesRoute,
  devicesRoute,
  referenceRoute,
  settingsRoute,
  outboxRoute,
  printRoute,
])
