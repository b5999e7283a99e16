import { encode } from 'uqr'
import { passwordRules } from '#shared/domain/clerks/password-policy.ts'
import { qrPath } from '#shared/domain/qr-path.ts'
import type { Config } from '../config.ts'
import type { SignInFault, SignInStep } from '../use-cases/identity/sign-in.ts'
import { type PageLanguage, type SignInWords, signInWords } from './sign-in-words.ts'

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? character)

type Authority = Pick<Config, 'nameAr' | 'nameEn'>

/** Scripts run nowhere; the last form leads to the desk, which listens on this machine. */
export const signInPagePolicy =
  "default-src 'none'; style-src 'self'; font-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' http://127.0.0.1:*"

/** The language of a page: the first word that is one, Arabic where none is. */
export function pageLanguage(...words: readonly unknown[]): PageLanguage {
  for (const word of words) {
    const found = typeof word === 'string' ? /\b(ar|en)\b/.exec(word.toLowerCase())?.[1] : undefined
    if (found === 'ar' || found === 'en') return found
  }
  return 'ar'
}

/** What stands on a page: which step, what was wrong with what was typed, and what of it may stand there again. */
export interface SignInPage {
  readonly authority: Authority
  readonly language: PageLanguage
  /** Where the style sheet and the fonts are. */
  readonly base: string
  readonly step: Exclude<SignInStep, { at: 'done' }>
  readonly fault: SignInFault | { readonly kind: 'busy' } | null
  readonly username: string
}

const riyadhTime = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Riyadh',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})
/** The first whole minute at which a wait is over. */
const minuteAfter = (instant: string): string => riyadhTime.format(Math.ceil(Date.parse(instant) / 60_000) * 60_000)

function faultText(words: SignInWords, { step, fault }: SignInPage): string | undefined {
  if (fault === null) return undefined
  switch (fault.kind) {
    case 'wait':
      return escapeHtml(words.wait).replace('{time}', `<bdi dir="ltr">${minuteAfter(fault.until)}</bdi>`)
    case 'busy':
      return escapeHtml(words.busy)
    case 'rules':
      return escapeHtml(words.change.fault)
    case 'unequal':
    case 'same':
      return escapeHtml(words.change[fault.kind])
    case 'wrong': {
      const { at } = step
      return escapeHtml(at === 'code' || at === 'enrol' ? words[at].wrong : words.password.wrong)
    }
  }
}

interface Field {
  readonly name: string
  readonly label: string
  readonly type: 'text' | 'password'
  readonly complete: string
  readonly focus?: boolean
  readonly value?: string
  readonly more?: string
  readonly hint?: string
  readonly bad: boolean
}

function field({ name, label, type, complete, focus, value, more = '', hint, bad }: Field): string {
  const described = [bad ? 'fault' : '', hint ? `${name}-hint` : ''].filter(Boolean).join(' ')
  const marks = `${bad ? ' aria-invalid="true"' : ''}${described ? ` aria-describedby="${described}"` : ''}`
  return `<p class="field"><label for="${name}">${escapeHtml(label)}</label>
<input id="${name}" name="${name}" type="${type}" dir="ltr" required autocomplete="${complete}" autocapitalize="none" spellcheck="false" maxlength="256"${
    value ? ` value="${escapeHtml(value)}"` : ''
  }${focus ? ' autofocus' : ''}${more}${marks}>${hint ? `\n<small id="${name}-hint">${escapeHtml(hint)}</small>` : ''}</p>`
}

const codeField = (label: string, hint: string | undefined, bad: boolean): string =>
  field({
    name: 'code',
    label,
    type: 'text',
    complete: 'one-time-code',
    focus: true,
    bad,
    ...(hint === undefined ? { more: ' inputmode="numeric"' } : { hint }),
  })

function qrPicture(text: string, label: string): string {
  const { data, size } = encode(text, { ecc: 'M', border: 3 })
  return `<svg class="qr" role="img" aria-label="${escapeHtml(label)}" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path fill="#000" d="${qrPath(data)}"/></svg>`
}

function ruleList(words: SignInWords, unmet: readonly string[]): string {
  const items = passwordRules
    // The register knows no birth dates of clerks.
    .filter((rule) => rule !== 'not-birth-date')
    .map((rule) => {
      const bad = unmet.includes(rule)
      const mark = bad ? ` <strong>(${escapeHtml(words.change.unmet)})</strong>` : ''
      // Digits beside Arabic letters are shaped wider unless they stand for themselves.
      const text = escapeHtml(words.change.rules[rule]).replace(/(?<!&#)\d+/g, '<bdi dir="ltr">$&</bdi>')
      return `<li${bad ? ' class="bad"' : ''}>${text}${mark}</li>`
    })
  return `<section class="rules"><h2>${escapeHtml(words.change.rulesTitle)}</h2><ul>${items.join('')}</ul></section>`
}

function fieldsOf(words: SignInWords, page: SignInPage): string {
  const { step, fault, username } = page
  const bad = fault !== null
  switch (step.at) {
    case 'password': {
      const { username: name, password } = words.password
      const known = username !== ''
      return `${field({ name: 'username', label: name, type: 'text', complete: 'username', focus: !known, value: username, bad })}
${field({ name: 'password', label: password, type: 'password', complete: 'current-password', focus: known, bad })}`
    }
    case 'change': {
      const { password, again } = words.change
      return `${ruleList(words, fault?.kind === 'rules' ? fault.rules : [])}
${field({ name: 'password', label: password, type: 'password', complete: 'new-password', focus: true, bad })}
${field({ name: 'again', label: again, type: 'password', complete: 'new-password', bad })}`
    }
    case 'enrol': {
      const { scan, picture, typed, key, code } = words.enrol
      const spaced = step.key.match(/.{1,4}/g)?.join(' ') ?? step.key
      return `<div class="enrol">${qrPicture(step.uri, picture)}
<div class="ways"><p>${escapeHtml(scan)}</p><p>${escapeHtml(typed)}</p><p><span class="name">${escapeHtml(key)}</span><br><code dir="ltr">${spaced}</code></p></div></div>
${codeField(code, undefined, bad)}`
    }
    case 'recovery':
      return `<ul class="codes" aria-label="${escapeHtml(words.recovery.list)}">${step.codes
        .map((code) => `<li><code dir="ltr">${code}</code></li>`)
        .join('')}</ul>`
    case 'code':
      return codeField(words.code.code, words.code.recovery, bad)
  }
}

const buttonOf = (words: SignInWords, at: SignInPage['step']['at']): string =>
  at === 'change' ? words.change.save : at === 'recovery' ? words.recovery.kept : words.continue

/** Marks of the page's head that are no text: the desk's own sign. */
const sign =
  '<svg class="sign" viewBox="0 0 1024 1024" aria-hidden="true"><rect x="64" y="64" width="896" height="896" rx="212" fill="#176379"/><path d="M622.2 245.9A134.5 134.5 0 0 1 778.1 401.8A134.5 134.5 0 0 1 778.1 622.2A134.5 134.5 0 0 1 622.2 778.1A134.5 134.5 0 0 1 401.8 778.1A134.5 134.5 0 0 1 245.9 622.2A134.5 134.5 0 0 1 245.9 401.8A134.5 134.5 0 0 1 401.8 245.9A134.5 134.5 0 0 1 622.2 245.9Z" fill="none" stroke="#fff" stroke-width="60" stroke-linejoin="round"/><path d="M384 522l90 90 172-178" fill="none" stroke="#fff" stroke-width="72" stroke-linecap="round" stroke-linejoin="round"/></svg>'

interface Frame {
  readonly authority: Authority
  readonly language: PageLanguage
  readonly base: string
  readonly title: string
  readonly body: string
  /** Whether the other language can be chosen without losing anything. */
  readonly choice: boolean
}

function frame({ authority, language, base, title, body, choice }: Frame): string {
  const words = signInWords[language]
  const [name, other] = language === 'ar' ? (['nameAr', 'en'] as const) : (['nameEn', 'ar'] as const)
  const link = `<a class="language" href="?lang=${other}" lang="${other}" hreflang="${other}">${escapeHtml(words.other)}</a>`
  return `<!doctype html>
<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)} · ${escapeHtml(words.appName)}</title>
<link rel="stylesheet" href="${base}/sign-in.css">
</head>
<body>
<header><p class="brand">${sign}<span><strong>${escapeHtml(words.appName)}</strong><span>${escapeHtml(authority[name])}</span></span></p>${choice ? link : ''}</header>
<main>
${body}
</main>
</body>
</html>
`
}

/** One page of the sign-in, without scripts. */
export function drawSignInPage(page: SignInPage): string {
  const { authority, language, base, step } = page
  const words = signInWords[language]
  const { title, lead } = words[step.at]
  const fault = faultText(words, page)
  const body = `<form class="card ${step.at}" method="post" action="?lang=${language}">
<h1>${escapeHtml(title)}</h1>
<p class="lead">${escapeHtml(lead)}</p>
${fault === undefined ? '' : `<p class="fault" id="fault" role="alert">${fault}</p>`}
<input type="hidden" name="step" value="${step.at}">
${fieldsOf(words, page)}
<button type="submit"${step.at === 'recovery' ? ' autofocus' : ''}>${escapeHtml(buttonOf(words, step.at))}</button>
</form>`
  // Another look at the recovery codes would make others.
  return frame({ authority, language, base, title, body, choice: step.at !== 'recovery' })
}

/** The page of a sign-in that is over, or was never begun in this browser. */
export function drawGonePage(authority: Authority, language: PageLanguage, base: string): string {
  const { title, lead } = signInWords[language].gone
  const body = `<div class="card"><h1>${escapeHtml(title)}</h1><p class="lead">${escapeHtml(lead)}</p></div>`
  return frame({ authority, language, base, title, body, choice: false })
}

/** The page of an error that has no place to go back to. `code`: of OAuth, never a text of the caller. */
export function drawErrorPage(authority: Authority, locales: unknown, code: string, base: string): string {
  const language = pageLanguage(locales)
  const { title, lead, code: label } = signInWords[language].error
  const body = `<div class="card"><h1>${escapeHtml(title)}</h1><p class="lead">${escapeHtml(lead)}</p>
<p class="code"><span class="name">${escapeHtml(label)}</span> <code dir="ltr">${escapeHtml(code)}</code></p></div>`
  return frame({ authority, language, base, title, body, choice: false })
}
