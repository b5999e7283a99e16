import type { Standing } from '#shared/domain/members/standing.ts'

export type StandingShape = 'green' | 'amber' | 'hollow' | 'red' | 'dashed'

/** The dot of a standing: green is in force, amber ends soon, hollow has ended, red was stopped, dashed is not settled. */
export const standingShapes: Readonly<Record<Standing, StandingShape>> = {
  active: 'green',
  expiring: 'amber',
  expired: 'hollow',
  suspended: 'red',
  revoked: 'red',
  unverified: 'dashed',
  'non-practising': 'hollow',
  deceased: 'hollow',
  merged: 'dashed',
}
