import { useText } from '#renderer/lib/use-text.ts'
import { Chip } from '#renderer/ui/chip.tsx'
import { DualDate } from '#renderer/ui/dual-date.tsx'
import { StateDot } from '#renderer/ui/state-dot.tsx'
import { ReferenceKind as Kinds, type ReferenceKind } from '#shared/domain/reference/reference-rows.ts'
import type { ReferenceVersion } from '#shared/domain/reference/reference-version.ts'
import classes from './reference.module.css'
import { standingShapes, type VersionStanding } from './reference-draft.ts'

/** The kinds at the side, each with what is to come of it. */
export function ReferenceKinds(props: {
  kind: ReferenceKind
  coming: ReadonlySet<ReferenceKind>
  waiting: ReadonlySet<ReferenceKind>
  drafts: ReadonlySet<ReferenceKind>
  choose: (kind: ReferenceKind) => void
}) {
  const { t } = useText()
  return (
    <nav className={classes.kinds} aria-label={t('reference.kinds')}>
      {Kinds.options.map((kind) => (
        <button
          key={kind}
          type="button"
          className={classes.kind}
          aria-current={kind === props.kind ? 'page' : undefined}
          onClick={() => props.choose(kind)}
        >
          <span className={classes.kindName}>{t(`reference.kind_${kind}`)}</span>
          {props.waiting.has(kind) ? (
            <Chip tone="wa">{t('reference.standing_proposed')}</Chip>
          ) : props.drafts.has(kind) ? (
            <Chip tone="un">{t('reference.draft')}</Chip>
          ) : (
            props.coming.has(kind) && <Chip tone="accent">{t('reference.standing_future')}</Chip>
          )}
        </button>
      ))}
    </nav>
  )
}

/** The versions of a kind in time, the newest first, and the one that is being made. */
export function ReferenceVersions(props: {
  versions: readonly { version: ReferenceVersion; standing: VersionStanding }[]
  hasDraft: boolean
  chosen: string
  choose: (id: string) => void
}) {
  const { t } = useText()
  return (
    <div className={classes.versions} role="group" aria-label={t('reference.versions')}>
      {props.hasDraft && (
        <button
          type="button"
          className={classes.version}
          aria-pressed={props.chosen === 'draft'}
          onClick={() => props.choose('draft')}
        >
          <StateDot shape="dashed">{t('reference.draft')}</StateDot>
          <span className={classes.versionDay}>{t('reference.notPublished')}</span>
        </button>
      )}
      {props.versions.map(({ version, standing }) => (
        <button
          key={version.id}
          type="button"
          className={classes.version}
          aria-pressed={props.chosen === version.id}
          onClick={() => props.choose(version.id)}
        >
          <StateDot shape={standingShapes[standing]}>{t(`reference.standing_${standing}`)}</StateDot>
          <span className={classes.versionDay}>
            <DualDate day={version.effectiveFrom} single />
          </span>
        </button>
      ))}
    </div>
  )
}
