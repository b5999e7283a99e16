import { IconLanguage, IconMoon, IconRosetteDiscountCheck, IconSun } from '@tabler/icons-react'
import { useDeskMutation, useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { usePreferences } from '#renderer/lib/preferences.tsx'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
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

/** The window while nobody is signed in: what this is at the start, the people of this device at the end. */
export function SignInScreen() {
  const { t, language } = useText()
  const { preferences, change } = usePreferences()
  const session = useSession()
  const clerks = useDeskQuery('session.clerks', {})
  const signIn = useDeskMutation('session.signIn')
  const authority = session.data?.authority
  const dark = preferences.theme === 'dark'
  return (
    <main className={classes.screen}>
      <div className={classes.sheet}>
        <div className={classes.start}>
          <div className={classes.brand}>
            <span className={classes.seal} aria-hidden="true">
              <IconRosetteDiscountCheck size={26} stroke={1.6} />
            </span>
            <div>
              <div className={classes.product}>{t('frame.appName')}</div>
              {authority != null && (
                <div className={classes.authority}>{language === 'ar' ? authority.nameAr : authority.nameEn}</div>
              )}
            </div>
          </div>
          {authority?.demo !== false && <DemoStory />}
          <div className={classes.tools}>
            <Button
              variant="quiet"
              icon={<IconLanguage size={17} stroke={1.6} aria-hidden="true" />}
              onClick={() => change({ language: language === 'ar' ? 'en' : 'ar' })}
            >
              <span lang={language === 'ar' ? 'en' : 'ar'}>
                {language === 'ar' ? t('frame.english') : t('frame.arabic')}
              </span>
            </Button>
            <Button
              variant="quiet"
              icon={
                dark ? (
                  <IconSun size={17} stroke={1.6} aria-hidden="true" />
                ) : (
                  <IconMoon size={17} stroke={1.6} aria-hidden="true" />
                )
              }
              onClick={() => change({ theme: dark ? 'light' : 'dark' })}
            >
              {dark ? t('frame.themeLight') : t('frame.themeDark')}
            </Button>
          </div>
        </div>
        <div className={classes.end}>
          <header className={classes.head}>
            <div>
              <h1 className={classes.title}>{t('session.signIn')}</h1>
              <p className={classes.hint}>{t('session.signInHint')}</p>
            </div>
            <SyncBadgeMenu />
          </header>
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
        </div>
      </div>
    </main>
  )
}
