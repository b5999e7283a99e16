import { Popover, SegmentedControl } from '@mantine/core'
import { IconAdjustmentsHorizontal } from '@tabler/icons-react'
import { type ReactNode, useId, useState } from 'react'
import { usePreferences } from '#renderer/lib/preferences.tsx'
import { useText } from '#renderer/lib/use-text.ts'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import classes from './preferences-menu.module.css'

function Choice<Value extends string>(props: {
  label: string
  value: Value
  options: readonly { value: Value; label: ReactNode }[]
  onChange: (value: Value) => void
}) {
  const id = useId()
  return (
    <div className={classes.choice}>
      <span id={id} className={classes.label}>
        {props.label}
      </span>
      <SegmentedControl
        fullWidth
        aria-labelledby={id}
        value={props.value}
        data={[...props.options]}
        onChange={(value) => props.onChange(value)}
      />
    </div>
  )
}

/** Language, theme, digits and single-letter keys: each takes effect at once. */
export function PreferencesMenu() {
  const { t } = useText()
  const { preferences, change } = usePreferences()
  const [opened, setOpened] = useState(false)
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={300} trapFocus returnFocus withinPortal>
      <Popover.Target>
        <IconButton
          label={t('frame.preferences')}
          icon={<IconAdjustmentsHorizontal size={18} stroke={1.6} />}
          onClick={() => setOpened(!opened)}
        />
      </Popover.Target>
      <Popover.Dropdown aria-label={t('frame.preferences')}>
        <div className={classes.menu}>
          <Choice
            label={t('frame.language')}
            value={preferences.language}
            options={[
              { value: 'ar', label: <span lang="ar">{t('frame.arabic')}</span> },
              { value: 'en', label: <span lang="en">{t('frame.english')}</span> },
            ]}
            onChange={(language) => change({ language })}
          />
          <Choice
            label={t('frame.theme')}
            value={preferences.theme}
            options={[
              { value: 'light', label: t('frame.themeLight') },
              { value: 'dark', label: t('frame.themeDark') },
              { value: 'auto', label: t('frame.themeSystem') },
            ]}
            onChange={(theme) => change({ theme })}
          />
          <Choice
            label={t('frame.digits')}
            value={preferences.digits}
            options={[
              { value: 'latn', label: t('frame.digitsWestern') },
              { value: 'arab', label: t('frame.digitsArabicIndic') },
            ]}
            onChange={(digits) => change({ digits })}
          />
          <Choice
            label={t('frame.singleKeys')}
            value={preferences.singleKeys ? 'on' : 'off'}
            options={[
              { value: 'on', label: t('frame.on') },
              { value: 'off', label: t('frame.off') },
            ]}
            onChange={(value) => change({ singleKeys: value === 'on' })}
          />
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
