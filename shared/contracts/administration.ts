import { z } from 'zod'
import { BranchCode } from '../domain/clerks/clerk.ts'
import {
  AccountStep,
  ClerkActivity,
  ClerkChange,
  ClerkEntry,
  NewClerk,
  Username,
} from '../domain/clerks/clerk-account.ts'
import { Device, DeviceDecision } from '../domain/devices/device.ts'
import { Branch, BranchActivity, BranchChange, BranchEntry, BranchUse } from '../domain/reference/branch.ts'
import {
  ConfirmReferenceInput,
  PublishReferenceInput,
  ReferenceOutput,
  WithdrawReferenceInput,
} from '../domain/reference/reference-change.ts'
import { contract } from './contract.ts'

const Id = z.string().min(1).max(64)
/** People who are named in an answer, as far as this desk knows them. */
const PeopleNames = z.record(z.string(), z.object({ nameAr: z.string(), nameEn: z.string() }))

/** The clerk as they stand now, and a password that is told once where there is a new one. */
const ChangedClerk = z.object({ entry: ClerkEntry, password: z.string().nullable() })
const clerkErrors = [
  'sync/offline',
  'permission/denied',
  'input/invalid',
  'record/not-found',
  'administration/changed',
  'administration/taken',
  'administration/own-account',
  'administration/last-administrator',
  'administration/branch-closed',
] as const

/** Who may work where, at which device. Asked of the authority live and changed there; docs/administration.md. */
export const administrationContracts = {
  /**
   * Everybody, by branch and id. Without a line what this desk holds: the register's rows, and nothing of accounts
   * (`live` is false then).
   */
  'administration.clerks': contract({
    lane: 'writer',
    needs: 'administer.clerks',
    input: z.strictObject({}),
    output: z.object({ clerks: z.array(ClerkEntry), live: z.boolean() }),
    errors: ['permission/denied'],
  }),
  'administration.addClerk': contract({
    lane: 'writer',
    needs: 'administer.clerks',
    input: NewClerk,
    output: ChangedClerk,
    errors: clerkErrors,
  }),
  /** Names, role and branch. */
  'administration.changeClerk': contract({
    lane: 'writer',
    needs: 'administer.clerks',
    input: z.strictObject({ id: Id, ...ClerkChange.shape }),
    output: ChangedClerk,
    errors: clerkErrors,
  }),
  /** Lets somebody go, or back in. */
  'administration.setActivity': contract({
    lane: 'writer',
    needs: 'administer.clerks',
    input: z.strictObject({ id: Id, ...ClerkActivity.shape }),
    output: ChangedClerk,
    errors: clerkErrors,
  }),
  /** One step of an account. `username` for `add`. */
  'administration.stepAccount': contract({
    lane: 'writer',
    needs: 'administer.clerks',
    input: z.strictObject({ id: Id, step: AccountStep, username: Username.optional() }),
    output: ChangedClerk,
    errors: clerkErrors,
  }),
  /**
   * Every branch with what happens there. Without a line the branches as this desk knows them, and nothing of what
   * happens (`live` is false then, and each `use` null).
   */
  'administration.branches': contract({
    lane: 'writer',
    needs: 'administer.branches',
    input: z.strictObject({}),
    output: z.object({
      branches: z.array(z.object({ branch: Branch, use: BranchUse.nullable() })),
      live: z.boolean(),
    }),
    errors: ['permission/denied'],
  }),
  /** What a branch is called, and how it is reached. */
  'administration.changeBranch': contract({
    lane: 'writer',
    needs: 'administer.branches',
    input: z.strictObject({ code: BranchCode, ...BranchChange.shape }),
    output: BranchEntry,
    errors: ['sync/offline', 'permission/denied', 'input/invalid', 'administration/changed'],
  }),
  /** Closes a branch, or opens it again. */
  'administration.setBranchActivity': contract({
    lane: 'writer',
    needs: 'administer.branches',
    input: z.strictObject({ code: BranchCode, ...BranchActivity.shape }),
    output: BranchEntry,
    errors: [
      'sync/offline',
      'permission/denied',
      'input/invalid',
      'administration/changed',
      'administration/branch-in-use',
    ],
  }),
  /** Every device: pending ones first, then by when they were last seen. Needs a line. */
  'administration.devices': contract({
    lane: 'writer',
    needs: 'administer.devices',
    input: z.strictObject({}),
    output: z.object({
      devices: z.array(Device),
      /** Id of the device that this desk is. */
      here: z.string().nullable(),
      clerks: PeopleNames,
    }),
    errors: ['sync/offline', 'permission/denied'],
  }),
  /** Lets a device in, keeps it out, or has it wiped. */
  'administration.decideDevice': contract({
    lane: 'writer',
    needs: 'administer.devices',
    input: z.strictObject({ id: Id, ...DeviceDecision.shape }),
    output: Device,
    errors: [
      'sync/offline',
      'permission/denied',
      'record/not-found',
      'administration/changed',
      'administration/own-device',
    ],
  }),
  /**
   * A version of reference data from a day on (a proposal, where it takes a second approval away), or, dry, what it would
   * do; docs/reference-data.md.
   */
  'administration.publishReference': contract({
    lane: 'writer',
    needs: 'administer.reference',
    input: PublishReferenceInput,
    output: ReferenceOutput,
    errors: [
      'sync/offline',
      'permission/denied',
      'reference/changed',
      'reference/proposal-waits',
      'reference/too-early',
      'reference/invalid',
      'reference/unchanged',
    ],
  }),
  /** Confirms a proposal as it lies at this desk, as its second person, or, dry, says what that would do. */
  'administration.confirmReference': contract({
    lane: 'writer',
    needs: 'administer.confirm-reference',
    input: ConfirmReferenceInput.omit({ hash: true }).extend({ id: Id }),
    output: ReferenceOutput,
    errors: ['sync/offline', 'permission/denied', 'record/not-found', 'reference/changed', 'reference/proposal-lapsed'],
  }),
  /** Takes back a version that has not begun, or turns a proposal down, or, dry, says what that would do. */
  'administration.withdrawReference': contract({
    lane: 'writer',
    needs: 'administer.reference',
    input: WithdrawReferenceInput.extend({ id: Id }),
    output: ReferenceOutput,
    errors: [
      'sync/offline',
      'permission/denied',
      'record/not-found',
      'reference/changed',
      'reference/in-force',
      'reference/withdrawal-lowers',
    ],
  }),
} as const
