import { useDeskMutation, useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { FrontHead, FrontSheet } from '#renderer/ui/front-sheet.tsx'
import { KeyHints } from '#renderer/ui/key-hints.tsx'
import { SkeletonRows } from '#renderer/ui/skeleton-rows.tsx'
import { ClerkPicker } from './clerk-picker.tsx'
import classes from './sign-in-screen.module.css'
import { SyncBadgeMenu } from './sync-badge-menu.tsx'
import { useSession } from './use-session.ts'

/** What demo mode is, in three steps of the job that four eyes make. */
function DemoStory() {
  const { t, format } = useText()
  const steps = [t('session.demoStepOne'), t('session.demoStepTwo'), t('session.demoStepThree')]
  return (
    <section className={classes.story} aria-label={t('session.demoTitle')}>
      <h2 className={classes.storyTitle}>{t('session.demoTitle')}</h2>
      <p className={classes.storyText}>{t('session.demoText')}</p>
      <ol className={classes.steps}>
        {steps.map((step, index) => (
          <li key={step} className={classes.step}>
            <span className={classes.stepNumber} aria-hidden="true">
              {format.number(index + 1)}
            </span>
            <span>{step}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** The window of a demo while nobody is signed in: what this is at the start, the people of this device at the end. */
export function SignInScreen() {
  const { t } = useText()
  const session = useSession()
  const clerks = useDeskQuery('session.clerks', {})
  const signIn = useDeskMutation('session.signIn')
  const authority = session.data?.authority
  return (
    <FrontSheet authority={authority} story={authority?.demo !== false && <DemoStory />}>
      <FrontHead title={t('session.signIn')} hint={t('session.signInHint')}>
        <SyncBadgeMenu />
      </FrontHead>
      {signIn.error !== null && <DeskErrorNotice error={signIn.error} />}
      {clerks.error !== null && <DeskErrorNotice error={clerks.error} retry={() => void clerks.refetch()} />}
      {clerks.isPending && (
        <div role="status" aria-label={t('session.clerkList')}>
          <SkeletonRows rows={6} columns="40px minmax(0, 1fr) 80px" count={3} rowHeight={48} />
        </div>
      )}
      {clerks.data !== undefined && (
        <ClerkPicker
          clerks={clerks.data.clerks}
          busy={signIn.isPending}
          onPick={(clerk) => signIn.mutate({ clerkId: clerk.id })}
        />
      )}
      <footer className={classes.foot}>
        <KeyHints
          hints={[
            { keys: ['ArrowUp', 'ArrowDown'], label: t('session.moveHint') },
            { keys: ['Enter'], label: t('session.chooseHint') },
          ]}
        />
      </footer>
    </FrontSheet>
  )
}
