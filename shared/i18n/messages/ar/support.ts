/** The support bundle, Arabic. */
export const support = {
  open: 'حزمة الدعم',
  title: 'حزمة الدعم',
  about: 'هذا كل ما سيُحفظ، ويمكن قراءته قبل إرساله. ليس فيه أسماء ولا أرقام ولا عناوين للأعضاء، ولا نص من أي سجل.',
  collecting: 'جارٍ جمع الحزمة',
  files: 'ملفات الحزمة',
  content: 'محتوى الملف',
  save: 'حفظ الحزمة',
  saving: 'جارٍ الحفظ',
  saved: 'حُفظت الحزمة.',
  show: 'عرض في المجلد',
} as const
