import { nameOfCode } from '#renderer/lib/code-names.ts'
import type { ReferenceView } from '#renderer/lib/use-reference.ts'
import type { useText } from '#renderer/lib/use-text.ts'
import type { DeskColumn } from '#renderer/ui/data-table-model.ts'
import { Ltr } from '#renderer/ui/ltr.tsx'
import type { MemberRow, SearchHit } from '#shared/contracts/members.ts'
import { displayPhone } from '#shared/domain/phone.ts'
import { cities } from '#shared/domain/reference/register-codes.ts'
import { rankText, StandingDot } from './member-option.tsx'
import classes from './members-page.module.css'
import { rangesOf, type WhyField, whyLines } from './why-lines.ts'
import { Marked, WhyText } from './why-text.tsx'

/** A hit as a row of the table: `id` on top, because tables name their rows. */
export interface MemberListRow {
  readonly id: string
  readonly hit: SearchHit
}

function Hit(props: { hit: SearchHit; field: WhyField; text: string }) {
  return <Marked text={props.text} ranges={rangesOf(whyLines(props.hit.why), props.field, props.text)} />
}

function NameCell(props: { hit: SearchHit; language: 'ar' | 'en' }) {
  const { hit, language } = props
  const arabic = <Hit hit={hit} field="nameAr" text={hit.member.nameAr} />
  const latin = (
    <bdi dir="ltr">
      <Hit hit={hit} field="nameEn" text={hit.member.nameEn} />
    </bdi>
  )
  return (
    <span className={classes.names}>
      <span className={classes.name}>{language === 'ar' ? arabic : latin}</span>
      <span className={classes.other}>{language === 'ar' ? latin : <bdi>{arabic}</bdi>}</span>
    </span>
  )
}

/** The columns of the list of members; while something is searched, why each row matched stands in place of the phone. */
export function memberColumns(
  { t, language }: Pick<ReturnType<typeof useText>, 't' | 'language'>,
  { ranks }: Pick<ReferenceView, 'ranks'>,
  searching: boolean,
): DeskColumn<MemberListRow>[] {
  const of = (row: MemberListRow): MemberRow => row.hit.member
  return [
    {
      id: 'name',
      header: t('search.columnName'),
      width: 'minmax(230px, 1.3fr)',
      emphasis: 'strong',
      cell: (row) => <NameCell hit={row.hit} language={language} />,
    },
    {
      id: 'membership',
      header: t('search.columnMembership'),
      width: '112px',
      emphasis: 'quiet',
      cell: (row) => (
        <Ltr>
          <Hit hit={row.hit} field="membershipNo" text={of(row).membershipNo} />
        </Ltr>
      ),
    },
    {
      id: 'state',
      header: t('search.columnState'),
      width: '158px',
      cell: (row) => <StandingDot member={of(row)} />,
    },
    {
      id: 'rank',
      header: t('search.columnRank'),
      width: 'minmax(150px, 1fr)',
      cell: (row) => rankText(ranks, of(row), language),
    },
    {
      id: 'city',
      header: t('search.columnCity'),
      width: '112px',
      wideOnly: true,
      cell: (row) => nameOfCode(cities, of(row).city, language),
    },
    searching
      ? {
          id: 'why',
          header: t('search.columnWhy'),
          width: 'minmax(180px, 1fr)',
          cell: (row) => {
            const [line] = whyLines(row.hit.why)
            return line === undefined ? null : <WhyText line={line} />
          },
        }
      : {
          id: 'mobile',
          header: t('search.columnMobile'),
          width: '142px',
          emphasis: 'quiet',
          cell: (row) => <Ltr>{displayPhone(of(row).mobile)}</Ltr>,
        },
    {
      id: 'email',
      header: t('search.columnEmail'),
      width: '230px',
      emphasis: 'quiet',
      wideOnly: true,
      cell: (row) => <Ltr>{of(row).email}</Ltr>,
    },
  ]
}
