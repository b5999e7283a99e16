/**
 * Words by which an application takes the trust in certificates or the way through a proxy into its own hands. Both are
 * the system's: whoever manages a machine decides on them there, once for all of its programs.
 */
const overrides =
  /rejectUnauthorized|NODE_TLS_REJECT_UNAUTHORIZED|setCertificateVerifyProc|certificate-error|ignore-certificate-errors|allow-insecure-localhost|select-client-certificate|\bsetProxy\b|proxy-server|proxy-pac-url|no-proxy-server|HTTPS?_PROXY/

/** Lines of a file of the application that override certificates or proxies. */
export function trustOverrides(source: string): number[] {
  return source.split('\n').flatMap((line, index) => (overrides.test(line) ? [index + 1] : []))
}
