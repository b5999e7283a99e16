import type { ForbiddenWords } from './check-messages.ts'

/**
 * Words the glossary forbids, each for its concept only: «إلغاء» is wrong for rejecting a request and right for closing a
 * dialog, so a rule names the keys it looks at.
 */
export const forbiddenWords: readonly ForbiddenWords[] = [
  { concept: 'applicant', keys: /./, words: ['الزبون', 'العميل', 'اليوزر'] },
  { concept: 'work queue', keys: /./, words: ['الطابور', 'طابوري', 'الكيو'] },
  { concept: 'sign in', keys: /./, words: ['لوقن', 'الولوج', 'لوق آوت'] },
  { concept: 'e-mail', keys: /./, words: ['الإيميل', 'البريد الالكتروني', 'الكتروني'] },
  { concept: 'mobile number', keys: /./, words: ['الموبايل', 'الهاتف المحمول'] },
  { concept: 'password', keys: /./, words: ['كلمة السر', 'الباسوورد'] },
  { concept: 'outbox', keys: /./, words: ['الأوت بوكس'] },
  { concept: 'online', keys: /./, words: ['أونلاين', 'أوفلاين'] },
  { concept: 'server receipt', keys: /^(outbox|requests)\./, words: ['إيصال', 'ريسيت'] },
  { concept: 'server version', keys: /./, words: ['نسخة السيرفر', 'السيرفر'] },
  { concept: 'return for correction', keys: /\.(decision)?return/i, words: ['إرجاع', 'ترجيع', 'مرتجع', 'مرجوع'] },
  { concept: 'reject', keys: /\.(decision)?reject/i, words: ['إلغاء', 'عدم تمرير'] },
  { concept: 'second approval', keys: /./, words: ['موافقة مزدوجة'] },
  { concept: 'conflict', keys: /./, words: ['تضارب', 'كونفلكت'] },
  { concept: 'assign', keys: /\.assign/i, words: ['تعيين', 'تحويل'] },
  { concept: 'filter', keys: /./, words: ['فلتر', 'فلترة'] },
  { concept: 'specialist (spelling)', keys: /./, words: ['إخصائي', 'اخصائي'] },
  { concept: 'head office (spelling)', keys: /./, words: ['المركز العام', 'الرئيسي'] },
  { concept: 'employee', keys: /./, words: ['مسئول'] },
]
