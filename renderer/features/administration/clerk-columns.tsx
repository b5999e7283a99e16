import { useMemo } from 'react'
import { useBranchName } from '#renderer/lib/branch-names.ts'
import { useText } from '#renderer/lib/use-text.ts'
import type { DeskColumn } from '#renderer/ui/data-table-model.ts'
import { DualDate } from '#renderer/ui/dual-date.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import type { ClerkEntry } from '#shared/domain/clerks/clerk-account.ts'
import classes from './administration.module.css'
import { ClerkState } from './clerk-words.tsx'

/** Columns of the list of clerks; `live`: whether their accounts are known. */
export function useClerkColumns(live: boolean): DeskColumn<ClerkEntry>[] {
  const { t, language } = useText()
  const branchName = useBranchName()
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('administration.columnClerk'),
        width: 'minmax(150px, 1.3fr)',
        emphasis: 'strong',
        cell: ({ clerk }) => <bdi className={classes.name}>{language === 'ar' ? clerk.nameAr : clerk.nameEn}</bdi>,
      },
      {
        id: 'role',
        header: t('administration.columnRole'),
        width: '112px',
        cell: ({ clerk }) => t(`session.role_${clerk.role}`),
      },
      {
        id: 'branch',
        header: t('administration.columnBranch'),
        width: 'minmax(142px, 1.2fr)',
        cell: ({ clerk }) => <span className={classes.name}>{branchName(clerk.branch)}</span>,
      },
      {
        id: 'state',
        header: t('administration.columnState'),
        width: '142px',
        cell: (entry) => <ClerkState entry={entry} />,
      },
      ...(live
        ? [
            {
              id: 'signIn',
              header: t('administration.columnSignIn'),
              width: '168px',
              wideOnly: true,
              cell: ({ presence }: ClerkEntry) =>
                presence?.lastSignInAt == null ? (
                  <span className={classes.quiet}>{t('administration.never')}</span>
                ) : (
                  <DualDate at={presence.lastSignInAt} single withTime />
                ),
            },
            {
              id: 'username',
              header: t('administration.columnUsername'),
              width: 'minmax(88px, 0.6fr)',
              emphasis: 'quiet' as const,
              wideOnly: true,
              cell: ({ presence }: ClerkEntry) =>
                presence?.account == null ? '' : <Ltr>{presence.account.username}</Ltr>,
            },
          ]
        : []),
    ],
    [t, language, branchName, live],
  )
}
