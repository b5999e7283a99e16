import { IconLanguage, IconMoon, IconRosetteDiscountCheck, IconSun } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { usePreferences } from '#renderer/lib/preferences.tsx'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from './button.tsx'
import classes from './front-sheet.module.css'

/** Language and theme, before anybody is signed in. */
function FrontTools() {
  const { t, language } = useText()
  const { preferences, change } = usePreferences()
  const dark = preferences.theme === 'dark'
  const Glyph = dark ? IconSun : IconMoon
  return (
    <div className={classes.tools}>
      <Button
        variant="quiet"
        icon={<IconLanguage size={17} stroke={1.6} aria-hidden="true" />}
        onClick={() => change({ language: language === 'ar' ? 'en' : 'ar' })}
      >
        <span lang={language === 'ar' ? 'en' : 'ar'}>{language === 'ar' ? t('frame.english') : t('frame.arabic')}</span>
      </Button>
      <Button
        variant="quiet"
        icon={<Glyph size={17} stroke={1.6} aria-hidden="true" />}
        onClick={() => change({ theme: dark ? 'light' : 'dark' })}
      >
        {dark ? t('frame.themeLight') : t('frame.themeDark')}
      </Button>
    </div>
  )
}

/** The window while nobody is at the screen: what this is (`story`) at the start, the way in (`children`) at the end. */
export function FrontSheet(props: {
  authority: { nameAr: string; nameEn: string } | null | undefined
  story?: ReactNode
  children: ReactNode
}) {
  const { t, language } = useText()
  const { authority } = props
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
          {props.story}
          <FrontTools />
        </div>
        <div className={classes.end}>{props.children}</div>
      </div>
    </main>
  )
}

/** What stands over the way in: a title, what to do, and something at the end. */
export function FrontHead(props: { title: string; hint?: string; children?: ReactNode }) {
  return (
    <header className={classes.head}>
      <div>
        <h1 className={classes.title}>{props.title}</h1>
        {props.hint !== undefined && <p className={classes.hint}>{props.hint}</p>}
      </div>
      {props.children}
    </header>
  )
}
