import { Menu } from '@mantine/core'
import { IconBaselineDensityMedium, IconCheck, IconColumns } from '@tabler/icons-react'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { columnIds, lastingColumns, useColumnName } from './queue-columns.tsx'
import type { QueueLayout } from './queue-layout.ts'

/** Which columns and how dense, as this profile remembers them. */
export function QueueTools(props: { layout: QueueLayout; change: (layout: QueueLayout) => void }) {
  const { t } = useText()
  const name = useColumnName()
  const { layout, change } = props
  const dense = layout.density === 'dense'
  const hidden = new Set(layout.hidden)
  const toggle = (id: (typeof columnIds)[number]) =>
    change({ ...layout, hidden: columnIds.filter((other) => (other === id ? !hidden.has(id) : hidden.has(other))) })
  return (
    <>
      <Menu position="bottom-end" closeOnItemClick={false}>
        <Menu.Target>
          <Button variant="quiet" icon={<IconColumns size={17} stroke={1.6} aria-hidden="true" />}>
            {t('requests.columns')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {columnIds
            .filter((id) => !lastingColumns.includes(id))
            .map((id) => (
              <Menu.Item
                key={id}
                role="menuitemcheckbox"
                aria-checked={!hidden.has(id)}
                rightSection={hidden.has(id) ? <span style={{ width: 16 }} /> : <IconCheck size={16} stroke={2} />}
                onClick={() => toggle(id)}
              >
                {name(id)}
              </Menu.Item>
            ))}
          <Menu.Divider />
          <Menu.Item onClick={() => change({ ...layout, hidden: [] })}>{t('requests.columnsReset')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Button
        variant="quiet"
        icon={<IconBaselineDensityMedium size={17} stroke={1.6} aria-hidden="true" />}
        aria-label={`${t('requests.density')}: ${t(dense ? 'requests.densityDense' : 'requests.densityComfortable')}`}
        onClick={() => change({ ...layout, density: dense ? 'comfortable' : 'dense' })}
      >
        {t(dense ? 'requests.densityDense' : 'requests.densityComfortable')}
      </Button>
    </>
  )
}
