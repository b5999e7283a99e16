import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo } from 'react'
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
  const counted = data?.pages.at(-1)?.total
  // Until a first fill is over a page may hold nothing though more follows, or all though more is looked through.
  const hasMore = hasNextPage && (counted === null || counted === undefined || rows.length < counted)
  const isEmptySoFar = rows.length === 0 && hasMore && error === null
  const loadMore = useCallback(
    () => void (hasMore && !isFetching && fetchNextPage()),
    [hasMore, isFetching, fetchNextPage],
  )
  useEffect(() => {
    if (isEmptySoFar) loadMore()
  }, [isEmptySoFar, loadMore])
  return {
    rows,
    loadMore,
    /** Exact number of rows; null while it is not known how many there are. */
    total: counted ?? (data === undefined ? undefined : hasNextPage ? null : rows.length),
    stale: query.isPlaceholderData,
    loading: query.isPending || isEmptySoFar,
    error: error === null ? undefined : toDeskError(error),
  }
}
