import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { deskKeys } from '#renderer/lib/desk-queries.ts'
import { callDesk, toDeskError } from '#renderer/lib/ipc-client.ts'
import { type RegisterSearch, registerInput } from './register-search.ts'

/** The certificates of a link, page after page. */
export function useRegisterRows(search: RegisterSearch) {
  const input = registerInput(search)
  const query = useInfiniteQuery({
    queryKey: [...deskKeys.call('certificates.list', input), 'pages'],
    queryFn: ({ pageParam, signal }) => callDesk('certificates.list', { ...input, ...pageParam }, { signal }),
    initialPageParam: {} as { after?: string },
    getNextPageParam: (last) => (last.after === null ? undefined : { after: last.after }),
    placeholderData: keepPreviousData,
  })
  const { data, error, hasNextPage, isFetching, fetchNextPage } = query
  const rows = useMemo(() => (data === undefined ? [] : data.pages.flatMap((page) => page.rows)), [data])
  const loadMore = useCallback(
    () => void (hasNextPage && !isFetching && fetchNextPage()),
    [hasNextPage, isFetching, fetchNextPage],
  )
  return {
    rows,
    loadMore,
    /** Exact number of rows; null while it is not known how many there are. */
    total: data && (data.pages.at(-1)?.total ?? (hasNextPage ? null : rows.length)),
    stale: query.isPlaceholderData,
    loading: query.isPending,
    error: error === null ? undefined : toDeskError(error),
  }
}
