import { IconInbox } from '@tabler/icons-react'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '../button.tsx'
import { Chip } from '../chip.tsx'
import { ComparisonTable } from '../comparison-table.tsx'
import { DecisionPanel } from '../decision-panel.tsx'
import { DiffCard } from '../diff-card.tsx'
import { DualDate } from '../dual-date.tsx'
import { EmptyState } from '../empty-state.tsx'
import { ErrorNotice } from '../error-notice.tsx'
import { FactList } from '../fact-list.tsx'
import { FoldedFields } from '../folded-fields.tsx'
import { Isolated } from '../isolated.tsx'
import { Ltr } from '../ltr.tsx'
import { Notice } from '../notice.tsx'
import { PendingBox } from '../pending-box.tsx'
import { RulesTable } from '../rules-table.tsx'
import { SectionHead } from '../section-head.tsx'
import { SkeletonRows } from '../skeleton-rows.tsx'
import { SumStrip } from '../sum-strip.tsx'
import { TabAnchor, TabBar } from '../tab-bar.tsx'
import { Anchor } from '../text-link.tsx'
import { Box } from './box.tsx'
import classes from './gallery.module.css'
import { QueueTable } from './queue-table.tsx'
import { sample, sampleRules } from './samples.ts'

/** Diff, notices, rules, decision, comparison and the table. */
export function LargeParts() {
  const { language } = useText()
  const s = (arabic: string, english: string) => sample(language, arabic, english)
  const pair = (words: readonly [string, string]) => sample(language, words[0], words[1])
  return (
    <>
      <Box title="DiffCard, Notice, FactList" span={4}>
        <Notice tone="wa" action={<Anchor href="#compare">{s('مقارنة', 'Compare')}</Anchor>}>
          <Isolated>
            {s(
              'تغيّر سجل العضو بعد التقديم: الجوال صار +966 50 771 2094',
              'Record changed since submission: mobile is now +966 50 771 2094',
            )}
          </Isolated>
        </Notice>
        <SectionHead
          title={s('ما يتغيّر', 'What changes')}
          note={s('حقل واحد', '1 field')}
          action={<DualDate day="2026-11-18" single />}
        />
        <DiffCard
          field={s('البريد الإلكتروني', 'E-mail')}
          base="fahad_nq88@hotmail.com"
          proposed="f.alqahtani@alwaha.sa"
          ltr
          badge={<Chip tone="er">{s('خطورة عالية', 'High risk')}</Chip>}
          note={<Isolated>{s('مطابق للمستند، صفحة 1', 'Matches document, page 1')}</Isolated>}
        />
        <FoldedFields count={14}>
          <FactList
            facts={[
              { id: 'n', label: s('رقم العضوية', 'Membership'), value: <Ltr>20417735</Ltr>, strong: true },
              {
                id: 'e',
                label: s('جهة العمل', 'Employer'),
                value: s('مستشفى الواحة التخصصي', 'Al Waha Specialist Hospital'),
              },
            ]}
          />
        </FoldedFields>
        <Notice tone="un">
          {s(
            'قرارك محفوظ على هذا الجهاز ولم يصل الهيئة بعد',
            'Your decision is kept here; the authority has not received it',
          )}
        </Notice>
        <Notice tone="ok">{s('وصل إشعار الاستلام', 'The server receipt arrived')}</Notice>
        <ErrorNotice
          happened={s('تعذر الإرسال', 'Sending failed')}
          safe={s('قراراتك محفوظة على هذا الجهاز', 'Your decisions are kept on this device')}
          todo={s('تُعاد المحاولة تلقائيًا بعد دقيقة', 'It tries again in a minute by itself')}
          details="unreachable"
        />
      </Box>
      <Box title="RulesTable, DecisionPanel" span={4}>
        <RulesTable
          caption={
            <SectionHead
              title={s('شروط القرار', 'Decision rules')}
              note={<Isolated>{s('3 من 5', '3 of 5')}</Isolated>}
            />
          }
          submissionLabel={s('عند التقديم', 'Submitted')}
          nowLabel={s('الآن', 'Now')}
          rules={sampleRules.map((rule) => ({ ...rule, label: pair(rule.label) }))}
        />
        <div className={classes.panel}>
          <DecisionPanel
            label={s('القرار', 'Decision')}
            pending
            consequence={s(
              'خطورة عالية: تُرسل موافقتك إلى مشرف قبل التنفيذ',
              'High risk: your approval goes to a supervisor before it takes effect',
            )}
            primary={
              <Button variant="primary" size="decision" keys="KeyA">
                {s('موافقة وإرسال للموافقة الثانية', 'Approve, send for second approval')}
              </Button>
            }
            others={
              <>
                <Button size="lg" keys="KeyR">
                  {s('إعادة', 'Return')}
                </Button>
                <Button size="lg" keys="KeyD" variant="danger">
                  {s('رفض', 'Reject')}
                </Button>
                <Button size="lg" keys="KeyN">
                  {s('التالي', 'Next')}
                </Button>
              </>
            }
            footnote={s('التراجع متاح حتى يُرسل القرار إلى الهيئة', 'Undo stays available until the decision is sent')}
          />
        </div>
      </Box>
      <Box title="EmptyState, SkeletonRows, TabBar" span={4}>
        <TabBar label={s('العروض', 'Views')}>
          <TabAnchor href="#a" current count={18}>
            {s('قائمتي', 'My queue')}
          </TabAnchor>
          <TabAnchor href="#b" count={4}>
            {s('تستحق اليوم', 'Due today')}
          </TabAnchor>
          <TabAnchor href="#c" count={2} countTone="accent">
            {s('الطلبات', 'Requests')}
          </TabAnchor>
        </TabBar>
        <EmptyState
          icon={<IconInbox size={40} stroke={1.2} />}
          action={<Button keys="KeyN">{s('استلام طلب', 'Take a request')}</Button>}
        >
          {s('ستظهر هنا الطلبات المسندة إليك.', 'Requests assigned to you will appear here.')}
        </EmptyState>
        <SkeletonRows rows={4} columns="80px 1fr 90px" count={3} />
      </Box>
      <Box title="SumStrip, ComparisonTable, PendingBox" span={12}>
        <SumStrip
          label={s('أوامر اليوم', 'Commands today')}
          total={{ id: 'all', value: 214, label: s('أمرًا اليوم', 'commands today') }}
          parts={[
            { id: 'ok', value: 209, label: s('وصل إشعار استلامها', 'receipted'), tone: 'ok' },
            { id: 'wait', value: 4, label: s('في انتظار الإرسال', 'waiting to be sent'), tone: 'un' },
            { id: 'att', value: 1, label: s('يحتاج انتباهك', 'needs your attention'), tone: 'wa' },
          ]}
        />
        <ComparisonTable
          caption={s('مقارنة', 'Comparison')}
          fieldLabel={s('الحقل', 'Field')}
          conflictLabel={s('تعارض', 'Conflict')}
          base={{ title: s('الأساس', 'Base'), note: s('ما كان حين راجعت', 'as you reviewed it') }}
          theirs={{
            title: s('القيمة في السجل', 'In the register'),
            note: <Isolated>{s('هـ. المالكي، 10:27', 'H. Almalki, 10:27')}</Isolated>,
          }}
          mine={{ title: s('تعديلي', 'My change'), note: s('لم يُرسل بعد', 'not sent yet') }}
          rows={[
            {
              id: 'm',
              field: s('الجوال', 'Mobile'),
              base: <Ltr>+966 50 334 1907</Ltr>,
              theirs: <Ltr>+966 53 660 4418</Ltr>,
              mine: <Ltr>+966 55 012 8841</Ltr>,
              changed: { theirs: true, mine: true },
            },
            {
              id: 'c',
              field: s('المدينة', 'City'),
              base: s('الرياض', 'Riyadh'),
              theirs: s('جدة', 'Jeddah'),
              mine: s('الرياض', 'Riyadh'),
              changed: { theirs: true, mine: false },
            },
          ]}
        />
        <PendingBox title={s('ستكون النتيجة بعد إعادة القرار', 'The result will be')}>
          <FactList
            facts={[{ id: 'm', label: s('الجوال', 'Mobile'), value: <Ltr>+966 55 012 8841</Ltr>, strong: true }]}
          />
        </PendingBox>
      </Box>
      <Box title="DataTable" span={12}>
        <div className={classes.table}>
          <QueueTable />
        </div>
      </Box>
    </>
  )
}
