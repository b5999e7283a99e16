import { TextInput } from '@mantine/core'
import { IconEye, IconEyeOff } from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, useState } from 'react'
import { useText } from '#renderer/lib/use-text.ts'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import classes from './vault.module.css'

/** A passphrase or PIN: hidden unless it is asked for, never completed, never spell-checked; says when caps lock is on. */
export function SecretField(props: {
  label: string
  value: string
  change: (value: string) => void
  error?: ReactNode
  description?: ReactNode
  autoFocus?: boolean
  numeric?: boolean
}) {
  const { t } = useText()
  const [shown, setShown] = useState(false)
  const [caps, setCaps] = useState(false)
  const watchCaps = (event: KeyboardEvent) => setCaps(event.getModifierState('CapsLock'))
  const Glyph = shown ? IconEyeOff : IconEye
  const description = caps ? t('vault.capsLock') : props.description
  return (
    <TextInput
      label={props.label}
      type={shown ? 'text' : 'password'}
      value={props.value}
      onChange={(event) => props.change(event.currentTarget.value)}
      onKeyDown={watchCaps}
      onKeyUp={watchCaps}
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
      maxLength={200}
      classNames={{ input: classes.secret ?? '' }}
      {...(props.numeric === true ? { inputMode: 'numeric' as const } : {})}
      {...(props.autoFocus === true ? { autoFocus: true, 'data-autofocus': true } : {})}
      {...(description === undefined ? {} : { description })}
      error={props.error}
      rightSectionWidth={40}
      rightSection={
        <IconButton
          label={shown ? t('vault.hideSecret') : t('vault.showSecret')}
          icon={<Glyph size={18} stroke={1.6} />}
          onClick={() => setShown(!shown)}
        />
      }
    />
  )
}
