/** A specimen identity card as members photograph it. It imitates no real card and says so. */
import { createCanvas } from '@napi-rs/canvas'
import type { PortraitKind } from '../portrait-kind.ts'
import { asDocument, type DemoDocument, ltr, registerFonts, write } from './drawing.ts'
import { paintPortrait } from './portrait.ts'

export type CardFacts = {
  readonly kind: 'citizen' | 'resident'
  readonly nameAr: string
  readonly nameEn: string
  readonly idNo: string
  /** Gregorian `YYYY-MM-DD` and Hijri `YYYY/MM/DD`. */
  readonly birthDate: string
  readonly birthHijri: string
  readonly nationalityAr: string
  readonly expiresHijri: string
  readonly portrait: { readonly kind: PortraitKind; readonly variant: number }
}

const WIDTH = 860
const HEIGHT = 540

/** Draws the card. The same facts give the same bytes. */
export function drawIdCard(facts: CardFacts): DemoDocument {
  registerFonts()
  const citizen = facts.kind === 'citizen'
  const tone = citizen ? '#2f7d64' : '#2d6287'
  const canvas = createCanvas(WIDTH, HEIGHT)
  const ctx = canvas.getContext('2d')
  // The table on which the card was photographed.
  ctx.fillStyle = '#cfc8bd'
  ctx.fillRect(0, 0, WIDTH, HEIGHT)
  ctx.fillStyle = 'rgba(0, 0, 0, 0.18)'
  ctx.beginPath()
  ctx.roundRect(24, 26, WIDTH - 40, HEIGHT - 40, 26)
  ctx.fill()
  ctx.fillStyle = citizen ? '#eef6f1' : '#edf3f8'
  ctx.beginPath()
  ctx.roundRect(18, 18, WIDTH - 36, HEIGHT - 36, 26)
  ctx.fill()
  ctx.save()
  ctx.clip()
  ctx.fillStyle = tone
  ctx.fillRect(18, 18, WIDTH - 36, 84)
  ctx.globalAlpha = 0.1
  ctx.strokeStyle = tone
  ctx.lineWidth = 2
  for (let i = 0; i < 16; i += 1) {
    ctx.beginPath()
    ctx.arc(190, 560, 70 + i * 34, Math.PI, Math.PI * 2)
    ctx.stroke()
  }
  ctx.globalAlpha = 1
  ctx.save()
  ctx.translate(WIDTH / 2, HEIGHT / 2 + 40)
  ctx.rotate(-0.32)
  write(ctx, 'نموذج تجريبي', 0, 30, { size: 92, color: 'rgba(60, 80, 80, 0.09)', bold: true, align: 'center' })
  ctx.restore()
  ctx.restore()

  write(ctx, citizen ? 'بطاقة هوية (نموذج)' : 'بطاقة هوية مقيم (نموذج)', WIDTH - 50, 74, {
    size: 34,
    color: '#ffffff',
    bold: true,
  })
  write(ctx, 'SPECIMEN', 50, 72, { size: 24, color: 'rgba(255, 255, 255, 0.85)', align: 'left', direction: 'ltr' })

  ctx.save()
  ctx.beginPath()
  ctx.roundRect(50, 132, 216, 288, 12)
  ctx.clip()
  ctx.translate(50, 132)
  ctx.scale(0.72, 0.72)
  paintPortrait(ctx, facts.portrait.kind, facts.portrait.variant)
  ctx.restore()

  const right = WIDTH - 50
  write(ctx, facts.nameAr, right, 166, { size: 32, bold: true })
  write(ctx, facts.nameEn, right, 204, { size: 22, color: '#44524f', align: 'right', direction: 'ltr' })
  const rows: readonly (readonly [string, string])[] = [
    ['رقم الهوية', ltr(facts.idNo)],
    ['تاريخ الميلاد', `${ltr(facts.birthHijri)} هـ الموافق ${ltr(facts.birthDate)}`],
    ['الجنسية', facts.nationalityAr],
    ['تاريخ الانتهاء', `${ltr(facts.expiresHijri)} هـ`],
  ]
  for (const [i, [label, value]] of rows.entries()) {
    const y = 262 + i * 50
    write(ctx, label, right, y, { size: 20, color: '#5d6b69' })
    write(ctx, value, right - 160, y, { size: i === 0 ? 28 : 23, bold: i === 0 })
  }
  write(ctx, ltr(facts.idNo), 158, 466, { size: 24, bold: true, align: 'center' })
  return asDocument('image/jpeg', canvas.toBuffer('image/jpeg', 78))
}
