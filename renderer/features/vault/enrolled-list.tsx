import { elapsedSince } from '#renderer/lib/elapsed.ts'
import { useNow } from '#renderer/lib/use-now.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Avatar } from '#renderer/ui/avatar.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import type { VaultClerk } from '#shared/contracts/vault.ts'
import classes from './vault.module.css'

/** Whose keys are on this device: one of them is picked, by pointer or by the arrow keys. */
export function EnrolledList(props: {
  clerks: readonly VaultClerk[]
  pickedId: string | undefined
  pick: (id: string) => void
}) {
  const { t, language } = useText()
  const now = useNow(60_000)
  const stateOf = ({ state, openedAt }: VaultClerk): string => {
    if (state === 'open') return t('vault.openNow')
    if (state === 'destroyed') return t('vault.destroyed')
    if (openedAt === null) return ''
    const { unit, n } = elapsedSince(openedAt, now)
    return t('vault.lastOpened', { when: t(`session.ago_${unit}`, { n }) })
  }
  return (
    <fieldset className={classes.enrolled}>
      <legend className={classes.legend}>{t('vault.clerks')}</legend>
      {props.clerks.map((entry) => {
        const { clerk, state } = entry
        const name = language === 'ar' ? clerk.nameAr : clerk.nameEn
        return (
          <label key={clerk.id} className={classes.clerk} data-picked={clerk.id === props.pickedId || undefined}>
            <input
              type="radio"
              name="clerk"
              className={classes.radio}
              checked={clerk.id === props.pickedId}
              onChange={() => props.pick(clerk.id)}
            />
            <Avatar name={name} size={32} />
            <span className={classes.names}>
              <span className={classes.name}>{name}</span>
              <span className={classes.sub}>{t(`session.role_${clerk.role}`)}</span>
            </span>
            <span className={classes.sub} data-state={state}>
              <Isolated>{stateOf(entry)}</Isolated>
            </span>
          </label>
        )
      })}
    </fieldset>
  )
}
