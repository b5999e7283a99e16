import { changeBranch, listBranches, setBranchActivity } from '#core/sync/administer-branches.ts'
import { addClerk, changeClerk, listClerks, setActivity, stepAccount } from '#core/sync/administer-clerks.ts'
import { decideDevice, listDevices } from '#core/sync/administer-devices.ts'
import { confirmReference, publishReference, withdrawReference } from '#core/sync/administer-reference.ts'
import type { Administering } from '#core/sync/administering.ts'
import type { Channel, ParsedInput } from '#shared/contracts/contract-map.ts'
import type { Errand } from './messages.ts'

/** Channels of administration. */
export type AdministrationErrand = Extract<Channel, `administration.${string}`>

type Answers = {
  readonly [C in AdministrationErrand]: (administering: Administering, input: ParsedInput<C>) => Promise<unknown>
}

const answers: Answers = {
  'administration.clerks': listClerks,
  'administration.addClerk': addClerk,
  'administration.changeClerk': changeClerk,
  'administration.setActivity': setActivity,
  'administration.stepAccount': stepAccount,
  'administration.branches': listBranches,
  'administration.changeBranch': changeBranch,
  'administration.setBranchActivity': setBranchActivity,
  'administration.devices': listDevices,
  'administration.decideDevice': decideDevice,
  'administration.publishReference': publishReference,
  'administration.confirmReference': confirmReference,
  'administration.withdrawReference': withdrawReference,
}

/** Whether an errand is about administration. */
export function isAdministration(errand: Errand): errand is AdministrationErrand {
  return Object.hasOwn(answers, errand)
}

/** Channels that only ask. */
const questions: readonly AdministrationErrand[] = [
  'administration.clerks',
  'administration.branches',
  'administration.devices',
]

/** Whether it changes something at the authority, so that what the screens know is old. */
export function isChange(errand: AdministrationErrand): boolean {
  return !questions.includes(errand)
}

/** Asks the authority for an administrator, and brings changes there. @throws AppError what it says, `sync/offline`. */
export function administer<C extends AdministrationErrand>(
  administering: Administering,
  errand: C,
  input: unknown,
): Promise<unknown> {
  return answers[errand](administering, input as ParsedInput<C>)
}
