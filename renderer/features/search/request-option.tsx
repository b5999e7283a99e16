import { IconInbox } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useText } from '#renderer/lib/use-text.ts'
import { Ltr } from '#renderer/ui/ltr.tsx'
import type { RequestSummary } from '#shared/contracts/members.ts'
import classes from './palette-rows.module.css'

/** The content of a request's row: service, whose it is, time left (drawn by `due`) and number. */
export function RequestOption(props: { request: RequestSummary; due: ReactNode }) {
  const { t, language } = useText()
  const { request } = props
  return (
    <>
      <span className={classes.glyph} aria-hidden="true">
        <IconInbox size={18} stroke={1.6} />
      </span>
      <span className={classes.line}>
        <span className={classes.strong}>{t(`requests.kind_${request.kind}`)}</span>{' '}
        <bdi className={classes.quiet}>{language === 'ar' ? request.memberNameAr : request.memberNameEn}</bdi>
      </span>
      <span className={classes.end}>
        {props.due}
        <Ltr>{request.number}</Ltr>
      </span>
    </>
  )
}
