/** A reason as a letter says it to a member. */
export interface ReasonText {
  readonly ar: string
  readonly en: string
}

/** Sentences of the reason codes that a decision on an e-mail change may carry; wording of the message templates. */
const reasonTexts: Readonly<Record<string, ReasonText>> = {
  'RTN-DOC-UNCLEAR': {
    ar: 'المرفق غير واضح، ونأمل إرفاق نسخة واضحة كاملة بصيغة PDF.',
    en: 'The attachment is not legible. Please attach a clear and complete PDF copy.',
  },
  'RTN-DOC-MISSING': {
    ar: 'لم يُرفق المستند المطلوب، ونأمل استكماله.',
    en: 'The required document was not attached. Please complete it.',
  },
  'RTN-DOC-EXPIRED': {
    ar: 'المستند المرفق منتهي الصلاحية، ونأمل إرفاق نسخة سارية.',
    en: 'The attached document has expired. Please attach a valid copy.',
  },
  'RTN-DOC-OTHER-PERSON': {
    ar: 'المستند المرفق لا يخص مقدم الطلب، ونأمل التحقق وإرفاق المستند الصحيح.',
    en: 'The attached document does not belong to the applicant. Please check and attach the right one.',
  },
  'RTN-DOC-INCOMPLETE-PAGES': {
    ar: 'المستند المرفق غير مكتمل الصفحات، ونأمل إرفاقه كاملًا.',
    en: 'The attached document has missing pages. Please attach it in full.',
  },
  'RTN-DOC-NOT-TRANSLATED': {
    ar: 'المستند المرفق بلغة غير العربية أو الإنجليزية، ونأمل إرفاق ترجمة معتمدة.',
    en: 'The attached document is in a language other than Arabic or English. Please attach a certified translation.',
  },
  'RTN-DOC-PASSWORD': {
    ar: 'تعذر فتح المرفق لكونه محميًا بكلمة مرور أو تالفًا، ونأمل إعادة إرفاقه.',
    en: 'The attachment could not be opened (password-protected or damaged). Please attach it again.',
  },
  'RTN-OWNERSHIP-NOT-PROVEN': {
    ar: 'لم يكتمل التحقق من ملكية البريد الإلكتروني الجديد، ونأمل إدخال رمز التحقق المرسل إليه.',
    en: 'Ownership of the new e-mail address was not verified. Please enter the code sent to it.',
  },
  'RTN-EMAIL-FORMAT': {
    ar: 'صيغة البريد الإلكتروني الجديد غير صحيحة، ونأمل تصحيحها.',
    en: 'The new e-mail address is not well formed. Please correct it.',
  },
  'REJ-EMAIL-IN-USE': {
    ar: 'البريد الإلكتروني مستخدم في حساب آخر.',
    en: 'The e-mail address is used by another account.',
  },
  'REJ-OWNER-OBJECTION': {
    ar: 'ورد اعتراض من صاحب البريد الإلكتروني المسجل.',
    en: 'The holder of the registered address has objected.',
  },
  'REJ-RECENT-RECOVERY': {
    ar: 'استُعيد الحساب منذ مدة قصيرة، ولا يُقبل تغيير البريد الإلكتروني بعدها مباشرة.',
    en: 'The account was recovered recently; the e-mail address cannot be changed so soon afterwards.',
  },
}

const elsewhere: ReasonText = {
  ar: 'السبب المبيّن في صفحة الطلب.',
  en: 'The reason shown on the page of the request.',
}

/** The sentences of these codes. A code without one, or no code at all, points to the page of the request. */
export function reasonsOf(codes: readonly string[]): ReasonText[] {
  const known = codes.flatMap((code) => reasonTexts[code] ?? [])
  return known.length > 0 ? known : [elsewhere]
}
