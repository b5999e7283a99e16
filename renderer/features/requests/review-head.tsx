import { VisuallyHidden } from '@mantine/core'
import { IconChevronDown, IconChevronLeft, IconChevronUp } from '@tabler/icons-react'
import { useText } from '#renderer/lib/use-text.ts'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { RiskMark } from '#renderer/ui/risk-mark.tsx'
import { TextLink } from '#renderer/ui/text-link.tsx'
import { isByField } from '#shared/domain/requests/field-decisions.ts'
import type { Request } from '#shared/domain/requests/request.ts'
import type { Place } from './next-in-view.ts'
import { defaultView, type QueueSearch } from './queue-search.ts'
import { RequestStateDot } from './request-state.tsx'
import classes from './review.module.css'
import { ServiceTimeChip } from './sla-words.tsx'

/** Where the clerk is: the list, the place in it, and which request this is. */
export function ReviewHead(props: {
  search: QueueSearch
  place: Place
  total: number | undefined
  request: Request | undefined
  pending: boolean
  now: number
  goTo: (id: string) => void
}) {
  const { t, format } = useText()
  const { place, request, total } = props
  const { previous, next } = place
  const byField = request !== undefined && isByField(request)
  return (
    <header className={classes.head}>
      <nav className={classes.trail} aria-label={t('requests.backToQueue')}>
        <TextLink to="/requests" search={props.search}>
          {t(`requests.view_${props.search.view ?? defaultView}`)}
        </TextLink>
        {place.position !== undefined && total !== undefined && (
          <>
            <IconChevronLeft size={15} stroke={1.6} aria-hidden="true" className={classes.chevron} />
            <span className={classes.position}>
              <Isolated>
                {t('requests.positionOf', { position: format.number(place.position), total: format.number(total) })}
              </Isolated>
            </span>
          </>
        )}
        <span className={classes.steps}>
          <IconButton
            label={t('requests.previousRequest')}
            aria-keyshortcuts={byField ? 'Shift+K' : 'K'}
            icon={<IconChevronUp size={18} stroke={1.6} />}
            disabled={previous === undefined}
            onClick={() => previous !== undefined && props.goTo(previous)}
          />
          <IconButton
            label={t('requests.nextRequest')}
            aria-keyshortcuts={byField ? 'Shift+J' : 'J'}
            icon={<IconChevronDown size={18} stroke={1.6} />}
            disabled={next === undefined}
            onClick={() => next !== undefined && props.goTo(next)}
          />
        </span>
      </nav>
      {request === undefined ? (
        <h1 className={classes.title}>
          <VisuallyHidden>{t('requests.review')}</VisuallyHidden>
        </h1>
      ) : (
        <>
          <h1 className={classes.title}>{t(`requests.kind_${request.kind}`)}</h1>
          <span className={classes.number}>
            <Ltr>{request.number}</Ltr>
          </span>
          <ServiceTimeChip request={request} now={props.now} />
          <RiskMark level={request.risk} label={t(`requests.risk_${request.risk}`)} />
          <span className={classes.state}>
            <RequestStateDot state={request.state} pending={props.pending} />
          </span>
        </>
      )}
    </header>
  )
}
