import type { AuthorityContext } from '#authority/use-cases/context.ts'
import { addAccount } from '#authority/use-cases/identity/accounts.ts'
import type { PasswordCost } from '#authority/use-cases/identity/passwords.ts'
import { codeOf, stepAt } from '#authority/use-cases/identity/totp.ts'
import { Browser } from './browser.ts'
import type { OidcDesk } from './oidc-desk.ts'

/** Hashes that take no time: what they are worth is tested for itself. */
export const cheapHashes: PasswordCost = { memory: 64, passes: 1, parallelism: 1 }

/** Takes the key of a second factor out of the page that shows it. */
export function keyOnPage(html: string): Buffer {
  const text = (/<code dir="ltr">([A-Z2-7 ]+)<\/code>/.exec(html)?.[1] ?? '').replaceAll(' ', '')
  const bits = [...text]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  return Buffer.from(bits.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? [])
}

/** A person with an account: what they know and have. */
export interface Person {
  readonly clerkId: string
  readonly username: string
  password: string
  secret: Buffer
  recovery: string[]
  /** The last step whose code was typed; no code is typed twice. */
  step: number
}

/** Gives a clerk an account, as the command line does. */
export async function givePerson(context: AuthorityContext, clerkId: string, username = clerkId): Promise<Person> {
  const password = await addAccount(context, clerkId, username)
  return { clerkId, username, password, secret: Buffer.alloc(0), recovery: [], step: 0 }
}

/** A code of the person's telephone that was not used yet; a recovery code where it would show none for a while. */
export function nextCode(person: Person, now = Date.now()): string {
  const step = Math.max(person.step + 1, stepAt(now) - 1)
  if (step > stepAt(now) + 1) return person.recovery.pop() ?? ''
  person.step = step
  return codeOf(person.secret, step)
}

/** Goes through every page of a first sign-in; answers the browser at its end. */
export async function signInFirst(
  browser: Browser,
  person: Person,
  address: string,
  newPassword = 'Sand&Ink-4242',
): Promise<string> {
  await browser.open(address)
  await browser.submit({ username: person.username, password: person.password })
  await browser.submit({ password: newPassword, again: newPassword })
  person.password = newPassword
  person.secret = keyOnPage(browser.page.html)
  person.step = 0
  await browser.submit({ code: nextCode(person) })
  person.recovery = Array.from(
    browser.page.html.matchAll(/<li><code dir="ltr">([A-Z2-7-]+)<\/code>/g),
    ([, code = '']) => code,
  )
  return (await browser.submit()).url
}

/** Signs somebody in who did so before. */
export async function signInAgain(browser: Browser, person: Person, address: string): Promise<string> {
  await browser.open(address)
  await browser.submit({ username: person.username, password: person.password })
  return (await browser.submit({ code: nextCode(person) })).url
}

/** The tokens of a whole sign-in in a browser of its own. */
export async function tokensOf(desk: OidcDesk, person: Person) {
  const begun = await desk.begin()
  const browser = new Browser()
  const back = await (person.secret.length === 0 ? signInFirst : signInAgain)(browser, person, begun.address)
  return desk.finish(back, begun)
}
