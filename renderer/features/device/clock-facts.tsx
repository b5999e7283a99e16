import { IconHistory } from '@tabler/icons-react'
import { useText } from '#renderer/lib/use-text.ts'
import { DualDate } from '#renderer/ui/dual-date.tsx'
import { FactList } from '#renderer/ui/fact-list.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { SectionHead } from '#renderer/ui/section-head.tsx'
import type { SyncStatus } from '#shared/contracts/sync.ts'
import classes from './clock-facts.module.css'
import { clockStateOf, jumpOf, spanOf } from './clock-model.ts'
import facts from './device-facts.module.css'

/** This machine's clock against the authority's time, and the jumps that were noticed, newest first. */
export function ClockFacts(props: { clock: SyncStatus['clock'] }) {
  const { t } = useText()
  const { aheadSeconds, jumps } = props.clock
  const state = clockStateOf(aheadSeconds)
  const span = (seconds: number) => {
    const { unit, n } = spanOf(seconds)
    return t(`certificates.age${unit}`, { count: n })
  }
  const difference =
    state === undefined || aheadSeconds === null
      ? t('device.notKnown')
      : state.is === 'same'
        ? t('device.clock_same')
        : t(`device.clock_${state.is}`, { span: span(aheadSeconds) })
  return (
    <section className={facts.part} aria-labelledby="device-clock">
      <SectionHead id="device-clock" title={t('device.clock')} />
      <FactList
        labelWidth={112}
        facts={[
          { id: 'difference', label: t('device.clockDifference'), value: <Isolated>{difference}</Isolated> },
          ...(jumps.length === 0 ? [{ id: 'jumps', label: t('device.clockJumps'), value: t('device.none') }] : []),
        ]}
      />
      {state?.wrong === true && <Notice tone="wa">{t('device.clockWrong')}</Notice>}
      {jumps.length > 0 && (
        <>
          <h3 className={classes.label} id="device-jumps">
            {t('device.clockJumps')}
          </h3>
          <ul className={classes.jumps} aria-labelledby="device-jumps">
            {jumps.map((jump, index) => {
              const { way, place } = jumpOf(jump)
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: two jumps may be of one moment; the list is replaced whole.
                <li key={`${jump.at} ${index}`}>
                  <IconHistory size={16} stroke={1.6} aria-hidden="true" className={classes[way]} />
                  <div>
                    <p className={classes.size}>
                      <Isolated>{t(`device.jump_${way}`, { span: span(jump.seconds) })}</Isolated>
                    </p>
                    <p className={classes.when}>
                      <DualDate at={jump.at} single withTime />
                      {place !== undefined && <span>{t(`device.jumpNoticed_${place}`)}</span>}
                    </p>
                  </div>
                </li>
              )
            })}
          </ul>
        </>
      )}
      <p className={facts.hint}>{t('device.clockTrusted')}</p>
    </section>
  )
}
