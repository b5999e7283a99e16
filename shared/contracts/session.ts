import { z } from 'zod'
import { Clerk } from '../domain/clerks/clerk.ts'
import { Branch } from '../domain/reference/branch.ts'
import { contract } from './contract.ts'

/** The clerk at the screen, and whom this desk speaks with. */
export const CurrentSession = z.object({
  clerk: Clerk.nullable(),
  authority: z.object({ nameAr: z.string(), nameEn: z.string(), demo: z.boolean() }).nullable(),
  /** Whether the data key lies under the operating system's protection; false shows the demo banner. */
  protected: z.boolean(),
  /** Whether this clerk must sign in at the authority again before their work is sent. */
  signInAgain: z.boolean(),
})
export type CurrentSession = z.infer<typeof CurrentSession>

export const sessionContracts = {
  /** People who may sign in on this device: cached at first contact, so that switching works without a line. */
  'session.clerks': contract({
    lane: 'writer',
    needs: 'nobody',
    input: z.strictObject({}),
    output: z.object({ clerks: z.array(Clerk) }),
    errors: ['sync/offline', 'session/demo-only'],
  }),
  /** Every branch in the authority's order, as it last told of them. */
  'session.branches': contract({
    lane: 'writer',
    needs: 'nobody',
    input: z.strictObject({}),
    output: z.object({ branches: z.array(Branch) }),
    errors: [],
  }),
  'session.signIn': contract({
    lane: 'writer',
    needs: 'nobody',
    input: z.strictObject({ clerkId: z.string().min(1).max(64) }),
    output: CurrentSession,
    errors: ['session/clerk-unknown', 'session/demo-only', 'sync/offline'],
  }),
  'session.current': contract({
    lane: 'writer',
    needs: 'nobody',
    input: z.strictObject({}),
    output: CurrentSession,
    errors: [],
  }),
  'session.signOut': contract({
    lane: 'writer',
    needs: 'nobody',
    input: z.strictObject({}),
    output: CurrentSession,
    errors: [],
  }),
} as const
