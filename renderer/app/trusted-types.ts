/**
 * The page's default Trusted Types policy. Mantine writes its theme into `<style>` through innerHTML, which the policy
 * lets pass because it holds no markup; any string with `<` is refused, so no HTML can ever be made from text. Scripts
 * (workers) load only from the application's own origin. Imported before everything else.
 */

interface PolicyOptions {
  createHTML: (text: string) => string
  createScriptURL: (url: string) => string
}

interface TrustedTypesFactory {
  createPolicy: (name: 'default', options: PolicyOptions) => unknown
}

/** The text itself; throws a TypeError when it could hold markup. */
export function refuseMarkup(text: string): string {
  if (text.includes('<')) throw new TypeError('Markup from text is refused')
  return text
}

/** The address itself when it lies on `origin`; throws a TypeError otherwise. */
export function refuseForeignScript(url: string, base: string): string {
  const target = new URL(url, base)
  const home = new URL(base)
  if (target.protocol !== home.protocol || target.host !== home.host) {
    throw new TypeError('Scripts from elsewhere are refused')
  }
  return url
}

const factory = (globalThis as { trustedTypes?: TrustedTypesFactory }).trustedTypes
factory?.createPolicy('default', {
  createHTML: refuseMarkup,
  createScriptURL: (url) => refuseForeignScript(url, globalThis.location.href),
})
