import { type Random, weightedPicker } from '#authority/demo/prng.ts'
import { listMail } from '#authority/repositories/mail.ts'
import { bookAsMember } from '#authority/use-cases/appointments/book-as-member.ts'
import type { AuthorityContext } from '#authority/use-cases/context.ts'
import { correctMember } from '#authority/use-cases/demo/correct-member.ts'
import { resubmitDataUpdate, submitDataUpdate } from '#authority/use-cases/portal/data-update.ts'
import { enterCode, resubmitEmailChange, submitEmailChange } from '#authority/use-cases/portal/email-change.ts'
import type { Member } from '#shared/domain/members/member.ts'
import { drawSlot } from './clerk-acts.ts'
import { worldMembers } from './world.ts'

type MemberAct = (context: AuthorityContext, random: Random, member: Member) => Promise<unknown>

const proof = ({ membershipNo, idNo }: Member) => ({ membershipNo, idNo })
const newAddress = (random: Random) => `m${random.int(1000, 9999)}@bareed.example`

/** The code of the last letter, as a member reads it. */
async function prove(context: AuthorityContext, number: string): Promise<void> {
  const letter = (await listMail(context.db, 20)).find(
    (mail) => mail.requestNumber === number && mail.template === 'verification-code',
  )
  const code = /(?<!-)\b\d{6}\b/.exec(letter?.bodyEn ?? '')?.[0]
  if (code !== undefined) await enterCode(context, number, code)
}

async function findReturned(context: AuthorityContext, member: Member, kind: 'email-change' | 'data-update') {
  return context.db
    .selectFrom('requests')
    .selectAll()
    .where('memberId', '=', member.id)
    .where('kind', '=', kind)
    .where('state', '=', 'returned')
    .orderBy('id')
    .executeTakeFirst()
}

const changeAddress: MemberAct = async (context, random, member) => {
  const newEmail = newAddress(random)
  const input = { ...proof(member), newEmail, newEmailAgain: newEmail, documents: [] }
  const returned = await findReturned(context, member, 'email-change')
  const { number } = await (returned
    ? resubmitEmailChange(context, returned.number, input)
    : submitEmailChange(context, input))
  if (random.chance(0.8)) await prove(context, number)
}

const changeData: MemberAct = async (context, random, member) => {
  const fields = { poBox: String(random.int(1, 9999)), mobile: `+96655${random.int(1_000_000, 9_999_999)}` }
  const returned = await findReturned(context, member, 'data-update')
  if (!returned) return submitDataUpdate(context, { ...proof(member), fields, documents: [] })
  const open = Object.entries(returned.fieldStates).filter(([, now]) => now?.state === 'returned')
  const again = Object.fromEntries(Object.entries(fields).filter(([field]) => open.some(([name]) => name === field)))
  const wanted = Object.keys(again).length > 0 ? again : fields
  return resubmitDataUpdate(context, returned.number, { ...proof(member), fields: wanted, documents: [] })
}

/** The authority's own people correct the register. */
const correct: MemberAct = (context, random, member) =>
  correctMember(
    context,
    member.id,
    random.chance(0.5) ? { poBox: String(random.int(1, 9999)) } : { email: newAddress(random) },
  )

const bookPlace: MemberAct = async (context, random, member) => {
  const branch = random.pick(['riyadh', 'jeddah'] as const)
  const slot = drawSlot(random, branch, context.clock.now())
  const { id, idNo, mobile } = member
  if (slot) await bookAsMember(context, { branch, slot, visitor: { name: 'زائر', mobile, idNo, memberId: id } })
}

const acts = { changeAddress, changeData, correct, bookPlace }
const pickAct = weightedPicker<keyof typeof acts>([
  ['changeAddress', 3],
  ['changeData', 3],
  ['correct', 3],
  ['bookPlace', 2],
])

/** Somebody does something at the authority itself. Answers what, and throws what use-cases throw. */
export async function actAtAuthority(context: AuthorityContext, random: Random): Promise<string> {
  const name = pickAct(random)
  const member = random.pick(worldMembers)
  const now = await context.db.selectFrom('members').selectAll().where('id', '=', member.id).executeTakeFirst()
  await acts[name](context, random, now ?? member)
  return `${name} ${member.id}`
}
