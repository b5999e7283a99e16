import { IconAlertTriangle, IconCheck, IconCloudOff, IconExclamationCircle, IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Tone } from './meaning.ts'
import classes from './notice.module.css'

const glyphs = {
  neutral: IconInfoCircle,
  accent: IconInfoCircle,
  ok: IconCheck,
  wa: IconAlertTriangle,
  er: IconExclamationCircle,
  un: IconCloudOff,
}

/** One sentence that matters here, with its glyph and at most one link or button (`action`). */
export function Notice(props: {
  tone?: Tone
  icon?: ReactNode
  children: ReactNode
  action?: ReactNode
  live?: boolean
}) {
  const tone = props.tone ?? 'neutral'
  const Glyph = glyphs[tone]
  return (
    <div className={classes.notice} data-tone={tone} {...(props.live === true ? { role: 'status' } : {})}>
      <span className={classes.glyph} aria-hidden="true">
        {props.icon ?? <Glyph size={18} stroke={1.6} />}
      </span>
      <div className={classes.text}>{props.children}</div>
      {props.action !== undefined && <div className={classes.action}>{props.action}</div>}
    </div>
  )
}
