import { expect } from 'vitest'

/** An answer as a person sees it: a page, or the address to which the browser was sent outside of the authority. */
export interface Seen {
  readonly status: number
  readonly url: string
  readonly html: string
  readonly headers: Headers
}

const unescape = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')

/** A browser reduced to cookies, redirects and forms; it stops where it is sent away from the authority. */
export class Browser {
  readonly #cookies = new Map<string, { value: string; path: string }>()
  readonly #route: (url: string) => string
  page: Seen = { status: 0, url: '', html: '', headers: new Headers() }

  /** `route`: what a proxy makes of an address, call by call. */
  constructor(route: (url: string) => string = (url) => url) {
    this.#route = route
  }

  async #call(url: string, form?: URLSearchParams): Promise<Seen> {
    const { pathname, origin } = new URL(url)
    const cookie = Array.from(this.#cookies)
      .filter(([, { path }]) => pathname.startsWith(path))
      .map(([name, { value }]) => `${name.split(' ')[0]}=${value}`)
      .join('; ')
    const answer = await fetch(this.#route(url), {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { accept: 'text/html', ...(cookie && { cookie }), ...(form && { origin }) },
      ...(form && { body: form }),
    })
    for (const line of answer.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';')
      const at = pair.indexOf('=')
      const path = attributes.find((text) => /^\s*path=/i.test(text))?.replace(/^\s*path=/i, '') ?? '/'
      const name = `${pair.slice(0, at)} ${path}`
      if (pair.slice(at + 1) === '') this.#cookies.delete(name)
      else this.#cookies.set(name, { value: pair.slice(at + 1), path })
    }
    const location = answer.headers.get('location')
    if (location === null) return { status: answer.status, url, html: await answer.text(), headers: answer.headers }
    const next = new URL(location, url)
    const seen = { status: answer.status, url: next.href, html: '', headers: answer.headers }
    return next.origin === origin ? this.#call(next.href) : seen
  }

  /** Goes to an address and follows where it leads. */
  async open(url: string): Promise<Seen> {
    this.page = await this.#call(url)
    return this.page
  }

  /** Fills in the form of the page and sends it. */
  async submit(fields: Readonly<Record<string, string>> = {}): Promise<Seen> {
    const { html, url } = this.page
    const action = /<form[^>]* action="([^"]*)"/.exec(html)?.[1]
    expect(action, `no form on ${url}:\n${html}`).toBeDefined()
    const form = new URLSearchParams()
    for (const [, name = '', value = ''] of html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g))
      form.set(name, unescape(value))
    for (const [name, value] of Object.entries(fields)) {
      expect(html).toContain(`name="${name}"`)
      form.set(name, value)
    }
    this.page = await this.#call(new URL(action ?? '', url).href, form)
    return this.page
  }

  /** Which step the page is at. */
  get step(): string | undefined {
    return /name="step" value="([^"]+)"/.exec(this.page.html)?.[1]
  }

  get title(): string {
    return unescape(/<h1>([^<]*)<\/h1>/.exec(this.page.html)?.[1] ?? '')
  }

  /** What the page says that was wrong. */
  get fault(): string {
    return unescape((/<p class="fault"[^>]*>(.*?)<\/p>/.exec(this.page.html)?.[1] ?? '').replace(/<[^>]+>/g, ''))
  }
}
