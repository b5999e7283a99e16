import { Loader } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useDeskMutation } from '#renderer/lib/desk-queries.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { FrontHead } from '#renderer/ui/front-sheet.tsx'
import type { SignInState } from '#shared/contracts/vault.ts'
import classes from './vault.module.css'

const order = ['preparing', 'browser', 'exchanging'] as const

/** How far a sign-in in the browser is, with a way out of it. */
export function SignInSteps(props: { step: Exclude<SignInState['step'], 'none' | 'choose-passphrase'> }) {
  const { t, format } = useText()
  const cancel = useDeskMutation('vault.cancelSignIn')
  const at = order.indexOf(props.step)
  const words = {
    preparing: t('vault.stepPreparing'),
    browser: t('vault.stepBrowser'),
    exchanging: t('vault.stepExchanging'),
  } as const
  return (
    <div className={classes.pane}>
      <FrontHead title={t('vault.signIn')} {...(props.step === 'browser' ? { hint: t('vault.browserHint') } : {})} />
      <ol className={classes.steps} aria-label={t('vault.steps')}>
        {order.map((step, index) => (
          <li
            key={step}
            className={classes.step}
            data-state={index < at ? 'done' : index === at ? 'now' : 'next'}
            aria-current={index === at ? 'step' : undefined}
          >
            <span className={classes.stepMark} aria-hidden="true">
              {index < at ? (
                <IconCheck size={15} stroke={2} />
              ) : index === at ? (
                <Loader size={14} />
              ) : (
                format.number(index + 1)
              )}
            </span>
            <span role={index === at ? 'status' : undefined}>{words[step]}</span>
          </li>
        ))}
      </ol>
      <div>
        <Button onClick={() => cancel.mutate({})}>{t('vault.cancel')}</Button>
      </div>
    </div>
  )
}
