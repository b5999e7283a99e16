import { useText } from '#renderer/lib/use-text.ts'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { TextLink } from '#renderer/ui/text-link.tsx'
import { Role } from '#shared/domain/clerks/clerk.ts'
import { type Action, actions, findRow, type Reach, reachOfRole } from '#shared/domain/policy/policy-table.ts'
import classes from './administration.module.css'
import { AdministrationFrame } from './administration-frame.tsx'
import table from './roles-screen.module.css'
import { useClerks } from './use-clerks.ts'

/** A word of the table as a part of a message's key. */
type KeyPart<Word extends string> = Word extends `${infer Area}.${infer Act}` ? `${Area}_${Act}` : Word

const keyOf = (action: Action) => action.replace('.', '_') as KeyPart<Action>

const areas = ['members', 'requests', 'certificates', 'appointments', 'desk', 'administer'] as const
type Area = (typeof areas)[number]

const areaOf = (action: Action): Area => areas.find((area) => action.startsWith(`${area}.`)) ?? 'desk'

/** How far a role reaches, by its word; nowhere is a dash that is read out. */
function ReachCell(props: { reach: Reach }) {
  const { t } = useText()
  const words = t(`administration.reach_${props.reach}`)
  return (
    <td className={table.cell} data-reach={props.reach}>
      {props.reach === 'no' ? <span aria-label={words}>–</span> : words}
    </td>
  )
}

/** What an action is, and where it ends: only some risks, only a second person. */
function ActionHead(props: { action: Action }) {
  const { t } = useText()
  const { action } = props
  const row = findRow(action)
  const risks = (row?.risks ?? []).map((risk) => t(`requests.risk_${risk}`)).join(t('administration.comma'))
  const limits = [
    ...(risks === '' ? [] : [t('administration.ofRisks', { risks })]),
    ...(row?.second ? [t('administration.secondPerson')] : []),
  ]
  return (
    <th scope="row" className={table.action}>
      {t(`administration.may_${keyOf(action)}`)}
      {limits.length > 0 && <span className={table.limits}>{limits.join(' · ')}</span>}
    </th>
  )
}

/** The tab of roles: who may do what, as it is in force, and how many people have each role. */
export function RolesScreen() {
  const { t } = useText()
  const { entries } = useClerks()
  const countOf = (role: Role) => entries.filter(({ clerk }) => clerk.active && clerk.role === role).length
  return (
    <AdministrationFrame tab="roles" filters={{}}>
      <p className={table.lead}>{t('administration.rolesLead')}</p>
      {/* A scrolling region must be reachable by keyboard. */}
      <section className={table.scroller} tabIndex={0} aria-label={t('administration.tabRoles')}>
        <table className={table.table}>
          <thead>
            <tr>
              <td className={table.corner} />
              {Role.options.map((role) => (
                <th key={role} scope="col" className={table.role}>
                  {t(`session.role_${role}`)}
                  <TextLink to="/administration/clerks" search={{ role }}>
                    <Isolated>{t('administration.peopleCount', { count: countOf(role) })}</Isolated>
                  </TextLink>
                </th>
              ))}
            </tr>
          </thead>
          {areas.map((area) => (
            <tbody key={area}>
              <tr>
                <th scope="rowgroup" colSpan={Role.options.length + 1} className={table.area}>
                  {t(`administration.area_${area}`)}
                </th>
              </tr>
              {actions
                .filter((action) => areaOf(action) === area)
                .map((action) => (
                  <tr key={action}>
                    <ActionHead action={action} />
                    {Role.options.map((role) => (
                      <ReachCell key={role} reach={reachOfRole(role, action)} />
                    ))}
                  </tr>
                ))}
            </tbody>
          ))}
        </table>
        <p className={classes.hint}>{t('administration.rolesFoot')}</p>
      </section>
    </AdministrationFrame>
  )
}
