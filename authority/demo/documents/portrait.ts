/** Portrait placeholders: flat and without features, so that they are nobody. 3:4. */
import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas'
import type { PortraitKind } from '../portrait-kind.ts'
import { asDocument, type DemoDocument } from './drawing.ts'

const SKIN = ['#e3b98f', '#d3a174', '#b98558', '#9a6a42', '#eac6a4'] as const
const HAIR = ['#2b211c', '#1d1a1a', '#4a3527', '#5d5a57'] as const
const SHIRTS = ['#35566e', '#4d5b4a', '#6d4a52', '#3f4458'] as const
const SCARVES = ['#3b3a44', '#5c6f7b', '#7a6a5d', '#47585a', '#8a7f86'] as const
const GROUNDS = ['#e8eef0', '#edeae4', '#e6ece6', '#ecebf1'] as const

const at = <T>(items: readonly [T, ...T[]], n: number): T => items[n % items.length] ?? items[0]

function ellipse(ctx: SKRSContext2D, x: number, y: number, rx: number, ry: number, color: string): void {
  ctx.fillStyle = color
  ctx.beginPath()
  ctx.ellipse(x, y, rx, ry, 0, 0, Math.PI * 2)
  ctx.fill()
}

function shoulders(ctx: SKRSContext2D, color: string, top: number): void {
  ctx.fillStyle = color
  ctx.beginPath()
  ctx.moveTo(20, 400)
  ctx.bezierCurveTo(24, top + 30, 92, top + 16, 122, top)
  ctx.lineTo(178, top)
  ctx.bezierCurveTo(208, top + 16, 276, top + 30, 280, 400)
  ctx.closePath()
  ctx.fill()
}

function face(ctx: SKRSContext2D, skin: string): void {
  ctx.fillStyle = skin
  ctx.fillRect(124, 214, 52, 78)
  ellipse(ctx, 150, 176, 55, 68, skin)
}

function beard(ctx: SKRSContext2D, hair: string): void {
  ctx.fillStyle = hair
  ctx.beginPath()
  ctx.moveTo(96, 184)
  ctx.bezierCurveTo(98, 262, 202, 262, 204, 184)
  ctx.bezierCurveTo(192, 214, 176, 206, 150, 206)
  ctx.bezierCurveTo(124, 206, 108, 214, 96, 184)
  ctx.fill()
}

function saudiMan(ctx: SKRSContext2D, n: number): void {
  const cloth = n % 2 === 0 ? '#f7f5f1' : '#c9453f'
  shoulders(ctx, '#fbfaf7', 274)
  ctx.fillStyle = n % 2 === 0 ? '#efece5' : '#d65750'
  ctx.beginPath()
  ctx.moveTo(82, 120)
  ctx.bezierCurveTo(56, 220, 60, 300, 76, 356)
  ctx.lineTo(224, 356)
  ctx.bezierCurveTo(240, 300, 244, 220, 218, 120)
  ctx.closePath()
  ctx.fill()
  face(ctx, at(SKIN, n))
  if (n % 3 !== 2) beard(ctx, at(HAIR, n))
  ctx.fillStyle = '#fbfaf7'
  ctx.beginPath()
  ctx.moveTo(112, 286)
  ctx.lineTo(188, 286)
  ctx.lineTo(206, 400)
  ctx.lineTo(94, 400)
  ctx.closePath()
  ctx.fill()
  ctx.fillStyle = cloth
  ctx.beginPath()
  ctx.moveTo(86, 190)
  ctx.bezierCurveTo(80, 24, 220, 24, 214, 190)
  ctx.bezierCurveTo(206, 138, 192, 128, 150, 126)
  ctx.bezierCurveTo(108, 128, 94, 138, 86, 190)
  ctx.fill()
  ctx.strokeStyle = '#191919'
  ctx.lineWidth = 9
  for (const y of [110, 121]) {
    ctx.beginPath()
    ctx.ellipse(150, y, 57, 13, 0, Math.PI * 1.04, Math.PI * 1.96)
    ctx.stroke()
  }
}

function man(ctx: SKRSContext2D, n: number): void {
  shoulders(ctx, at(SHIRTS, n), 270)
  face(ctx, at(SKIN, n + 1))
  if (n % 2 === 1) beard(ctx, at(HAIR, n))
  ctx.fillStyle = at(HAIR, n)
  ctx.beginPath()
  ctx.moveTo(92, 178)
  ctx.bezierCurveTo(84, 82, 216, 82, 208, 178)
  ctx.bezierCurveTo(204, 140, 186, 128, 150, 130)
  ctx.bezierCurveTo(114, 128, 96, 140, 92, 178)
  ctx.fill()
  ctx.fillStyle = '#f4f3f0'
  ctx.beginPath()
  ctx.moveTo(122, 272)
  ctx.lineTo(150, 304)
  ctx.lineTo(178, 272)
  ctx.lineTo(150, 288)
  ctx.closePath()
  ctx.fill()
}

function woman(ctx: SKRSContext2D, n: number): void {
  const scarf = at(SCARVES, n)
  shoulders(ctx, n % 2 === 0 ? '#26262c' : '#f1f0ec', 262)
  ctx.fillStyle = scarf
  ctx.beginPath()
  ctx.moveTo(150, 84)
  ctx.bezierCurveTo(64, 84, 70, 230, 84, 318)
  ctx.bezierCurveTo(110, 350, 190, 350, 216, 318)
  ctx.bezierCurveTo(230, 230, 236, 84, 150, 84)
  ctx.fill()
  ellipse(ctx, 150, 182, 48, 60, at(SKIN, n + 3))
  ctx.strokeStyle = 'rgba(255, 255, 255, 0.16)'
  ctx.lineWidth = 3
  ctx.beginPath()
  ctx.moveTo(96, 248)
  ctx.bezierCurveTo(126, 284, 176, 282, 206, 244)
  ctx.stroke()
}

/** Draws variant `n` of a kind of portrait; the same variant has the same bytes. */
export function drawPortrait(kind: PortraitKind, n: number): DemoDocument {
  const canvas = createCanvas(300, 400)
  const ctx = canvas.getContext('2d')
  paintPortrait(ctx, kind, n)
  return asDocument('image/jpeg', canvas.toBuffer('image/jpeg', 86))
}

/** Paints a portrait of 300 × 400 units at the origin of `ctx`. */
export function paintPortrait(ctx: SKRSContext2D, kind: PortraitKind, n: number): void {
  ctx.fillStyle = at(GROUNDS, n)
  ctx.fillRect(0, 0, 300, 400)
  if (kind === 'saudi-man') saudiMan(ctx, n)
  else if (kind === 'man') man(ctx, n)
  else woman(ctx, n)
}
