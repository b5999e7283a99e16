import { useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { TabBar, TabLink } from '#renderer/ui/tab-bar.tsx'
import { compact, defaultView, type QueueSearch, queueViews } from './queue-search.ts'

/** Saved views with exact counts; another view keeps the filters. */
export function QueueViews(props: { search: QueueSearch }) {
  const { t } = useText()
  const counts = useDeskQuery('requests.counts', {}).data?.views
  const open = props.search.view ?? defaultView
  return (
    <TabBar label={t('requests.views')}>
      {queueViews.map((view) => (
        <TabLink
          key={view}
          to="/requests"
          search={compact({ ...props.search, view })}
          current={view === open}
          count={counts?.[view]}
        >
          {t(`requests.view_${view}`)}
        </TabLink>
      ))}
    </TabBar>
  )
}
