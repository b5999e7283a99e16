import type { Member } from '#shared/domain/members/member.ts'

/** Kinds of portrait placeholders. */
export type PortraitKind = 'saudi-man' | 'man' | 'woman'

/** The kind of portrait that suits a member. */
export function portraitKindOf({ gender, nationality }: Pick<Member, 'gender' | 'nationality'>): PortraitKind {
  if (gender === 'f') return 'woman'
  return nationality === 'SA' ? 'saudi-man' : 'man'
}
