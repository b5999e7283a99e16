import type { EnglishOf } from '../../english-of.ts'
import type { common as arabic } from '../ar/common.ts'

/** Words that the interface kit and several screens share, English. */
export const common = {
  undo: 'Undo',
  close: 'Close',
  remove: 'Remove',
  copy: 'Copy',
  copied: 'Copied',
  copyDetails: 'Copy details',
  retry: 'Try again',
  notifications: 'Notifications',
  whatIsSafe: 'What is safe',
  whatToDo: 'What to do',
  hijri: 'Hijri',
  gregorian: 'Gregorian',
  unassigned: 'Unassigned',
  selectAll: 'Select all',
  selectRow: 'Select row',
  nextRow: 'Next row',
  previousRow: 'Previous row',
  openRow: 'Open row',
  fieldsUnchanged_one: '{{count, num}} field unchanged',
  fieldsUnchanged_other: '{{count, num}} fields unchanged',
  ruleMet: 'Met',
  ruleAttention: 'Needs attention',
  ruleNotEvaluated: 'Not evaluated',
  base: 'Base',
  proposed: 'Proposed',
} as const satisfies EnglishOf<typeof arabic>
