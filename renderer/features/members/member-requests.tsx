import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '#renderer/lib/use-text.ts'
import { DualDate } from '#renderer/ui/dual-date.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { StateDot, type StateShape } from '#renderer/ui/state-dot.tsx'
import type { RequestSummary } from '#shared/contracts/members.ts'
import type { RequestState } from '#shared/domain/requests/request.ts'
import classes from './member-requests.module.css'

const shapes: Readonly<Record<RequestState, StateShape>> = {
  draft: 'dashed',
  submitted: 'hollow',
  'in-review': 'ink',
  returned: 'dashed',
  resubmitted: 'hollow',
  'awaiting-second': 'violet',
  approved: 'green',
  completed: 'green',
  rejected: 'hollow',
  cancelled: 'hollow',
  expired: 'hollow',
}

/** Requests as rows that open their review. `dueOf` draws the time left; without it the column is left out. */
export function MemberRequests(props: {
  label: string
  requests: readonly RequestSummary[]
  dueOf?: ((request: RequestSummary) => ReactNode) | undefined
}) {
  const { t } = useText()
  return (
    <ul className={classes.list} aria-label={props.label} data-due={props.dueOf !== undefined || undefined}>
      {props.requests.map((request) => (
        <li key={request.id}>
          <Link to="/requests/$id" params={{ id: request.id }} search={{}} className={classes.row}>
            {props.dueOf !== undefined && <span>{props.dueOf(request)}</span>}
            <span className={classes.kind}>{t(`requests.kind_${request.kind}`)}</span>
            <span>
              <StateDot shape={request.pending ? 'violet' : shapes[request.state]}>
                {t(`requests.state_${request.state}`)}
              </StateDot>
              {request.pending && <span className={classes.pending}> · {t('members.notReceipted')}</span>}
            </span>
            <span>
              <DualDate at={request.submittedAt} />
            </span>
            <span className={classes.number}>
              <Ltr>{request.number}</Ltr>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
