import { IconTableExport } from '@tabler/icons-react'
import { type ExportRequest, useExports } from '#renderer/lib/exports.tsx'
import { useHotkeys } from '#renderer/lib/use-hotkeys.tsx'
import { useRoleReason } from '#renderer/lib/use-permission.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from './button.tsx'

/**
 * Begins an export of the list on the screen: `<ExportButton report="members" filters={…} />` with the filters that the
 * list itself asks with. The panel of exports shows the rest. One on a screen, for it binds its key.
 */
export function ExportButton(props: ExportRequest) {
  const { t } = useText()
  const { start } = useExports()
  const why = useRoleReason('reports.export')
  const run = () => start(props)
  useHotkeys([{ keys: 'mod+KeyE', label: t('reports.export'), layer: 'page', enabled: why === undefined, run }])
  return (
    <Button
      variant="quiet"
      keys="mod+KeyE"
      icon={<IconTableExport size={17} stroke={1.6} aria-hidden="true" />}
      disabledReason={why}
      title={why}
      onClick={run}
    >
      {t('reports.export')}
    </Button>
  )
}
