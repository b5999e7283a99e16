import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { deskKeys } from '#renderer/lib/desk-queries.ts'
import { callDesk, type DeskError } from '#renderer/lib/ipc-client.ts'
import type { ChannelInput, ChannelOutput } from '#shared/contracts/contract-map.ts'

export type MemberFilters = NonNullable<ChannelInput<'members.search'>['filters']>

/** Rows asked at a time; the table asks for more before its end comes into view. */
const pageSize = 100

/** The register as a list that grows while it is scrolled; the newest question wins and old rows stay until it answers. */
export function useMemberList(text: string, filters: MemberFilters) {
  const query = useInfiniteQuery<
    ChannelOutput<'members.search'>,
    DeskError,
    { pages: ChannelOutput<'members.search'>[] },
    readonly unknown[],
    string | undefined
  >({
    queryKey: [...deskKeys.channel('members.search'), 'pages', text, filters],
    queryFn: ({ pageParam, signal }) =>
      callDesk(
        'members.search',
        { text, filters, limit: pageSize, ...(pageParam === undefined ? {} : { after: pageParam }) },
        { signal },
      ),
    initialPageParam: undefined,
    getNextPageParam: (last) => last.after ?? undefined,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  })
  const pages = query.data?.pages ?? []
  return {
    query,
    hits: pages.flatMap((page) => page.hits),
    total: pages[0]?.total,
    here: pages[0]?.here,
    tookMs: pages[0]?.tookMs,
    loadMore: () => {
      if (query.hasNextPage && !query.isFetching) void query.fetchNextPage()
    },
  }
}
