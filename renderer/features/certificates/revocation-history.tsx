import { useReference } from '#renderer/lib/use-reference.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DualDate } from '#renderer/ui/dual-date.tsx'
import { StateDot } from '#renderer/ui/state-dot.tsx'
import type { ChannelOutput } from '#shared/contracts/contract-map.ts'
import { findCode } from '#shared/domain/reference/reasons.ts'
import classes from './certificate-page.module.css'
import { useRevocation } from './use-revocation.tsx'

const shapes = { propose: 'violet', confirm: 'red', decline: 'hollow' } as const

/** Every step that was taken, newest first; what the authority has not receipted yet is violet and can be taken back. */
export function RevocationHistory(props: { opened: ChannelOutput<'certificates.get'> }) {
  const { t, language } = useText()
  const { revocationReasons } = useReference()
  const { certificate, pending, clerks } = props.opened
  const { undo } = useRevocation(certificate)
  const nameOf = (id: string) => clerks[id]?.[language === 'ar' ? 'nameAr' : 'nameEn'] ?? ''
  const returned = pending.filter(({ state }) => state === 'attention')
  if (certificate.steps.length === 0 && returned.length === 0)
    return <p className={classes.quiet}>{t('certificates.historyEmpty')}</p>
  return (
    <ol className={classes.steps}>
      {returned.map((step) => (
        <li key={step.commandId} className={classes.step}>
          <StateDot shape="amber">{t(`certificates.step_${step.step}`)}</StateDot>
          <span className={classes.pendingWords}>{t('certificates.comesBack')}</span>
          <DualDate at={step.madeAt} withTime single />
        </li>
      ))}
      {[...certificate.steps].reverse().map((step) => {
        const waiting = pending.find(({ commandId }) => commandId === step.commandId)
        const reason = findCode(revocationReasons, step.reason)
        return (
          <li key={`${step.at} ${step.step}`} className={classes.step}>
            <StateDot shape={waiting === undefined ? shapes[step.step] : 'dashed'}>
              {t(`certificates.step_${step.step}`)}
            </StateDot>
            <span className={classes.stepWords}>
              <bdi>{nameOf(step.by)}</bdi>
              {reason !== undefined && <span className={classes.quiet}>{reason[language]}</span>}
              {step.remarks !== '' && (
                <span dir="auto" className={classes.quiet}>
                  {step.remarks}
                </span>
              )}
              {waiting !== undefined && <span className={classes.pendingWords}>{t('certificates.notReceipted')}</span>}
            </span>
            {waiting?.canUndo === true && (
              <Button variant="quiet" onClick={() => undo(waiting.commandId)}>
                {t('certificates.undo')}
              </Button>
            )}
            <DualDate at={step.at} withTime single />
          </li>
        )
      })}
    </ol>
  )
}
