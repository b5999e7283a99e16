// The fixture's scheme handler, with a policy as strict as the desk's.
const policy = (nonce) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "frame-src 'self'",
    "connect-src 'none'",
    "require-trusted-types-for 'script'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ')

const page = (nonce, body) => `<!doctype html><html lang="ar" dir="rtl"><meta charset="utf-8"><title>Fixture</title>
<style nonce="${nonce}">#styled { color: rgb(1, 2, 3) }</style>
<style>#unstyled { color: rgb(4, 5, 6) }</style>
<h1>محمد</h1><p id="styled">a</p><p id="unstyled">b</p>${body}<script src="/app.js"></script></html>`

const SCRIPT = `
try {
  document.body.dataset.eval = (0, eval)('"allowed"')
} catch (error) {
  document.body.dataset.eval = error.name
}
document.body.dataset.ready = 'yes'
bridge.on('event', (value) => { document.body.dataset.event = String(value) })`

const html = (body) => {
  const nonce = crypto.randomUUID()
  return new Response(page(nonce, body), {
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy(nonce) },
  })
}

const script = (text) => new Response(text, { headers: { 'content-type': 'text/javascript' } })

/** Answers `app://desk/…`. */
export async function pages(request) {
  const { pathname, host } = new URL(request.url)
  if (host !== 'desk') return new Response('', { status: 404 })
  if (pathname === '/app.js') return script(SCRIPT)
  if (pathname === '/inline.html') return html('<script>document.body.dataset.inline = "ran"</script>')
  if (pathname === '/frame.html') return html('<iframe src="/inner.html"></iframe>')
  if (pathname === '/inner.html') return html('<p>inner</p>')
  if (pathname === '/throw') throw new Error('the handler failed on purpose')
  if (pathname === '/links.html')
    return html(
      '<a id="blank" href="https://example.org/x" target="_blank">x</a><a id="away" href="https://example.org/">y</a>',
    )
  if (pathname === '/letter.html')
    return html('<h2>Letter 4711</h2><p>Second paragraph of the letter</p><ul><li>one</li></ul>')
  if (pathname === '/list.csv')
    return new Response('a,b\n1,2\n', {
      headers: { 'content-type': 'text/csv', 'content-disposition': 'attachment; filename="list.csv"' },
    })
  if (pathname === '/post') return new Response(`${request.method} ${await request.text()}`)
  if (pathname === '/index.html' || pathname === '/other.html') return html('<button id="button">b</button>')
  return new Response('not found', { status: 404 })
}
