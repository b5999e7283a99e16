import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { deskKeys } from '#renderer/lib/desk-queries.ts'
import { callDesk, toDeskError } from '#renderer/lib/ipc-client.ts'
import { type AuditSearch, auditInput } from './audit-search.ts'

/** The entries of a link, page after page, newest first. */
export function useAuditPages(search: AuditSearch, enabled: boolean) {
  const input = auditInput(search)
  const query = useInfiniteQuery({
    queryKey: [...deskKeys.call('audit.list', input), 'pages'],
    queryFn: ({ pageParam, signal }) => callDesk('audit.list', { ...input, ...pageParam }, { signal }),
    initialPageParam: {} as { before?: number },
    getNextPageParam: (last) => (last.before === null ? undefined : { before: last.before }),
    placeholderData: keepPreviousData,
    enabled,
  })
  const { data, error, hasNextPage, isFetching, fetchNextPage, refetch } = query
  const rows = useMemo(() => (data === undefined ? [] : data.pages.flatMap((page) => page.entries)), [data])
  const clerks = useMemo(() => Object.assign({}, ...(data?.pages.map((page) => page.clerks) ?? [])), [data])
  const loadMore = useCallback(
    () => void (hasNextPage && !isFetching && fetchNextPage()),
    [hasNextPage, isFetching, fetchNextPage],
  )
  return {
    rows,
    clerks: clerks as NonNullable<typeof data>['pages'][number]['clerks'],
    size: data?.pages[0]?.size,
    loadMore,
    stale: query.isPlaceholderData,
    loading: query.isPending && enabled,
    error: error === null ? undefined : toDeskError(error),
    again: () => void refetch(),
  }
}
