/** The employer's letter that members hand in: Arabic, with letterhead, table, signature and stamp. A4, one page. */
import { PDFDocument } from '@napi-rs/canvas'
import { Random } from '../prng.ts'
import {
  asDocument,
  type DemoDocument,
  ltr,
  type Pen,
  type Region,
  registerFonts,
  write,
  writeParagraph,
} from './drawing.ts'

export type LetterFacts = {
  readonly employerAr: string
  readonly employerEn: string
  readonly letterNo: string
  /** Hijri, `1448/06/06`. */
  readonly date: string
  readonly nameAr: string
  readonly idNo: string
  readonly jobAr: string
  /** Hijri day on which the work began. */
  readonly since: string
  readonly email: string
  readonly signerAr: string
}

const WIDTH = 595
const HEIGHT = 842
const MARGIN = 54
const RIGHT = WIDTH - MARGIN
const ROW = 27
const LABELS = 130
const TONES = ['#3d7a5d', '#1f5f7a', '#7a4a2b', '#5a4b86', '#8a3b4a', '#2f6b6b'] as const

/** Three leaves, or a crescent of dots, or a square of waves: enough to tell employers apart. */
function drawEmblem(ctx: Pen, random: Random, tone: string): void {
  const x = RIGHT - 17
  const y = 78
  ctx.fillStyle = tone
  ctx.strokeStyle = tone
  const kind = random.int(0, 2)
  if (kind === 0) {
    for (const angle of [-0.75, 0, 0.75]) {
      ctx.save()
      ctx.translate(x, y + 14)
      ctx.rotate(angle)
      ctx.beginPath()
      ctx.moveTo(0, 0)
      ctx.quadraticCurveTo(-9, -13, 0, -27)
      ctx.quadraticCurveTo(9, -13, 0, 0)
      ctx.fill()
      ctx.restore()
    }
  } else if (kind === 1) {
    for (let i = 0; i < 9; i += 1) {
      const angle = Math.PI * (0.35 + i * 0.16)
      ctx.beginPath()
      ctx.arc(x + 14 * Math.cos(angle), y + 14 * Math.sin(angle), 1.6 + i * 0.22, 0, Math.PI * 2)
      ctx.fill()
    }
    ctx.fillRect(x - 1.6, y - 7, 3.2, 14)
    ctx.fillRect(x - 7, y - 1.6, 14, 3.2)
  } else {
    ctx.lineWidth = 2.4
    for (let i = 0; i < 4; i += 1) {
      ctx.beginPath()
      ctx.moveTo(x - 16, y - 10 + i * 7)
      ctx.bezierCurveTo(x - 6, y - 18 + i * 7, x + 6, y - 2 + i * 7, x + 16, y - 10 + i * 7)
      ctx.stroke()
    }
  }
}

/** A signature in one stroke. */
function drawSignature(ctx: Pen, random: Random, x: number, y: number): void {
  ctx.strokeStyle = '#27457f'
  ctx.lineWidth = 1.5
  ctx.lineCap = 'round'
  ctx.beginPath()
  let at = x - 128
  ctx.moveTo(at, y + 8)
  const loops = random.int(3, 5)
  for (let i = 0; i < loops; i += 1) {
    const width = random.int(14, 24)
    const height = random.int(10, 22)
    ctx.bezierCurveTo(at + width * 0.3, y - height, at + width * 1.4, y - height, at + width * 0.8, y + 6)
    ctx.bezierCurveTo(at + width * 0.5, y + 12, at + width * 0.3, y - 2, at + width, y - 4)
    at += width
  }
  ctx.quadraticCurveTo(at + 14, y + 2, at + 26, y - 10)
  ctx.stroke()
}

/** A round stamp, a little aslant as stamps are. */
function drawStamp(ctx: Pen, random: Random, employerAr: string): void {
  const color = 'rgba(52, 76, 150, 0.72)'
  ctx.save()
  ctx.translate(MARGIN + 62 + random.int(-6, 6), 660 + random.int(-8, 8))
  ctx.rotate((random.next() - 0.5) * 0.4)
  ctx.strokeStyle = color
  ctx.lineWidth = 1.8
  for (const radius of [46, 42, 31]) {
    ctx.beginPath()
    ctx.arc(0, 0, radius, 0, Math.PI * 2)
    ctx.stroke()
    ctx.lineWidth = 0.9
  }
  write(ctx, 'الموارد', 0, -4, { size: 11, color, bold: true, align: 'center' })
  write(ctx, 'البشرية', 0, 11, { size: 11, color, bold: true, align: 'center' })
  const short = employerAr.split(' ').slice(0, 3).join(' ')
  // Letters on a circle would come apart: Arabic joins. The name stands below instead.
  write(ctx, short, 0, 59, { size: 8, color, align: 'center' })
  ctx.restore()
}

/**
 * Draws the letter. The same facts give the same bytes. `emailRegion` is where the row with the address stands on the
 * page.
 */
export function drawEmployerLetter(facts: LetterFacts): { document: DemoDocument; emailRegion: Region } {
  registerFonts()
  const random = new Random(facts.employerEn, 0)
  const tone = random.pick(TONES)
  const pdf = new PDFDocument({ title: 'خطاب تعريف', author: facts.employerAr, compressionLevel: 9 })
  const ctx = pdf.beginPage(WIDTH, HEIGHT)
  ctx.fillStyle = '#ffffff'
  ctx.fillRect(0, 0, WIDTH, HEIGHT)

  drawEmblem(ctx, random, tone)
  write(ctx, facts.employerAr, RIGHT - 44, 76, { size: 14, bold: true })
  write(ctx, facts.employerEn, RIGHT - 44, 94, { size: 10, color: '#5d6b69' })
  write(ctx, `الرقم: ${ltr(facts.letterNo)}`, MARGIN, 74, { size: 10, align: 'left' })
  write(ctx, `التاريخ: ${ltr(facts.date)} هـ`, MARGIN, 92, { size: 10, align: 'left' })
  ctx.fillStyle = tone
  ctx.fillRect(MARGIN, 112, WIDTH - 2 * MARGIN, 1.8)

  write(ctx, 'خطاب تعريف', WIDTH / 2, 158, { size: 18, bold: true, align: 'center' })
  write(ctx, 'إلى من يهمه الأمر،', RIGHT, 204, { size: 12 })
  const body =
    'تشهد إدارة الموارد البشرية بأن الموظف الموضحة بياناته أدناه يعمل لدينا ولا يزال على رأس العمل حتى تاريخه، وقد أُعطي هذا الخطاب بناءً على طلبه لتقديمه إلى الهيئة.'
  const after = writeParagraph(ctx, body, RIGHT, 238, WIDTH - 2 * MARGIN, 24, { size: 12 })

  const rows: readonly (readonly [string, string])[] = [
    ['الاسم', facts.nameAr],
    ['رقم الهوية', ltr(facts.idNo)],
    ['المسمى الوظيفي', facts.jobAr],
    ['تاريخ المباشرة', `${ltr(facts.since)} هـ`],
    ['البريد الرسمي', ltr(facts.email)],
  ]
  const top = after + 4
  ctx.strokeStyle = '#b9c4c2'
  ctx.lineWidth = 0.8
  for (const [i, [label, value]] of rows.entries()) {
    const y = top + i * ROW
    ctx.fillStyle = '#eef3f1'
    ctx.fillRect(RIGHT - LABELS, y, LABELS, ROW)
    ctx.strokeRect(MARGIN, y, WIDTH - 2 * MARGIN, ROW)
    write(ctx, label, RIGHT - 12, y + 18, { size: 11.5, color: '#44524f' })
    write(ctx, value, RIGHT - LABELS - 12, y + 18, { size: 11.5 })
  }
  ctx.beginPath()
  ctx.moveTo(RIGHT - LABELS, top)
  ctx.lineTo(RIGHT - LABELS, top + rows.length * ROW)
  ctx.stroke()

  const end = top + rows.length * ROW
  write(ctx, 'ولكم وافر التحية والتقدير.', RIGHT, end + 40, { size: 12 })
  write(ctx, 'مدير الموارد البشرية', RIGHT, 610, { size: 12, bold: true })
  write(ctx, facts.signerAr, RIGHT, 634, { size: 12 })
  drawSignature(ctx, new Random(facts.signerAr, 1), RIGHT, 668)
  drawStamp(ctx, new Random(facts.letterNo, 2), facts.employerAr)
  pdf.endPage()

  const emailRow = { x: MARGIN, y: top + (rows.length - 1) * ROW, width: WIDTH - 2 * MARGIN - LABELS, height: ROW }
  return {
    document: asDocument('application/pdf', pdf.close()),
    emailRegion: {
      x: emailRow.x / WIDTH,
      y: emailRow.y / HEIGHT,
      width: emailRow.width / WIDTH,
      height: emailRow.height / HEIGHT,
    },
  }
}
