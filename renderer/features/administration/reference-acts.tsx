import { Menu } from '@mantine/core'
import { IconFileImport, IconPlus, IconTableExport } from '@tabler/icons-react'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'

/** What is done to the version that is being made. */
export function DraftActs(props: {
  /** Undefined for kinds whose rows are fixed. */
  addRow: (() => void) | undefined
  publish: () => void
  cannotPublish: string | undefined
}) {
  const { t } = useText()
  return (
    <>
      {props.addRow !== undefined && (
        <Button icon={<IconPlus size={17} stroke={1.8} aria-hidden="true" />} onClick={props.addRow}>
          {t('reference.addRow')}
        </Button>
      )}
      <Button variant="primary" keys="mod+Enter" onClick={props.publish} disabledReason={props.cannotPublish}>
        {t('reference.publish')}
      </Button>
    </>
  )
}

/** What is done with the version that is shown, and where another one begins. */
export function VersionActs(props: {
  exportAs: (format: 'xlsx' | 'json') => void
  startImport: () => void
  /** Undefined while there is a draft. */
  begin: (() => void) | undefined
  cannotBegin: string | undefined
}) {
  const { t } = useText()
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button icon={<IconTableExport size={17} stroke={1.6} aria-hidden="true" />}>{t('reference.export')}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => props.exportAs('xlsx')}>{t('reference.exportExcel')}</Menu.Item>
          <Menu.Item onClick={() => props.exportAs('json')}>{t('reference.exportJson')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Button icon={<IconFileImport size={17} stroke={1.6} aria-hidden="true" />} onClick={props.startImport}>
        {t('reference.import')}
      </Button>
      {props.begin !== undefined && (
        <Button
          variant="primary"
          icon={<IconPlus size={17} stroke={1.8} aria-hidden="true" />}
          onClick={props.begin}
          disabledReason={props.cannotBegin}
        >
          {t('reference.newVersion')}
        </Button>
      )}
    </>
  )
}
