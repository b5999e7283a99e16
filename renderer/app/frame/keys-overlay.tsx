import { useState } from 'react'
import type { Hotkey } from '#renderer/lib/hotkeys.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { Kbd } from '#renderer/ui/kbd.tsx'
import classes from './keys-overlay.module.css'

function Group(props: { title: string; hotkeys: readonly Hotkey[] }) {
  if (props.hotkeys.length === 0) return null
  return (
    <section>
      <h3 className={classes.group}>{props.title}</h3>
      <dl className={classes.keys}>
        {props.hotkeys.map((hotkey) => (
          <div key={`${hotkey.keys} ${hotkey.label}`} className={classes.key}>
            <dt>{hotkey.label}</dt>
            <dd>
              <Kbd keys={hotkey.keys} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** All keys that worked when it was opened, from the registry itself, so that the list is never wrong. */
export function KeysOverlay(props: { hotkeys: readonly Hotkey[] | undefined; onClose: () => void }) {
  const { t } = useText()
  const [shown, setShown] = useState(props.hotkeys)
  // While it fades out the last list stays.
  if (props.hotkeys !== undefined && props.hotkeys !== shown) setShown(props.hotkeys)
  const hotkeys = props.hotkeys ?? shown ?? []
  return (
    <Dialog opened={props.hotkeys !== undefined} onClose={props.onClose} title={t('frame.keys')} size={560}>
      <div className={classes.groups}>
        <Group title={t('frame.keysOfPage')} hotkeys={hotkeys.filter((hotkey) => hotkey.layer !== 'window')} />
        <Group title={t('frame.keysOfWindow')} hotkeys={hotkeys.filter((hotkey) => hotkey.layer === 'window')} />
      </div>
    </Dialog>
  )
}
