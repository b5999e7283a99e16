import { formatHijri, gregorianToHijri, riyadhDateOf } from '#shared/domain/calendar.ts'

/** A letter as the page shows it. */
export interface MailPageLetter {
  readonly id: number
  readonly at: string
  readonly toAddress: string
  readonly requestNumber: string | null
  readonly subjectAr: string
  readonly subjectEn: string
  readonly bodyAr: string
  readonly bodyEn: string
}

export interface MailPage {
  readonly authorityAr: string
  readonly authorityEn: string
  readonly letters: readonly MailPageLetter[]
  readonly open: MailPageLetter | undefined
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as HTML text or attribute value. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}

const ltr = (text: string): string => `<bdi dir="ltr">${escapeHtml(text)}</bdi>`

const riyadhTime = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Riyadh',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

function when(at: string): string {
  const day = riyadhDateOf(at)
  const hijri = formatHijri(gregorianToHijri(day), '/')
  return `<time datetime="${at}"><bdi>${hijri} هـ</bdi> · ${ltr(day)} · ${ltr(riyadhTime.format(Date.parse(at)))}</time>`
}

const paragraphs = (body: string): string =>
  body
    .split('\n\n')
    .map((text) => `<p>${escapeHtml(text)}</p>`)
    .join('\n')

function listItem(letter: MailPageLetter, open: boolean): string {
  return `<li${open ? ' class="open"' : ''}>
  <a href="/demo/mail?letter=${letter.id}"${open ? ' aria-current="true"' : ''}>
    <strong>${escapeHtml(letter.subjectAr)}</strong>
    <span lang="en" dir="ltr">${escapeHtml(letter.subjectEn)}</span>
    <span class="to">${ltr(letter.toAddress)}</span>
    <small>${when(letter.at)}</small>
  </a>
</li>`
}

function letterView(letter: MailPageLetter): string {
  return `<article>
<header>
  <h2>${escapeHtml(letter.subjectAr)}</h2>
  <p class="subject" lang="en" dir="ltr">${escapeHtml(letter.subjectEn)}</p>
  <dl>
    <div><dt>إلى <span lang="en">To</span></dt><dd>${ltr(letter.toAddress)}</dd></div>
    ${letter.requestNumber === null ? '' : `<div><dt>رقم الطلب <span lang="en">Request</span></dt><dd>${ltr(letter.requestNumber)}</dd></div>`}
    <div><dt>التاريخ <span lang="en">Date</span></dt><dd>${when(letter.at)}</dd></div>
  </dl>
</header>
<section class="body">${paragraphs(letter.bodyAr)}</section>
<section class="body" lang="en" dir="ltr">${paragraphs(letter.bodyEn)}</section>
</article>`
}

const empty = '<p class="empty">لا توجد رسائل بعد.<br><span lang="en" dir="ltr">No letters yet.</span></p>'
const pick = '<p class="empty">اختر رسالة لقراءتها.<br><span lang="en" dir="ltr">Pick a letter to read it.</span></p>'

/** The demo's mail outbox as one page of HTML without scripts: the list, and the letter that is open. */
export function renderMailPage({ authorityAr, authorityEn, letters, open }: MailPage): string {
  const list = letters.map((letter) => listItem(letter, letter.id === open?.id)).join('\n')
  return `<!doctype html>
<html lang="ar" dir="rtl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>البريد الصادر · ${escapeHtml(authorityAr)}</title>
<link rel="stylesheet" href="/demo/mail.css">
</head>
<body>
<header class="bar">
  <div>
    <h1>البريد الصادر <span lang="en">Mail outbox</span></h1>
    <p>${escapeHtml(authorityAr)} · <span lang="en" dir="ltr">${escapeHtml(authorityEn)}</span></p>
  </div>
  <p class="note">وضع التجربة: لا تُرسل هذه الرسائل إلى أحد. <span lang="en" dir="ltr">Demo mode: these letters are sent to nobody.</span></p>
</header>
<main>
<nav aria-label="الرسائل"><ul>${list}</ul>${letters.length === 0 ? empty : ''}</nav>
<div class="reader">${open ? letterView(open) : letters.length === 0 ? '' : pick}</div>
</main>
</body>
</html>
`
}

/** The page's only style sheet; served from its own address so that the page needs no inline style. */
export const mailPageStyle = `
:root { color-scheme: light dark; --ink: #1c2733; --dim: #5b6b7b; --line: #dfe5ea; --paper: #ffffff; --ground: #f3f6f8; --accent: #0b6e63; --soft: #e5f2f0; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6ebf0; --dim: #9aa9b7; --line: #2b3742; --paper: #18212a; --ground: #10171d; --accent: #59c3b4; --soft: #16332f; }
}
* { box-sizing: border-box; margin: 0; }
body { font: 16px/1.7 'IBM Plex Sans Arabic', 'Segoe UI', Tahoma, 'Noto Sans Arabic', sans-serif; color: var(--ink); background: var(--ground); min-height: 100vh; display: flex; flex-direction: column; }
.bar { display: flex; flex-wrap: wrap; gap: 8px 24px; align-items: center; justify-content: space-between; padding: 16px 24px; background: var(--paper); border-block-end: 1px solid var(--line); }
.bar h1 { font-size: 20px; font-weight: 600; }
.bar h1 span { font-size: 15px; font-weight: 400; color: var(--dim); margin-inline-start: 8px; }
.bar p { color: var(--dim); font-size: 14px; }
.bar .note { background: var(--soft); color: var(--accent); padding: 4px 12px; border-radius: 6px; }
main { flex: 1; display: grid; grid-template-columns: minmax(280px, 380px) 1fr; }
nav { border-inline-end: 1px solid var(--line); background: var(--paper); }
nav ul { list-style: none; padding: 0; }
nav a { display: grid; gap: 2px; padding: 12px 24px; text-decoration: none; color: inherit; border-block-end: 1px solid var(--line); border-inline-start: 3px solid transparent; }
nav a:hover { background: var(--ground); }
nav a:focus-visible { outline: 2px solid var(--accent); outline-offset: -2px; }
nav .open a { background: var(--soft); border-inline-start-color: var(--accent); }
nav strong { font-weight: 600; }
nav span { font-size: 13px; color: var(--dim); text-align: start; }
nav span[dir='ltr'] { text-align: right; }
nav .to { color: var(--accent); }
nav small { font-size: 12px; color: var(--dim); }
.reader { padding: 32px 24px; }
article { max-width: 760px; margin-inline: auto; background: var(--paper); border: 1px solid var(--line); border-radius: 10px; overflow: hidden; }
article header { padding: 24px 32px; border-block-end: 1px solid var(--line); }
article h2 { font-size: 20px; font-weight: 600; }
article .subject { color: var(--dim); text-align: right; }
dl { display: grid; gap: 4px; margin-block-start: 16px; font-size: 14px; }
dl div { display: flex; gap: 12px; }
dt { min-width: 150px; color: var(--dim); }
.body { padding: 24px 32px; display: grid; gap: 14px; }
.body + .body { border-block-start: 1px solid var(--line); background: var(--ground); }
.empty { padding: 48px 24px; text-align: center; color: var(--dim); }
@media (max-width: 760px) { main { grid-template-columns: 1fr; } nav { border-inline-end: 0; } }
`
