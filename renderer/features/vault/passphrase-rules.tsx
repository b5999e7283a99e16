import { IconCheck, IconPointFilled } from '@tabler/icons-react'
import { useText } from '#renderer/lib/use-text.ts'
import { Isolated } from '#renderer/ui/isolated.tsx'
import {
  fewestCharacters,
  type PassphraseRule,
  passphraseRules,
  shortestPassphrase,
} from '#shared/domain/clerks/passphrase-policy.ts'
import classes from './vault.module.css'

/** What a passphrase needs, each point marked once it is met; what is missing turns red when it was tried without. */
export function PassphraseRules(props: { unmet: readonly PassphraseRule[]; tried: boolean }) {
  const { t } = useText()
  const numbers: Readonly<Record<PassphraseRule, number>> = {
    length: shortestPassphrase,
    varied: fewestCharacters,
    'not-name': 0,
  }
  return (
    <ul className={classes.rules} aria-label={t('vault.rules')}>
      {passphraseRules.map((rule) => {
        const met = !props.unmet.includes(rule)
        return (
          <li key={rule} className={classes.rule} data-state={met ? 'met' : props.tried ? 'missing' : 'open'}>
            {met ? (
              <IconCheck size={15} stroke={2} aria-hidden="true" />
            ) : (
              <IconPointFilled size={15} aria-hidden="true" />
            )}
            <Isolated>{t(`vault.rule_${rule}`, { n: numbers[rule] })}</Isolated>
          </li>
        )
      })}
    </ul>
  )
}
