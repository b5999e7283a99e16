import {
  hashKey,
  keepPreviousData,
  QueryClient,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
} from '@tanstack/react-query'
import type { Channel, ChannelInput, ChannelOutput } from '#shared/contracts/contract-map.ts'
import type { DeskEvent } from '#shared/contracts/events.ts'
import { onDeskEvent } from './desk-events.ts'
import { callDesk, DeskError } from './ipc-client.ts'
import { trustedTime } from './trusted-time.ts'

type ChangedTable = DeskEvent<'data-changed'>['tables'][number]

const ofAppointments: readonly Channel[] = [
  'appointments.slots',
  'appointments.list',
  'appointments.get',
  'appointments.worklist',
  'home.get',
  'sync.outbox',
]
const ofCertificates: readonly Channel[] = ['certificates.list', 'certificates.get', 'home.get', 'sync.outbox']

/** Which questions must be asked again when rows of a table changed. */
const askedAgain: Record<ChangedTable, readonly Channel[]> = {
  members: ['members.search', 'members.get', 'requests.list', 'requests.get', 'certificates.list', 'sync.outbox'],
  requests: [
    'requests.list',
    'requests.counts',
    'requests.get',
    'members.search',
    'members.get',
    'home.get',
    'sync.outbox',
  ],
  administration: ['administration.clerks', 'administration.devices', 'administration.branches'],
  branches: ['session.branches', 'administration.branches'],
  clerks: ['administration.clerks', 'session.clerks', 'session.current', 'requests.list', 'requests.get'],
  certificates: ofCertificates,
  evidence_lists: ['certificates.verifications'],
  // Words and days off stand on every screen.
  reference_versions: ['reference.list', ...ofAppointments],
  verifications: ['certificates.verifications', 'certificates.get'],
  schedules: ofAppointments,
  appointments: ofAppointments,
  // What a command does is told with its own table; here is what shows the command itself.
  outbox: [
    'sync.outbox',
    'sync.status',
    'requests.list',
    'requests.counts',
    'requests.get',
    'members.search',
    'members.get',
    'certificates.get',
    'appointments.worklist',
    'home.get',
  ],
}

/**
 * Channels that answer for one record: while another one loads, the last one's answer must not stand on the screen,
 * or somebody would decide on the wrong person.
 */
const oneRecord: readonly Channel[] = [
  'members.get',
  'requests.get',
  'requests.draft',
  'requests.document',
  'certificates.get',
  'appointments.get',
]

/** Keys of the query cache: everything, one channel, one question. */
export const deskKeys = {
  all: ['desk'] as const,
  channel: <C extends Channel>(channel: C) => ['desk', channel] as const,
  call: <C extends Channel>(channel: C, input: ChannelInput<C>) => ['desk', channel, input] as const,
}

/** Channels to ask again after `tables` changed, each once. */
export function channelsToAskAgain(tables: readonly ChangedTable[]): Channel[] {
  return [...new Set(tables.flatMap((table) => askedAgain[table]))]
}

/**
 * The window's query cache. The core is on this machine, so "offline" never pauses a question and no error is
 * tried twice by itself; what changed is told by events, not guessed from focus.
 */
export function createDeskQueryClient(): QueryClient {
  const shared = { networkMode: 'always' } as const
  return new QueryClient({
    defaultOptions: {
      queries: {
        ...shared,
        // Two parts of a window may ask the same channel at once: the one that was overtaken asks again.
        retry: (times, error) => times < 5 && error instanceof DeskError && error.code === 'channel/superseded',
        retryDelay: (times) => 20 * (times + 1),
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        gcTime: 5 * 60_000,
      },
      mutations: { ...shared, retry: false },
    },
  })
}

/** Puts the window's clock right by what the cache has of `sync.status`, answers and events alike. */
function followClock(client: QueryClient): () => void {
  const key = deskKeys.call('sync.status', {})
  const hash = hashKey(key)
  const learn = () => {
    const status = client.getQueryData<ChannelOutput<'sync.status'>>(key)
    if (status !== undefined) trustedTime.learn(status.clock.aheadSeconds)
  }
  learn()
  return client.getQueryCache().subscribe(({ type, query }) => {
    if (type === 'updated' && query.queryHash === hash) learn()
  })
}

/** Keeps a cache, and the window's clock, in step with the core until the returned function is called. */
export function followDesk(client: QueryClient): () => void {
  const stops = [
    followClock(client),
    onDeskEvent('data-changed', ({ tables }) => {
      for (const channel of channelsToAskAgain(tables)) {
        void client.invalidateQueries({ queryKey: deskKeys.channel(channel) })
      }
    }),
    onDeskEvent('sync-status', (status) => client.setQueryData(deskKeys.call('sync.status', {}), status)),
    onDeskEvent('vault-changed', (vault) => client.setQueryData(deskKeys.call('vault.get', {}), vault)),
    onDeskEvent('update-changed', (view) => client.setQueryData(deskKeys.call('update.get', {}), view)),
    onDeskEvent('session-changed', (session) => {
      const before = client.getQueryData<ChannelOutput<'session.current'>>(deskKeys.call('session.current', {}))
      client.setQueryData(deskKeys.call('session.current', {}), session)
      if (before?.clerk?.id === session.clerk?.id) return
      // Another person: nothing of the one before may be read from the cache, whatever is on the screen asks again.
      const stays: readonly unknown[] = [
        'session.current',
        'session.clerks',
        'sync.status',
        'vault.get',
        'update.get',
      ] satisfies Channel[]
      void client.resetQueries({
        queryKey: deskKeys.all,
        predicate: ({ queryKey }) => !stays.includes(queryKey[1]),
      })
    }),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

export interface DeskQueryOptions {
  readonly enabled?: boolean
  /** Show the last answer while the next one loads. On by default, save for channels that answer for one record. */
  readonly keepPrevious?: boolean
  /** How long an answer counts as fresh, in milliseconds; 0 by default. */
  readonly staleTime?: number
  /** How long an answer that nobody shows is kept, in milliseconds; 5 minutes by default. */
  readonly gcTime?: number
  /** Ask again every so many milliseconds, besides the events. */
  readonly refetchInterval?: number
}

/** The options of a question, for `useQuery`, `useQueries` and `client.fetchQuery` alike. */
export function deskQuery<C extends Channel>(channel: C, input: ChannelInput<C>, options: DeskQueryOptions = {}) {
  const { keepPrevious = !oneRecord.includes(channel), ...rest } = options
  return {
    queryKey: deskKeys.call(channel, input),
    queryFn: ({ signal }: { signal: AbortSignal }) => callDesk(channel, input, { signal }),
    ...(keepPrevious ? { placeholderData: keepPreviousData } : {}),
    ...rest,
  }
}

/** Asks a channel and keeps the answer in step with the core. */
export function useDeskQuery<C extends Channel>(
  channel: C,
  input: ChannelInput<C>,
  options: DeskQueryOptions = {},
): UseQueryResult<ChannelOutput<C>, DeskError> {
  return useQuery<ChannelOutput<C>, DeskError>(deskQuery(channel, input, options))
}

/** Calls a channel that changes something. What changed comes back as `data-changed`, never from here. */
export function useDeskMutation<C extends Channel>(
  channel: C,
): UseMutationResult<ChannelOutput<C>, DeskError, ChannelInput<C>> {
  return useMutation<ChannelOutput<C>, DeskError, ChannelInput<C>>({
    mutationFn: (input) => callDesk(channel, input),
  })
}
