import { Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { useHotkeys } from '#renderer/lib/use-hotkeys.tsx'
import { useText } from '#renderer/lib/use-text.ts'
import classes from './palette-panel.module.css'
import { rise } from './rise.ts'

/**
 * The search palette's panel: input row, kinds, list, peek and a foot of key hints. It traps focus, closes on Escape and
 * gives focus back. Rows and their arrow keys belong to the screen that fills it.
 */
export function PalettePanel(props: {
  label: string
  opened: boolean
  onClose: () => void
  input: ReactNode
  kinds?: ReactNode
  children: ReactNode
  peek?: ReactNode
  foot?: ReactNode
}) {
  const { t } = useText()
  useHotkeys(
    props.opened
      ? [{ keys: 'Escape', label: t('common.close'), layer: 'overlay', whileTyping: true, run: props.onClose }]
      : [],
  )
  return (
    <Modal.Root
      opened={props.opened}
      onClose={props.onClose}
      closeOnEscape={false}
      lockScroll={false}
      centered={false}
      size="min(980px, calc(100vw - 80px))"
      yOffset={72}
      padding={0}
      classNames={{ content: classes.content ?? '' }}
      transitionProps={rise}
    >
      <Modal.Overlay />
      <Modal.Content aria-label={props.label} radius={14}>
        <div className={classes.input}>{props.input}</div>
        {props.kinds !== undefined && <div className={classes.kinds}>{props.kinds}</div>}
        <div className={classes.body} data-peek={props.peek !== undefined || undefined}>
          <div className={classes.list}>{props.children}</div>
          {props.peek !== undefined && (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must be able to reach it.
            <aside className={classes.peek} tabIndex={0}>
              {props.peek}
            </aside>
          )}
        </div>
        {props.foot !== undefined && <div className={classes.foot}>{props.foot}</div>}
      </Modal.Content>
    </Modal.Root>
  )
}
