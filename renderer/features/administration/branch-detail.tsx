import { IconBuilding } from '@tabler/icons-react'
import { useState } from 'react'
import { useDeskMutation } from '#renderer/lib/desk-queries.ts'
import { useHotkeys } from '#renderer/lib/use-hotkeys.tsx'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { FactList } from '#renderer/ui/fact-list.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { SectionHead } from '#renderer/ui/section-head.tsx'
import { TextLink } from '#renderer/ui/text-link.tsx'
import { useToasts } from '#renderer/ui/toasts.tsx'
import type { Branch, BranchEntry } from '#shared/domain/reference/branch.ts'
import classes from './administration.module.css'
import { BranchState, type ListedBranch } from './branch-columns.tsx'
import { BranchActivityDialog, BranchForm } from './branch-dialogs.tsx'
import { useLine } from './use-line.ts'

/** One branch: what it is called, what happens there, and what can be changed. */
export function BranchDetail(props: { entry: ListedBranch }) {
  const { t, language } = useText()
  const { branch, use } = props.entry
  const showToast = useToasts()
  const line = useLine()
  const [asked, setAsked] = useState<'edit' | 'activity'>()
  const undo = useDeskMutation('administration.changeBranch')
  const name = language === 'ar' ? branch.nameAr : branch.nameEn
  const away = line === 'here' ? undefined : t('administration.needsLine')
  const busy = use !== null && use.clerks + use.requests + use.bookings > 0
  const inUse =
    use !== null && branch.active && busy
      ? t('administration.branchInUse', {
          clerks: t('administration.clerkCount', { count: use.clerks }),
          requests: t('administration.requestCount', { count: use.requests }),
          bookings: t('administration.bookingCount', { count: use.bookings }),
        })
      : undefined
  const act = branch.active ? 'close' : 'open'
  useHotkeys([
    { keys: 'KeyE', label: t('administration.edit'), enabled: away === undefined, run: () => setAsked('edit') },
    {
      keys: 'KeyD',
      label: t(`administration.step_${act}`),
      enabled: away === undefined && inUse === undefined,
      run: () => setAsked('activity'),
    },
  ])
  const finished = (said: string, back?: () => void) => {
    setAsked(undefined)
    showToast({
      message: (
        <>
          {said} <bdi>{name}</bdi>
        </>
      ),
      ...(back === undefined ? {} : { undo: back }),
    })
  }
  const takeBack = ({ code, version }: Branch, { nameAr, nameEn, phone }: Branch) =>
    undo.mutate({ code, version, nameAr, nameEn, phone })
  const edited = ({ branch: now }: BranchEntry) => finished(t('administration.done_edit'), () => takeBack(now, branch))
  return (
    <div className={classes.detail}>
      <section aria-labelledby="branch-facts">
        <SectionHead id="branch-facts" title={name} note={<BranchState branch={branch} />} />
        <FactList
          labelWidth={118}
          facts={[
            {
              id: 'other',
              label: t(language === 'ar' ? 'administration.nameEn' : 'administration.nameAr'),
              value: <bdi>{language === 'ar' ? branch.nameEn : branch.nameAr}</bdi>,
            },
            { id: 'code', label: t('administration.branchCode'), value: <bdi dir="ltr">{branch.code}</bdi> },
            {
              id: 'phone',
              label: t('administration.phone'),
              value: branch.phone === null ? t('administration.noPhone') : <Ltr>{branch.phone}</Ltr>,
            },
            ...(use === null
              ? []
              : [
                  {
                    id: 'clerks',
                    label: t('administration.useClerks'),
                    value: (
                      <TextLink to="/administration/clerks" search={{ branch: branch.code }}>
                        <Isolated>{t('administration.clerkCount', { count: use.clerks })}</Isolated>
                      </TextLink>
                    ),
                  },
                  {
                    id: 'requests',
                    label: t('administration.useRequests'),
                    value: <Isolated>{t('administration.requestCount', { count: use.requests })}</Isolated>,
                  },
                  {
                    id: 'bookings',
                    label: t('administration.useBookings'),
                    value: <Isolated>{t('administration.bookingCount', { count: use.bookings })}</Isolated>,
                  },
                ]),
          ]}
        />
      </section>
      {undo.error !== null && <DeskErrorNotice error={undo.error} />}
      <section aria-labelledby="branch-acts">
        <SectionHead id="branch-acts" title={t('administration.acts')} />
        <div className={classes.acts}>
          <Button keys="KeyE" disabledReason={away} onClick={() => setAsked('edit')}>
            {t('administration.edit')}
          </Button>
          <Button
            keys="KeyD"
            variant={branch.active ? 'danger' : 'outlined'}
            disabledReason={away ?? inUse}
            onClick={() => setAsked('activity')}
          >
            {t(`administration.step_${act}`)}
          </Button>
        </div>
        {away === undefined && inUse !== undefined && (
          <Notice>
            <Isolated>{inUse}</Isolated>
          </Notice>
        )}
      </section>
      {asked === 'edit' && <BranchForm branch={branch} onClose={() => setAsked(undefined)} onDone={edited} />}
      {asked === 'activity' && (
        <BranchActivityDialog
          branch={branch}
          onClose={() => setAsked(undefined)}
          onDone={() => finished(t(`administration.done_${act}`))}
        />
      )}
    </div>
  )
}

/** Before a branch is chosen. */
export function NoBranch() {
  const { t } = useText()
  return <EmptyState icon={<IconBuilding size={40} stroke={1.2} />}>{t('administration.chooseBranch')}</EmptyState>
}
