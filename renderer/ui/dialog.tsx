import { Modal } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useText } from '#renderer/lib/use-text.ts'
import classes from './dialog.module.css'
import { IconButton } from './icon-button.tsx'
import { rise } from './rise.ts'

const stay = (): void => undefined

/**
 * A question or a list over the page: title, body, and acts in the foot (the filled one first). It traps focus, closes on
 * Escape, gives focus back, and the page's keys sleep under it. Without `onClose` it stays until what it tells of is over.
 */
export function Dialog(props: {
  opened: boolean
  onClose: (() => void) | undefined
  title: string
  /** Width in pixels. */
  size?: number
  foot?: ReactNode
  children: ReactNode
}) {
  const { t } = useText()
  return (
    <Modal.Root
      opened={props.opened}
      onClose={props.onClose ?? stay}
      size={props.size ?? 520}
      centered
      lockScroll={false}
      classNames={{ content: classes.content ?? '' }}
      transitionProps={rise}
    >
      <Modal.Overlay />
      <Modal.Content aria-label={props.title} radius={14}>
        <div className={classes.head}>
          <h2 className={classes.title}>{props.title}</h2>
          {props.onClose !== undefined && (
            <IconButton label={t('common.close')} icon={<IconX size={18} stroke={1.6} />} onClick={props.onClose} />
          )}
        </div>
        <div className={classes.body}>{props.children}</div>
        {props.foot !== undefined && <div className={classes.foot}>{props.foot}</div>}
      </Modal.Content>
    </Modal.Root>
  )
}
