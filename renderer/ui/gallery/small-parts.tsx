import { Checkbox, Textarea, TextInput } from '@mantine/core'
import { IconCopy, IconPlus, IconRefresh } from '@tabler/icons-react'
import { useText } from '#renderer/lib/use-text.ts'
import { Avatar } from '../avatar.tsx'
import { Button } from '../button.tsx'
import { Chip } from '../chip.tsx'
import { CountBadge } from '../count-badge.tsx'
import { DualDate } from '../dual-date.tsx'
import { FilterChip } from '../filter-chip.tsx'
import { Highlight } from '../highlight.tsx'
import { IconButton } from '../icon-button.tsx'
import { Isolated } from '../isolated.tsx'
import { Kbd } from '../kbd.tsx'
import { KeyHints } from '../key-hints.tsx'
import { Ltr } from '../ltr.tsx'
import { Portrait } from '../portrait.tsx'
import { RiskMark } from '../risk-mark.tsx'
import { SlaChip } from '../sla-chip.tsx'
import { StateDot } from '../state-dot.tsx'
import { SyncBadge } from '../sync-badge.tsx'
import { useToasts } from '../toasts.tsx'
import { Box } from './box.tsx'
import classes from './gallery.module.css'
import { sample } from './samples.ts'

/** Buttons, chips, marks, dates and text helpers. */
export function SmallParts() {
  const { language, format } = useText()
  const showToast = useToasts()
  const s = (arabic: string, english: string) => sample(language, arabic, english)
  return (
    <>
      <Box title="Button, IconButton, Kbd" span={7}>
        <div className={classes.line}>
          <Button variant="primary" keys="KeyN">
            {s('التالي', 'Next')}
          </Button>
          <Button icon={<IconRefresh size={16} stroke={1.6} />} keys="KeyS">
            {s('مزامنة الآن', 'Synchronise now')}
          </Button>
          <Button variant="danger" keys="KeyD">
            {s('رفض', 'Reject')}
          </Button>
          <Button variant="quiet" icon={<IconPlus size={16} stroke={1.6} />}>
            {s('عرض جديد', 'New view')}
          </Button>
          <Button disabledReason={s('طلب سابق قيد الدراسة', 'An earlier request is under review')}>
            {s('إصدار شهادة', 'Issue certificate')}
          </Button>
          <IconButton label={s('نسخ', 'Copy')} icon={<IconCopy size={17} stroke={1.6} />} />
          <IconButton outlined label={s('إضافة', 'Add')} icon={<IconPlus size={17} stroke={1.6} />} />
        </div>
        <div className={classes.line}>
          <Button variant="primary" size="decision" keys="KeyA">
            {s('موافقة وإرسال للموافقة الثانية', 'Approve, send for second approval')}
          </Button>
          <Button size="lg" keys="KeyR">
            {s('إعادة للاستكمال', 'Return')}
          </Button>
          <Button
            onClick={() =>
              showToast({
                message: <Isolated>{s('تمت الموافقة على R-48-018204', 'R-48-018204 approved')}</Isolated>,
                undo: () => undefined,
                durationMs: 60_000,
              })
            }
          >
            {s('إظهار إشعار', 'Show a toast')}
          </Button>
        </div>
        <div className={classes.line}>
          <Kbd keys="mod+KeyK" /> <Kbd keys="shift+Slash" /> <Kbd keys="alt+Digit1" />
          <KeyHints
            hints={[
              { keys: ['KeyJ', 'KeyK'], label: s('للتنقل', 'move') },
              { keys: ['Enter'], label: s('للمراجعة', 'review') },
              { keys: ['Space'], label: s('معاينة', 'peek') },
            ]}
          />
        </div>
      </Box>
      <Box title="Text, dates" span={5}>
        <p>
          <Isolated>
            {s(
              'تغيّر الجوال إلى +966 50 771 2094 الساعة 10:29 في الطلب R-48-018204، وهو 3 من 18.',
              'Mobile became +966 50 771 2094 at 10:29 in request R-48-018204, 3 of 18.',
            )}
          </Isolated>
        </p>
        <p>
          <Highlight
            text={s('عبد الله سعد محمد الغامدي', 'Abdullah Saad Mohammed Alghamdi')}
            ranges={
              s('ar', 'en') === 'ar'
                ? [
                    { start: 0, end: 8 },
                    { start: 18, end: 25 },
                  ]
                : [{ start: 0, end: 8 }]
            }
          />{' '}
          <Ltr>20476630</Ltr>
        </p>
        <div className={classes.line}>
          <DualDate day="2026-11-22" />
          <DualDate at="2026-11-22T07:42:00Z" withTime />
        </div>
        <p>
          <Isolated>{`${format.longDay('2026-11-22', 'hijri')} · ${format.longDay('2026-11-22', 'gregorian')}`}</Isolated>
        </p>
      </Box>
      <Box title="SlaChip, RiskMark, StateDot" span={7}>
        <div className={classes.line}>
          <SlaChip state="late" share={1}>
            {s('متأخر 3 س 20 د', '3 h 20 m overdue')}
          </SlaChip>
          <SlaChip state="today" share={0.9}>
            {s('يبقى 1 س 10 د', '1 h 10 m left')}
          </SlaChip>
          <SlaChip state="soon" share={0.6}>
            {s('غدًا 11:00', 'Tomorrow 11:00')}
          </SlaChip>
          <SlaChip state="ok" share={0.3}>
            {s('3 أيام عمل', '3 business days')}
          </SlaChip>
          <SlaChip state="paused" share={0.3}>
            {s('متوقف، عند العضو', 'Paused, with the member')}
          </SlaChip>
        </div>
        <div className={classes.line}>
          <RiskMark level="high" label={s('عالية', 'High')} />
          <RiskMark level="medium" label={s('متوسطة', 'Medium')} />
          <RiskMark level="low" label={s('منخفضة', 'Low')} />
          <StateDot shape="hollow">{s('مُقدَّم', 'Submitted')}</StateDot>
          <StateDot shape="ink">{s('قيد الدراسة', 'Under review')}</StateDot>
          <StateDot shape="green">{s('تمت الموافقة', 'Approved')}</StateDot>
          <StateDot shape="dashed">{s('مُعاد', 'Returned')}</StateDot>
          <StateDot shape="violet">{s('الموافقة الثانية', 'Second approval')}</StateDot>
          <StateDot shape="amber">{s('ينتهي بعد 61 يومًا', 'Expires in 61 days')}</StateDot>
          <StateDot shape="red">{s('موقوف', 'Suspended')}</StateDot>
        </div>
        <div className={classes.line}>
          <SyncBadge state="receipted">{s('متصل · كل شيء مستلَم', 'Online · all receipted')}</SyncBadge>
          <SyncBadge state="waiting">{s('2 في انتظار الإرسال', '2 waiting to be sent')}</SyncBadge>
          <SyncBadge state="offline">{s('دون اتصال', 'Offline')}</SyncBadge>
          <SyncBadge state="attention">{s('يحتاج انتباهًا 1', '1 needs attention')}</SyncBadge>
        </div>
      </Box>
      <Box title="Chip, CountBadge, Avatar, Portrait, FilterChip, inputs" span={5}>
        <div className={classes.line}>
          <Chip>{s('مكتب الرياض', 'Riyadh')}</Chip>
          <Chip tone="accent">{s('محدد', 'Chosen')}</Chip>
          <Chip tone="ok">{s('صحيحة', 'Valid')}</Chip>
          <Chip tone="wa">{s('تعارض', 'Conflict')}</Chip>
          <Chip tone="er">{s('خطورة عالية', 'High risk')}</Chip>
          <Chip tone="un">{s('بانتظار الهيئة', 'Pending')}</Chip>
          <CountBadge count={1284} />
          <CountBadge count={2} tone="accent" />
          <CountBadge count={1} tone="wa" />
        </div>
        <div className={classes.line}>
          <Avatar name="نورة" self size={26} label={s('نورة العتيبي', 'Noura Alotaibi')} />
          <Avatar name="عبد الله" size={34} />
          <Avatar label={s('غير مسند', 'Unassigned')} />
          <Portrait alt={s('لا توجد صورة', 'No photo')} width={42} />
          <FilterChip
            field={s('مسند إلى', 'Assigned to')}
            value={s('أنا أو غير مسند', 'me or nobody')}
            onRemove={() => undefined}
          />
        </div>
        <div className={classes.line}>
          <TextInput aria-label={s('الاسم', 'Name')} placeholder={s('اسم أو رقم', 'Name or number')} />
          <Checkbox defaultChecked label={s('محدد', 'Selected')} />
          <Checkbox indeterminate label={s('بعضه', 'Some')} />
        </div>
        <Textarea
          aria-label={s('السبب', 'Reason')}
          autosize
          minRows={2}
          defaultValue={s('العنوان مطابق لخطاب جهة العمل.', 'Address matches the employer letter.')}
        />
      </Box>
    </>
  )
}
