import {
  IconCheck,
  IconCopy,
  IconExclamationCircle,
  IconProgressHelp,
  IconShieldSearch,
  IconX,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { elapsedSince } from '#renderer/lib/elapsed.ts'
import { useCopied } from '#renderer/lib/use-copied.ts'
import { useNow } from '#renderer/lib/use-now.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import type { Finding } from '#shared/domain/store/finding-table.ts'
import { FindingList } from './finding-list.tsx'
import { detailsOf, type Health, healthOf } from './health-model.ts'
import classes from './store-health.module.css'
import { StoreProgressLine } from './store-progress-line.tsx'
import type { StoreCheck, StoreReport } from './use-store-check.ts'

const marks: Readonly<Record<Health, { tone: 'ok' | 'wa' | 'er' | 'un'; icon: typeof IconCheck }>> = {
  sound: { tone: 'ok', icon: IconCheck },
  notes: { tone: 'ok', icon: IconCheck },
  warning: { tone: 'wa', icon: IconExclamationCircle },
  damage: { tone: 'er', icon: IconX },
  unfinished: { tone: 'un', icon: IconProgressHelp },
}

function Verdict(props: { report: StoreReport }) {
  const { t } = useText()
  const now = useNow(1000)
  const { report } = props
  const health = healthOf(report)
  const { tone, icon: Glyph } = marks[health]
  const { unit, n } = elapsedSince(report.checkedAt, now)
  return (
    <div className={classes.verdict} role="status">
      <span className={classes.mark} data-tone={tone} aria-hidden="true">
        <Glyph size={22} stroke={2.2} />
      </span>
      <div>
        <p className={classes.sentence}>{t(`device.health_${health}`)}</p>
        <p className={classes.quiet}>
          {t(`device.depth_${report.depth}`)} · <Isolated>{t(`session.ago_${unit}`, { n })}</Isolated>
        </p>
      </div>
    </div>
  )
}

/** How the store is: one sentence, what was found with what to do, and the check of everything when it is asked for. */
export function StoreHealth(props: { check: StoreCheck; actOf: (can: Finding['can']) => ReactNode }) {
  const { t } = useText()
  const { report, progress, error, check, cancel } = props.check
  const { copied, copy } = useCopied()
  return (
    <section className={classes.health} aria-label={t('device.health')}>
      <div className={classes.head}>
        {report === undefined ? (
          <p className={classes.quiet}>{t('device.checkStarts')}</p>
        ) : (
          <Verdict report={report} />
        )}
        <div className={classes.acts}>
          {report !== undefined && (
            <Button
              variant="quiet"
              icon={<IconCopy size={16} stroke={1.6} aria-hidden="true" />}
              onClick={() => copy(detailsOf(report))}
            >
              {copied ? t('common.copied') : t('common.copyDetails')}
            </Button>
          )}
          <Button
            icon={<IconShieldSearch size={17} stroke={1.6} aria-hidden="true" />}
            {...(progress === undefined ? {} : { disabledReason: t('device.checking') })}
            onClick={() => check('full')}
          >
            {t('device.checkFull')}
          </Button>
        </div>
      </div>
      {progress !== undefined && (
        <div className={classes.running}>
          <StoreProgressLine
            progress={progress}
            label={t('device.checking')}
            words={progress.step === '' ? t('device.checkStarts') : undefined}
          />
          <div>
            <Button onClick={cancel}>{t('device.checkCancel')}</Button>
          </div>
        </div>
      )}
      {error !== undefined && <DeskErrorNotice error={error} />}
      {report !== undefined && report.findings.length > 0 && (
        <FindingList findings={report.findings} actOf={props.actOf} />
      )}
    </section>
  )
}
