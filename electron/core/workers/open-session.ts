import { type Grant, renewTokens, type SignInFetch, type Tokens } from '#core/identity/oidc.ts'
import type { ProofKey } from '#core/identity/proof-key.ts'
import { parseJson, problemOf, readText } from '#core/sync/authority-answers.ts'
import type { AuthorityFetch } from '#core/sync/authority-line.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { type SessionInput, SessionOutput } from '#shared/protocol/session.ts'

/** The desk's network as a sign-in uses it. */
export function signInFetch(fetch: AuthorityFetch): SignInFetch {
  return (url, init) => fetch(url, init)
}

/**
 * A session at the authority for whoever the tokens stand for, with the clerk's key on this device.
 *
 * @throws AppError `sync/offline`, `session/device-pending`, `session/clerk-unknown` and what else the authority says.
 */
export async function openSession(
  tokens: Pick<Tokens, 'present'>,
  authorityUrl: string,
  input: SessionInput,
): Promise<SessionOutput> {
  const response = await tokens.present(new URL('/v1/sessions', authorityUrl), JSON.stringify(input))
  const text = await readText(response)
  if (!response.ok) throw problemOf(response, text)
  const parsed = SessionOutput.safeParse(parseJson(text))
  if (!parsed.success) throw new AppError('authority/bad-answer', { path: '/v1/sessions' })
  return parsed.data
}

/** What the sign-in service did not answer: the line and the authority are another matter. */
function ofProvider(thrown: unknown): unknown {
  const isAway = thrown instanceof AppError && ['sync/offline', 'authority/unavailable'].includes(thrown.code)
  return isAway ? new AppError('session/provider-away', {}, { cause: thrown }) : thrown
}

/**
 * Another session for a clerk who has signed in before, and what the next one is asked for with.
 *
 * @throws AppError `session/provider-away`, `session/sign-in-again`, and what `openSession` throws.
 */
export async function renewSession(
  grant: Grant,
  aids: { fetch: AuthorityFetch; proofKey: ProofKey; clockAhead: number; authorityUrl: string },
  input: SessionInput,
): Promise<{ session: SessionOutput; grant: Grant }> {
  const { proofKey, clockAhead, authorityUrl } = aids
  const tokens = await renewTokens(grant, { fetch: signInFetch(aids.fetch), proofKey, clockAhead }).catch(
    (thrown: unknown) => Promise.reject(ofProvider(thrown)),
  )
  return { session: await openSession(tokens, authorityUrl, input), grant: tokens.grant }
}
