/** Papers that carry nobody's facts: forms handed in with requests of every other service. A4, one page. */
import { PDFDocument } from '@napi-rs/canvas'
import { asDocument, type DemoDocument, registerFonts, write, writeParagraph } from './drawing.ts'

export type SpecimenKind = 'medical-report' | 'qualification' | 'other'

const TEXTS: Readonly<
  Record<SpecimenKind, { readonly title: string; readonly body: string; readonly rows: string[] }>
> = {
  'medical-report': {
    title: 'تقرير طبي',
    body: 'بعد إجراء الكشف السريري والفحوص المخبرية، تبيّن أن المذكور لائق صحيًا لمزاولة المهنة.',
    rows: ['ضغط الدم: ضمن الحدود', 'حدة الإبصار: ضمن الحدود', 'السمع: سليم', 'الخلاصة: لائق'],
  },
  qualification: {
    title: 'وثيقة مؤهل',
    body: 'تشهد عمادة القبول والتسجيل بأن حامل هذه الوثيقة قد أتم متطلبات البرنامج بنجاح.',
    rows: ['الدرجة: البكالوريوس', 'التقدير: جيد جدًا', 'الساعات المعتمدة: 148', 'نظام الدراسة: انتظام'],
  },
  other: {
    title: 'مرفق بالطلب',
    body: 'نسخة من المستند الأصلي كما أُرفقت بالطلب من البوابة.',
    rows: ['النوع: مستند مساند', 'الأصل: محفوظ لدى مقدم الطلب'],
  },
}

/** Draws paper number `n` of a kind; the same number gives the same bytes. */
export function drawSpecimen(kind: SpecimenKind, n: number): DemoDocument {
  registerFonts()
  const { title, body, rows } = TEXTS[kind]
  const pdf = new PDFDocument({ title, compressionLevel: 9 })
  const ctx = pdf.beginPage(595, 842)
  ctx.fillStyle = '#ffffff'
  ctx.fillRect(0, 0, 595, 842)
  ctx.strokeStyle = '#8fa3a0'
  ctx.lineWidth = 1.2
  ctx.strokeRect(36, 36, 523, 770)
  write(ctx, `نموذج رقم ${n + 1}`, 60, 76, { size: 11, align: 'left', color: '#5d6b69' })
  write(ctx, title, 297, 150, { size: 22, bold: true, align: 'center' })
  let y = writeParagraph(ctx, body, 535, 220, 475, 26, { size: 13 })
  for (const row of rows) {
    y += 14
    ctx.fillStyle = '#f3f6f5'
    ctx.fillRect(60, y - 20, 475, 30)
    write(ctx, row, 523, y, { size: 12 })
    y += 22
  }
  ctx.save()
  ctx.translate(297, 620)
  ctx.rotate(-0.5)
  write(ctx, 'نموذج تجريبي', 0, 0, { size: 64, color: 'rgba(60, 80, 80, 0.10)', bold: true, align: 'center' })
  ctx.restore()
  pdf.endPage()
  return asDocument('application/pdf', pdf.close())
}
