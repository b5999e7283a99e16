import { useHotkeys } from '#renderer/lib/use-hotkeys.tsx'
import { useText } from '#renderer/lib/use-text.ts'

/** While a dialog is open the page's keys sleep: nobody approves what lies behind it. Render it inside the dialog. */
export function OverlayKeys(props: { onClose: () => void }) {
  const { t } = useText()
  useHotkeys([{ keys: 'Escape', label: t('common.close'), layer: 'overlay', run: props.onClose }])
  return null
}
