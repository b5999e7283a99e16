import type { EnglishOf } from '../../english-of.ts'
import type { reports as arabic } from '../ar/reports.ts'

/** Reports: the place, the progress of an export, and the words of the workbooks, English. */
export const reports = {
  title: 'Reports',
  export: 'Export to Excel',
  report_members: 'Members',
  report_requests: 'Requests',
  report_certificates: 'Certificates',
  report_appointments: 'Appointments',

  // Progress
  panel: 'Export to Excel',
  starting: 'Choosing where the file goes',
  running: '{{done, num}} of {{total, num}}',
  cancel: 'Cancel the export',
  done: 'The file is complete',
  showFile: 'Show file',
  rows_one: '{{count, num}} row',
  rows_other: '{{count, num}} rows',
} as const satisfies EnglishOf<typeof arabic>
