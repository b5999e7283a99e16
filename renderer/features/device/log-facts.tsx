import { IconAlertTriangle, IconHistory } from '@tabler/icons-react'
import { useText } from '#renderer/lib/use-text.ts'
import { DualDate } from '#renderer/ui/dual-date.tsx'
import { FactList } from '#renderer/ui/fact-list.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { SectionHead } from '#renderer/ui/section-head.tsx'
import type { SyncStatus } from '#shared/contracts/sync.ts'
import classes from './clock-facts.module.css'
import facts from './device-facts.module.css'

/** What this device, as a witness, has seen of the authority's audit log, and what did not follow from it. */
export function LogFacts(props: { log: SyncStatus['auditLog'] }) {
  const { t, format } = useText()
  const { log } = props
  return (
    <section className={facts.part} aria-labelledby="device-log">
      <SectionHead id="device-log" title={t('device.auditLog')} />
      {log !== null && (
        <FactList
          labelWidth={112}
          facts={[
            { id: 'size', label: t('device.auditEntries'), value: <Ltr>{format.number(log.size)}</Ltr> },
            { id: 'at', label: t('device.auditSigned'), value: <DualDate at={log.at} single withTime /> },
          ]}
        />
      )}
      {log !== null && log.breaks.length > 0 && (
        <>
          <h3 className={classes.label} id="device-breaks">
            {t('device.auditBreaks')}
          </h3>
          <ul className={classes.jumps} aria-labelledby="device-breaks">
            {log.breaks.map(({ at, kind, reason }) => (
              <li key={`${at} ${reason}`}>
                {kind === 'altered' ? (
                  <IconAlertTriangle size={16} stroke={1.6} aria-hidden="true" className={classes.back} />
                ) : (
                  <IconHistory size={16} stroke={1.6} aria-hidden="true" />
                )}
                <div>
                  <p className={classes.size}>{t(`device.auditBreak_${kind}`)}</p>
                  <p className={classes.when}>
                    <DualDate at={at} single withTime />
                  </p>
                </div>
              </li>
            ))}
          </ul>
        </>
      )}
      <p className={facts.hint}>{log === null ? t('device.auditNone') : t('device.auditHolds')}</p>
    </section>
  )
}
