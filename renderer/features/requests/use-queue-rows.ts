import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { deskKeys } from '#renderer/lib/desk-queries.ts'
import { callDesk, toDeskError } from '#renderer/lib/ipc-client.ts'
import { type QueueSearch, queueInput } from './queue-search.ts'

/** The list of a link, page after page; queue and review share it, so "1 of 18" is the list the clerk came from. */
export function useQueueRows(search: QueueSearch) {
  const input = queueInput(search)
  const query = useInfiniteQuery({
    queryKey: [...deskKeys.call('requests.list', input), 'pages'],
    queryFn: ({ pageParam, signal }) =>
      callDesk('requests.list', pageParam === undefined ? input : { ...input, after: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.after ?? undefined,
    placeholderData: keepPreviousData,
  })
  const { data, hasNextPage, isFetching, fetchNextPage, refetch } = query
  const rows = useMemo(() => data?.pages.flatMap((page) => page.rows) ?? [], [data])
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage()
  }, [hasNextPage, isFetching, fetchNextPage])
  return {
    rows,
    /** Exact number of rows; undefined until the first answer. */
    total: data?.pages.at(-1)?.total,
    asOf: data?.pages.at(-1)?.asOf,
    /** The rows are those of another list, while this one is asked for. */
    stale: query.isPlaceholderData,
    loading: query.isPending,
    error: query.isError ? toDeskError(query.error) : undefined,
    loadMore,
    retry: useCallback(() => void refetch(), [refetch]),
  }
}
