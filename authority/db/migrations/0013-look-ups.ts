/** Indexes for look-ups that read a whole table, found by explaining every one of them (use-cases/sync/indexes.test.ts). */
export const lookUps: readonly string[] = [
  // The triggers of four eyes ask for the second approval; the indexes that there were know only those that await one.
  `create index approvals_by_request on approvals (request_id)`,
  `create index revocations_by_certificate on revocations (certificate_id)`,
  // A list is signed anew from the few that are not in force, of the quarter of a million that it has room for.
  `create index certificates_not_in_force on certificates ((status ->> 'uri')) where state <> 'in-force'`,
  // How many documents of a device wait.
  `create index uploads_by_device on uploads (device)`,
  // A device that is put out ends every session at it.
  `create index sessions_by_device on sessions (device)`,
]
