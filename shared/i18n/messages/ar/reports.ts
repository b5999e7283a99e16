/** Reports: the place, the progress of an export, and the words of the workbooks, Arabic. */
export const reports = {
  title: 'التقارير',
  export: 'تصدير إلى إكسل',
  report_members: 'الأعضاء',
  report_requests: 'الطلبات',
  report_certificates: 'الشهادات',
  report_appointments: 'المواعيد',

  // Progress
  panel: 'التصدير إلى إكسل',
  starting: 'اختيار مكان الملف',
  running: '{{done, num}} من {{total, num}}',
  cancel: 'إلغاء التصدير',
  done: 'اكتمل الملف',
  showFile: 'إظهار الملف',
  rows_zero: 'لا صفوف',
  rows_one: 'صف واحد',
  rows_two: 'صفان',
  rows_few: '{{count, num}} صفوف',
  rows_many: '{{count, num}} صفًا',
  rows_other: '{{count, num}} صف',
} as const
