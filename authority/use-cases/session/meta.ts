import { isoInstant } from '#shared/kernel/ports.ts'
import { OLDEST_PROTOCOL, PROTOCOL_VERSION } from '#shared/protocol/protocol-version.ts'
import type { MetaOutput, SignIn } from '#shared/protocol/session.ts'
import type { Config } from '../../config.ts'
import { getEpoch, ping } from '../../repositories/meta.ts'
import { getRegisterKey } from '../../repositories/register-keys.ts'
import type { AuthorityContext } from '../context.ts'

/** The protocols that an authority answers: those of this code, unless it is held to others. */
export function spokenProtocols(config: Config): { protocol: number; oldestProtocol: number } {
  return {
    protocol: config.protocol ?? PROTOCOL_VERSION,
    oldestProtocol: config.oldestProtocol ?? OLDEST_PROTOCOL,
  }
}

/** Who answers, in which protocol, and how clerks sign in. */
export async function describeAuthority(
  { config, db, clock }: AuthorityContext,
  signIn: SignIn | null,
): Promise<MetaOutput> {
  const { kid, publicKey } = await getRegisterKey(db, 'anchor')
  return {
    ...spokenProtocols(config),
    nameAr: config.nameAr,
    nameEn: config.nameEn,
    demo: config.demo,
    epoch: await getEpoch(db),
    trustAnchor: { kid, publicKey },
    signIn,
    serverTime: isoInstant(clock.now()),
  }
}

/** Whether the database answers; throws when it does not. */
export async function checkDatabase({ db }: AuthorityContext): Promise<void> {
  await ping(db)
}
