import { IconAlertTriangle, IconExclamationCircle, IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useText } from '#renderer/lib/use-text.ts'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import type { Finding } from '#shared/domain/store/finding-table.ts'
import classes from './finding-list.module.css'
import { useTableWords } from './table-words.ts'

const glyphs = {
  damage: IconExclamationCircle,
  warning: IconAlertTriangle,
  note: IconInfoCircle,
} as const

/** Numbers of commands that a finding names, which somebody may have to make again. */
function numbersOf({ detail }: Finding): readonly number[] {
  return Object.values(detail).flatMap((value) => (Array.isArray(value) ? value : []))
}

function FindingLine(props: { finding: Finding; act: ReactNode }) {
  const { t, format, language } = useText()
  const tableWords = useTableWords()
  const { finding } = props
  const Glyph = glyphs[finding.severity]
  const arabic = language === 'ar'
  const numbers = numbersOf(finding)
  const table = finding.table === null ? undefined : tableWords(finding.table)
  const toDo = arabic ? finding.doAr : finding.doEn
  return (
    <li className={classes.finding} data-severity={finding.severity}>
      <Glyph size={20} stroke={1.7} className={classes.glyph} aria-hidden="true" />
      <div className={classes.words}>
        <p className={classes.happened}>
          <span className={classes.severity}>{t(`device.severity_${finding.severity}`)}</span>{' '}
          {arabic ? finding.ar : finding.en}
        </p>
        {(table !== undefined || finding.count !== null) && (
          <p className={classes.where}>
            {table !== undefined && <bdi>{table}</bdi>}
            {table !== undefined && finding.count !== null && ' · '}
            {finding.count !== null && <Isolated>{t('device.places', { count: finding.count })}</Isolated>}
          </p>
        )}
        {numbers.length > 0 && (
          <p className={classes.where}>
            {t('device.numbers')} <Ltr>{numbers.map((number) => format.inDigits(String(number))).join(', ')}</Ltr>
          </p>
        )}
        {finding.can !== 'nothing' && <p className={classes.toDo}>{toDo}</p>}
      </div>
      {props.act !== undefined && <div className={classes.act}>{props.act}</div>}
    </li>
  )
}

/** What a check found, the worst first, each with its words, what to do, and the act that does it from here. */
export function FindingList(props: { findings: readonly Finding[]; actOf: (can: Finding['can']) => ReactNode }) {
  const { t } = useText()
  return (
    <ul className={classes.findings} aria-label={t('device.findings')}>
      {props.findings.map((finding, index) => (
        <FindingLine
          key={`${finding.code} ${finding.table ?? ''} ${index}`}
          finding={finding}
          act={props.actOf(finding.can)}
        />
      ))}
    </ul>
  )
}
