import fc from 'fast-check'
import { type Clerk, Role } from '../domain/clerks/clerk.ts'
import type { Member } from '../domain/members/member.ts'
import { Decision, type Request, RequestState } from '../domain/requests/request.ts'
import { buildClerk, buildEmailChange, buildMember } from './builders.ts'

/** Words as they stand in names of the register: common Arabic ones, with the letters that folding is about. */
export const arabicWord: fc.Arbitrary<string> = fc.constantFrom(
  'محمد',
  'أحمد',
  'إبراهيم',
  'آمنة',
  'عبدالله',
  'فاطمة',
  'هدى',
  'مؤمن',
  'القحطاني',
  'الغامدي',
  'آل-سالم',
  'پرويز',
)

/** E-mail addresses of ordinary shape. */
export const emailAddress: fc.Arbitrary<string> = fc
  .tuple(
    fc.stringMatching(/^[a-z][a-z0-9._]{0,14}[a-z0-9]$/),
    fc.constantFrom('alwaha.sa', 'hotmail.com', 'example.sa'),
  )
  .map(([local, domain]) => `${local}@${domain}`)

export const anyClerk: fc.Arbitrary<Clerk> = fc
  .record({ id: fc.constantFrom('clerk-1', 'clerk-2', 'clerk-3'), role: fc.constantFrom(...Role.options) })
  .map((over) => buildClerk(over))

/** Members that differ in name, address and version. */
export const anyMember: fc.Arbitrary<Member> = fc
  .record({ first: arabicWord, family: arabicWord, email: emailAddress, version: fc.integer({ min: 1, max: 50 }) })
  .map(({ first, family, email, version }) =>
    buildMember({ email, version, nameAr: { first, father: '', grandfather: '', family } }),
  )

/** E-mail changes in every state, of any member. */
export const anyEmailChange: fc.Arbitrary<Request> = fc
  .record({ member: anyMember, state: fc.constantFrom(...RequestState.options), email: emailAddress })
  .map(({ member, state, email }) => buildEmailChange(member, { state, proposed: { email } }))

export const anyDecision: fc.Arbitrary<Decision> = fc.constantFrom(...Decision.options)
