import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { ExportHead } from '../domain/audit/check-export.ts'
import { ClerkActivity, ClerkChange, NewClerk } from '../domain/clerks/clerk-account.ts'
import { DeviceDecision } from '../domain/devices/device.ts'
import { BranchActivity, BranchChange } from '../domain/reference/branch.ts'
import {
  ConfirmReferenceInput,
  PublishReferenceInput,
  ReferenceOutput,
  WithdrawReferenceInput,
} from '../domain/reference/reference-change.ts'
import { canonicalJson } from '../kernel/canonical-json.ts'
import { AccountStepInput, BranchesOutput, ClerkChangedOutput, ClerksOutput } from './administration.ts'
import { AuditPage, AuditProof, AuditQuery, ChainInput, ChainOutput } from './audit.ts'
import { Command, Deferral } from './command.ts'
import { DeviceCheckOutput, DevicesOutput, DeviceWipedOutput } from './devices.ts'
import { FillControl, FillQuery } from './fill.ts'
import { DataUpdateInput, EmailChangeInput, EnterCodeInput, PortalRequestOutput } from './portal.ts'
import { PROTOCOL_VERSION } from './protocol-version.ts'
import { feedTables, PullOutput, PullQuery, ScopesOutput } from './pull.ts'
import { GapProblem, PushInput, PushOutput } from './push.ts'
import { DemoClerksOutput, DemoSessionInput, MetaOutput, Problem, SessionInput, SessionOutput } from './session.ts'

/**
 * History of the wire, newest last. Before the first release (0.1.0) the hash of version 1 may be replaced; after it,
 * a changed hash means a new number in `protocol-version.ts` and a new row here.
 */
const history: readonly { version: number; hash: string }[] = [
  { version: 1, hash: '40e0aadfe1b8be5c' },
  // A stream for the first fill; documents attached to decisions; sign-in by a provider, devices; the audit log;
  // reference data by the day it counts from, with a second person for some of it.
  { version: 2, hash: 'a285a741203dac06' },
]

test('the schemas of the wire are those of the protocol number', () => {
  const schemas = {
    Command,
    Deferral,
    DataUpdateInput,
    EmailChangeInput,
    EnterCodeInput,
    PortalRequestOutput,
    ...feedTables,
    PullOutput,
    PullQuery,
    ScopesOutput,
    FillQuery,
    FillControl,
    GapProblem,
    PushInput,
    PushOutput,
    DemoClerksOutput,
    DemoSessionInput,
    MetaOutput,
    Problem,
    SessionInput,
    SessionOutput,
    DevicesOutput,
    DeviceDecision,
    DeviceCheckOutput,
    DeviceWipedOutput,
    BranchesOutput,
    BranchChange,
    BranchActivity,
    ClerksOutput,
    ClerkChangedOutput,
    AccountStepInput,
    NewClerk,
    ClerkChange,
    ClerkActivity,
    ChainInput,
    ChainOutput,
    AuditQuery,
    AuditPage,
    AuditProof,
    ExportHead,
    PublishReferenceInput,
    ConfirmReferenceInput,
    WithdrawReferenceInput,
    ReferenceOutput,
  }
  const text = canonicalJson(
    Object.fromEntries(
      Object.entries(schemas).map(([name, schema]) => [name, z.toJSONSchema(schema, { io: 'input' })]),
    ),
  )
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16)
  expect(history.at(-1)).toEqual({ version: PROTOCOL_VERSION, hash })
})
