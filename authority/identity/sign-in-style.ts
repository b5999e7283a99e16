import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The letters of the desk: both scripts, the two weights that the pages use. */
const scripts = {
  arabic: 'U+0600-06FF, U+0750-077F, U+FB50-FDFF, U+FE70-FEFF',
  latin: 'U+0000-00FF, U+2000-206F',
} as const
const weights = [400, 600] as const

/** Names under which the pages ask for their fonts. */
export const fontNames: readonly string[] = Object.keys(scripts).flatMap((script) =>
  weights.map((weight) => `plex-${script}-${weight}.woff2`),
)

const files = new Map<string, Buffer>()

/** The bytes of a font of the pages; undefined for any other name. */
export function readFont(name: string): Buffer | undefined {
  if (!fontNames.includes(name)) return undefined
  const kept = files.get(name)
  if (kept) return kept
  const [, script, weight] = /^plex-(\w+)-(\d+)\.woff2$/.exec(name) ?? []
  const file = `@fontsource/ibm-plex-sans-arabic/files/ibm-plex-sans-arabic-${script}-${weight}-normal.woff2`
  const bytes = readFileSync(fileURLToPath(import.meta.resolve(file)))
  files.set(name, bytes)
  return bytes
}

const faces = (base: string): string =>
  Object.entries(scripts)
    .flatMap(([script, range]) =>
      weights.map(
        (weight) =>
          `@font-face { font-family: 'Plex'; font-weight: ${weight}; font-display: swap; src: url('${base}/fonts/plex-${script}-${weight}.woff2') format('woff2'); unicode-range: ${range}; }`,
      ),
    )
    .join('\n')

/** The pages' only style sheet, in the colours and steps of the desk. `base`: where the fonts are. */
export function signInStyle(base: string): string {
  return `${faces(base)}
:root { color-scheme: light dark; --canvas: #f1f0ec; --sheet: #ffffff; --sunk: #fbfbf8; --line: #e8e6e1; --line2: #d8d6cf; --ctl: #929189; --tx: #142329; --tx2: #4c595e; --tx3: #5f6a6b; --accent: #176379; --fill: #176379; --fill-over: #114e60; --focus: #2c7e97; --er: #a02427; --er-bg: #fef5f4; --er-line: #fed2cd; --shadow: 0 1px 3px rgb(20 35 41 / .06), 0 8px 24px -6px rgb(20 35 41 / .10); }
@media (prefers-color-scheme: dark) {
  :root { --canvas: #0e1519; --sheet: #171f23; --sunk: #1b2429; --line: #2a343a; --line2: #36424a; --ctl: #747d82; --tx: #e4e9eb; --tx2: #cad0d3; --tx3: #9ca5a8; --accent: #a1d2e3; --fill: #2c7e97; --fill-over: #176379; --focus: #78b9d0; --er: #fdb3ac; --er-bg: #2c1c1d; --er-line: #6a3335; --shadow: none; }
}
* { box-sizing: border-box; margin: 0; }
body { font: 14px/22px 'Plex', 'Segoe UI', Tahoma, 'Noto Sans Arabic', sans-serif; color: var(--tx); background: var(--canvas); min-height: 100vh; display: flex; flex-direction: column; }
header { display: flex; align-items: center; justify-content: space-between; gap: 16px; padding: 16px 24px; }
.brand { display: flex; align-items: center; gap: 12px; }
.brand > span { display: grid; }
.brand strong { font-weight: 600; }
.brand span span { color: var(--tx2); font-size: 12px; line-height: 18px; }
.sign { inline-size: 36px; block-size: 36px; flex: none; }
a { color: var(--accent); text-underline-offset: 3px; }
.language { padding: 8px; border-radius: 6px; }
main { flex: 1; display: grid; place-items: center; padding: 8px 16px 12vh; }
.card { display: grid; gap: 16px; inline-size: 100%; max-inline-size: 416px; padding: 28px; background: var(--sheet); border: 1px solid var(--line); border-radius: 12px; box-shadow: var(--shadow); }
.card.enrol, .card.recovery { max-inline-size: 560px; }
h1 { font-size: 20px; line-height: 30px; font-weight: 600; }
h2 { font-size: 12px; line-height: 18px; font-weight: 600; color: var(--tx2); }
.lead { color: var(--tx2); margin-block-start: -8px; }
.fault { color: var(--er); background: var(--er-bg); border: 1px solid var(--er-line); border-radius: 8px; padding: 10px 12px; }
.field { display: grid; gap: 6px; }
label { font-weight: 600; }
small { font-size: 12px; line-height: 18px; color: var(--tx3); }
input:not([type='hidden']) { font: inherit; font-size: 16px; block-size: 42px; padding-inline: 12px; color: var(--tx); background: var(--sheet); border: 1px solid var(--ctl); border-radius: 8px; inline-size: 100%; }
input[aria-invalid='true'] { border-color: var(--er); }
button { font: inherit; font-weight: 600; block-size: 42px; padding-inline: 20px; color: #fff; background: var(--fill); border: 0; border-radius: 8px; cursor: pointer; transition: background-color 120ms; }
button:hover { background: var(--fill-over); }
:is(input, button, a):focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
.rules { background: var(--sunk); border: 1px solid var(--line); border-radius: 10px; padding: 12px 16px; }
.rules ul { padding-inline-start: 20px; margin-block-start: 4px; color: var(--tx2); }
.rules .bad { color: var(--er); }
.rules strong { font-weight: 600; }
.enrol { display: grid; grid-template-columns: auto 1fr; gap: 20px; align-items: center; }
form.enrol { grid-template-columns: 1fr; gap: 16px; }
.qr { inline-size: 176px; block-size: 176px; border: 1px solid var(--line2); border-radius: 10px; background: #fff; display: block; }
.ways { display: grid; gap: 12px; }
.ways code { max-inline-size: 20ch; }
bdi { display: inline-block; }
.name { color: var(--tx3); font-size: 12px; }
code { font: inherit; font-weight: 600; display: inline-block; overflow-wrap: anywhere; }
.codes { list-style: none; padding: 16px; display: grid; grid-template-columns: 1fr 1fr; gap: 8px 16px; background: var(--sunk); border: 1px solid var(--line); border-radius: 10px; }
.codes li { text-align: center; }
.codes code { white-space: nowrap; }
@media (max-width: 520px) { header { padding: 12px 16px; } main { place-items: start center; } .card { padding: 20px; } .enrol { grid-template-columns: 1fr; justify-items: center; } form.enrol { justify-items: stretch; } .codes { grid-template-columns: 1fr; } }
@media (prefers-reduced-motion: reduce) { button { transition: none; } }
@media (forced-colors: active) { .card, .fault, .rules, .codes { border-color: CanvasText; } }
@media print { header a, button { display: none; } .card { box-shadow: none; } }
`
}
