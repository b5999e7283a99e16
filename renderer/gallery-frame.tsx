import { IconBuilding, IconFilter, IconLayoutColumns } from '@tabler/icons-react'
import { Frame } from './app/frame/frame.tsx'
import { useText } from './lib/use-text.ts'
import { Avatar } from './ui/avatar.tsx'
import { Button } from './ui/button.tsx'
import { FilterChip } from './ui/filter-chip.tsx'
import { QueueTable } from './ui/gallery/queue-table.tsx'
import { sample } from './ui/gallery/samples.ts'
import { Isolated } from './ui/isolated.tsx'
import { KeyHints } from './ui/key-hints.tsx'
import { PageHead } from './ui/page-head.tsx'
import { PaneFoot } from './ui/panes.tsx'
import { SyncBadge } from './ui/sync-badge.tsx'
import { TabAnchor, TabBar } from './ui/tab-bar.tsx'

/** The frame around a sample queue, for the eye: gallery.html?part=frame or ?part=rail. */
export function FrameSample(props: { rail: boolean }) {
  const { language } = useText()
  const s = (arabic: string, english: string) => sample(language, arabic, english)
  return (
    <Frame
      rail={props.rail}
      role="clerk"
      onSearch={() => undefined}
      goTo={() => undefined}
      onLock={() => undefined}
      counts={{ requests: 18, outbox: 1 }}
      views={[
        { id: 'mine', label: s('قائمتي', 'My queue'), count: 18, current: true },
        { id: 'due-today', label: s('تستحق اليوم', 'Due today'), count: 4, current: false },
        { id: 'second-approval', label: s('الموافقة الثانية', 'Second approval'), count: 3, current: false },
      ]}
      sync={<SyncBadge state="receipted">{s('متصل · وصلت كل الإشعارات', 'Online · all receipted')}</SyncBadge>}
      branch={
        <>
          <IconBuilding size={17} stroke={1.6} aria-hidden="true" />
          {s('الرياض، المقر الرئيس', 'Riyadh, head office')}
        </>
      }
      clerk={
        <Button variant="quiet" icon={<Avatar name={s('نورة', 'Noura')} self size={26} />}>
          {s('نورة العتيبي', 'Noura Alotaibi')}
        </Button>
      }
    >
      <PageHead
        title={s('قائمتي', 'My queue')}
        note={<Isolated>{s('18 طلبًا', '18 requests')}</Isolated>}
        actions={
          <>
            <Button variant="quiet" icon={<IconLayoutColumns size={17} stroke={1.6} />}>
              {s('الأعمدة', 'Columns')}
            </Button>
            <Button variant="primary" keys="KeyN">
              {s('التالي', 'Next')}
            </Button>
          </>
        }
      />
      <TabBar label={s('العروض', 'Views')}>
        <TabAnchor href="#a" current count={18}>
          {s('قائمتي', 'My queue')}
        </TabAnchor>
        <TabAnchor href="#b" count={4}>
          {s('تستحق اليوم', 'Due today')}
        </TabAnchor>
        <TabAnchor href="#c" count={1284}>
          {s('كل الطلبات', 'All requests')}
        </TabAnchor>
      </TabBar>
      <div style={{ display: 'flex', alignItems: 'center', gap: 10, padding: '9px 24px', color: 'var(--tx2)' }}>
        <IconFilter size={17} stroke={1.6} aria-hidden="true" />
        <FilterChip
          field={s('مسند إلى', 'Assigned to')}
          value={s('أنا أو غير مسند', 'me or nobody')}
          onRemove={() => undefined}
        />
        <FilterChip field={s('الحالة', 'State')} value={s('مفتوح', 'open')} onRemove={() => undefined} />
      </div>
      <QueueTable />
      <PaneFoot
        end={
          <KeyHints
            hints={[
              { keys: ['KeyJ', 'KeyK'], label: s('للتنقل', 'move') },
              { keys: ['KeyX'], label: s('تحديد', 'select') },
              { keys: ['Enter'], label: s('مراجعة', 'review') },
              { keys: ['shift+Slash'], label: s('كل المفاتيح', 'all keys') },
            ]}
          />
        }
      >
        <Isolated>{s('من 1 إلى 17 من 18', '1 to 17 of 18')}</Isolated>
      </PaneFoot>
    </Frame>
  )
}
