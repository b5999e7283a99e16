/**
 * What a register of each version held: plain SQL for the tables as they were then, by the step that made them. Frozen
 * like the steps: rows of today's types would say nothing of yesterday's.
 */
export const earlierRows: Readonly<Record<string, readonly string[]>> = {
  '0001-register': [
    `insert into meta values ('kind', 'real'), ('epoch', 'of-old')`,
    `insert into clerks values
      ('noura', 1, 'نورة العتيبي', 'Noura Alotaibi', 'clerk', 'riyadh', true),
      ('salem', 2, 'سالم الغامدي', 'Salem Alghamdi', 'supervisor', 'riyadh', true)`,
    `insert into members (id, version, state, membership_no, file_no, id_no, id_kind, name_ar, name_en, gender, birth_date,
        nationality, email, mobile, city, po_box, postal_code, employer_ar, employer_en, blood_group, family, rank,
        specialty, classifications, registrations, account, photo, updated_at)
      values ('member-1', 1, 'active', '20417735', 'F-118-40923', '1000000008', 'citizen',
        '{"first":"فهد","father":"ناصر","grandfather":"سعد","family":"القحطاني"}',
        '{"first":"Fahad","father":"Nasser","grandfather":"Saad","family":"Alqahtani"}', 'm', '1983-10-31', 'SA',
        'fahad_nq88@hotmail.com', '+966550128841', 'riyadh', '94656', '11614', 'مستشفى الواحة التخصصي',
        'Al Waha Specialist Hospital', 'O+', 'nursing', 'specialist', 'general-nursing',
        '[{"rank":"specialist","specialty":"general-nursing","from":"2017-03-05"}]',
        '[{"number":"22-R-0061847","issuedOn":"2025-01-22","expiresOn":"2027-01-22","state":"active"}]',
        '{"state":"active","lastSignInAt":"2026-11-21T15:20:00.000Z"}', null, '2026-11-01T08:00:00.000Z')`,
    // One that waits for its first approval, and one that took effect by two.
    `insert into requests (id, version, number, kind, state, risk, member_id, branch, assignee_id, submitted_at, due_at,
        paused_at, base_version, base, proposed, revision_hash, evidence, address_proof, rules_at_submission, proposal,
        decisions, events, updated_at)
      select id, version, number, 'email-change', state, 'high', 'member-1', 'riyadh', null, '2026-11-18T15:02:00.000Z',
        due_at::timestamptz, null, 1,
        '{"nameAr":"فهد ناصر سعد القحطاني","nameEn":"Fahad Nasser Saad Alqahtani","idNo":"1000000008",
          "birthDate":"1983-10-31","nationality":"SA","email":"fahad_nq88@hotmail.com","mobile":"+966550128841",
          "city":"riyadh","poBox":"94656","postalCode":"11614","employer":"مستشفى الواحة التخصصي","photo":null}',
        '{"email":"f.alqahtani@alwaha.sa"}', repeat('a', 64), '[]',
        '{"codeSentAt":"2026-11-18T15:02:00.000Z","codeEnteredAt":"2026-11-18T15:04:00.000Z",
          "oldAddressNotifiedAt":"2026-11-18T15:02:00.000Z"}',
        '[]', null, decisions::jsonb, '[{"at":"2026-11-18T15:02:00.000Z","kind":"submitted","by":"member"}]',
        '2026-11-18T15:04:00.000Z'
      from (values
        ('request-1', 1, 'R-48-018204', 'submitted', '2026-11-22T12:00:00.000Z', '[]'),
        ('request-2', 3, 'R-48-018205', 'completed', null, '[{"commandId":"command-1","decision":"approve","step":"propose",
          "by":"noura","at":"2026-11-20T08:05:00.000Z","reasons":[],"remarks":""}]')
      ) as r (id, version, number, state, due_at, decisions)`,
    `select setval('request_numbers', 18205)`,
    `insert into approvals (request_id, revision_hash, proposer, confirmer, voided) values
      ('request-2', repeat('a', 64), 'noura', 'salem', false), ('request-2', repeat('b', 64), 'noura', null, true)`,
    `insert into feed (scope, table_name, row_id, version, gone) values
      ('directory', 'clerks', 'noura', 1, false), ('directory', 'clerks', 'salem', 2, false),
      ('directory', 'members', 'member-1', 1, false), ('branch:riyadh', 'requests', 'request-1', 1, false),
      ('branch:riyadh', 'requests', 'request-2', 3, false), ('branch:riyadh', 'requests', 'request-of-jeddah', 2, true)`,
    `insert into commands values ('command-1', 'desk-1', 'noura', 1, 'request.decide', repeat('c', 64), 'settled',
      '{"id":"command-1","outcome":"applied","code":null,"detail":{},"rebased":false,"current":null,
        "changed":[{"table":"requests","id":"request-2","version":2}],"at":"2026-11-20T08:05:00.000Z"}',
      '2026-11-20T08:05:00.000Z')`,
    `insert into device_keys values ('desk-1', 'noura', repeat('k', 43), '2026-11-20T08:00:00.000Z')`,
    `insert into sessions values (repeat('d', 64), 'noura', 'desk-1', '2026-11-20T08:00:00Z', '2026-11-20T20:00:00Z')`,
    `insert into documents values (repeat('e', 64), 'application/pdf', 4, '\\x25504446')`,
    `insert into request_documents values ('request-2', repeat('e', 64))`,
    `insert into mail_outbox (at, template, to_address, request_id, request_number, subject_ar, subject_en, body_ar, body_en)
      values ('2026-11-20T09:00:00Z', 'email-changed-new-address', 'f.alqahtani@alwaha.sa', 'request-2', 'R-48-018205',
        'موضوع', 'Subject', 'نص', 'Body')`,
    `insert into audit (at, actor, device, action, subject, detail) values
      ('2026-11-20T08:00:00.000Z', 'noura', 'desk-1', 'signed-in', 'clerk:noura', '{}'),
      ('2026-11-20T08:05:00.000Z', 'noura', 'desk-1', 'decision-propose-approve', 'request:request-2', '{"command":"command-1"}')`,
    `insert into portal_codes values ('request-1', repeat('f', 64), '2026-11-18T15:32:00Z', 1)`,
  ],
  '0002-counter': [
    `insert into requests (id, version, number, kind, state, risk, member_id, branch, submitted_at, base_version, base,
        proposed, field_states, revision_hash, evidence, rules_at_submission, decisions, events, updated_at)
      values ('request-3', 2, 'R-48-018206', 'data-update', 'awaiting-second', 'high', 'member-1', 'riyadh',
        '2026-11-19T07:00:00.000Z', 1, '{"city":"riyadh","nationality":"SA"}', '{"city":"jeddah","nationality":"EG"}',
        '{"city":{"state":"applied","risk":"low","by":"noura","at":"2026-11-20T08:10:00.000Z","reasons":[],"remarks":""},
          "nationality":{"state":"awaiting-second","risk":"high","by":"noura","at":"2026-11-20T08:10:00.000Z","reasons":[],
            "remarks":""}}',
        repeat('b', 64), '[]', '[]', '[]', '[]', '2026-11-20T08:10:00.000Z')`,
    `insert into approvals (request_id, revision_hash, proposer, fields)
      values ('request-3', repeat('b', 64), 'noura', '["nationality"]')`,
    `insert into register_keys values ('anchor', 'kid-of-anchor', 'public', 'private', '2026-11-01T00:00:00Z')`,
    `insert into certificates (id, version, number, kind, state, member_id, membership_no, name_ar, name_en, rank, specialty,
        issued_on, expires_on, status, code, proposal, steps, updated_at)
      select 'certificate-' || n, 1, 'C-48-' || n, 'registration', state, 'member-1', '20417735', 'فهد القحطاني',
        'Fahad Alqahtani', 'specialist', 'general-nursing', '2025-01-22', '2027-01-22',
        jsonb_build_object('uri', 'https://authority.example/status', 'index', n), 'MPL1:', null, '[]',
        '2025-02-01T00:00:00.000Z'
      from (values (1, 'in-force'), (2, 'revoked')) as c (n, state)`,
    `insert into revocations (certificate_id, proposer, confirmer) values ('certificate-2', 'noura', 'salem')`,
    `insert into evidence_lists
      values ('list-1', 1, 'status-list', 'https://authority.example/status', 'c2lnbmVk', '2026-11-20T08:00:00.000Z')`,
    `insert into schedules values ('schedule-1', 1, 'riyadh', 'general', 1, '2026-01-01', null,
      '[{"weekday":0,"from":"08:00","to":"12:00"}]', 15, 2, '2026-01-01T06:00:00.000Z')`,
    `insert into appointments (id, version, number, branch, service, counter, schedule_id, date, time, minutes, state,
        visitor, origin, remarks, events, place, updated_at)
      values ('appointment-1', 1, 'A-48-000001', 'riyadh', 'general', 1, 'schedule-1', '2026-11-22', '09:00', 15, 'booked',
        '{"name":"ماجد الحربي","mobile":"+966550128842","idNo":"1000000008","memberId":null}', 'portal', '',
        '[{"at":"2026-11-20T08:00:00.000Z","kind":"booked","by":"member"}]', 1, '2026-11-20T08:00:00.000Z')`,
    `insert into mail_outbox (at, template, to_address, subject_ar, subject_en, body_ar, body_en)
      values ('2026-11-20T09:00:00Z', 'certificate-revoked', 'fahad_nq88@hotmail.com', 'موضوع', 'Subject', 'نص', 'Body')`,
    `insert into feed (scope, table_name, row_id, version) values
      ('directory', 'certificates', 'certificate-1', 1), ('directory', 'certificates', 'certificate-2', 1),
      ('directory', 'evidence_lists', 'list-1', 1), ('branch:riyadh', 'requests', 'request-3', 2),
      ('branch:riyadh', 'schedules', 'schedule-1', 1), ('branch:riyadh', 'appointments', 'appointment-1', 1)`,
  ],
  // From here on the feed's rows are counted as they change.
  '0003-totals': [`update feed set gone = true, version = 4 where row_id = 'request-2'`],
  '0005-uploads': [
    `insert into uploads values (repeat('1', 64), 'desk-1', 4, '\\x2550', null, '2026-11-20T08:20:00.000Z')`,
  ],
  '0006-audit-log': [
    `insert into audit (at, actor, device, action, subject, detail, personal) values
      ('2026-11-20T08:30:00.000Z', 'salem', null, 'member-corrected', 'member:member-1', '{}', '{"name":"commitment-1"}')`,
    `insert into audit_personal values ('commitment-1', 'member:member-1', 'ab', 'فهد')`,
    `insert into desk_chains values ('desk-1', 1, repeat('2', 64))`,
    `insert into desk_chain_entries values ('desk-1', repeat('2', 64))`,
  ],
  '0007-identity': [
    `insert into accounts (clerk_id, username, password_hash, must_change, totp_secret, changed_at)
      values ('noura', 'noura', '$argon2id$', false, 'sealed', '2026-11-20T07:00:00Z')`,
    `insert into recovery_codes values ('noura', repeat('3', 64))`,
    `insert into sign_in_failures values ('name:somebody', 2, '2026-11-20T07:00:00Z', null)`,
    `insert into identity_keys values ('cookies', '["key"]', '2026-11-20T07:00:00Z')`,
    `insert into oidc_payloads (model, id, payload) values ('Grant', 'grant-1', '{}')`,
    `insert into used_proofs values ('proof-1', '2026-11-20T07:05:00Z')`,
    // What the step itself made of the keys of earlier versions.
    `insert into devices (id, name, state, first_seen_at, last_seen_at) values
      ('desk-1', 'desk-1', 'enrolled', '2026-11-20T08:00:00.000Z', '2026-11-20T08:00:00.000Z'),
      ('desk-2', 'Counter 2', 'wipe', '2026-11-20T08:00:00.000Z', '2026-11-20T08:40:00.000Z')`,
    `insert into sealed_outboxes values ('desk-2', '2026-11-20T08:40:00.000Z', '\\x00ff')`,
  ],
  '0008-administration': [
    `update devices set app_version = '0.1.0' where id = 'desk-2'`,
    `insert into sign_ins values ('noura', '2026-11-20T08:00:00.000Z')`,
  ],
  '0009-branches': [`insert into branches values ('jeddah', 2, 'جدة', 'Jeddah', '+966120000000', true)`],
  '0010-reference': [
    `insert into reference_versions (id, version, kind, effective_from, rows, note, published_at, published_by, updated_at)
      values ('holidays-2', 1, 'holidays', '2026-12-01', '[{"code":"day-off","ar":"يوم عطلة","en":"A day off",
        "calendar":"announced","from":"2026-12-06","nextDay":false,"to":"2026-12-06"}]', 'announced',
        '2026-11-20T08:00:00.000Z', 'salem', '2026-11-20T08:00:00.000Z')`,
    `insert into feed (scope, table_name, row_id, version) values ('directory', 'reference_versions', 'holidays-2', 1)`,
  ],
  '0012-reference-second-person': [
    `insert into reference_versions (id, version, kind, effective_from, rows, note, published_at, published_by,
        proposal_hash, updated_at)
      select 'field-risk-2', 1, 'field-risk', '2026-12-01', jsonb_agg(jsonb_build_object('field', f, 'risk', 'low')),
        'lighter', '2026-11-20T08:00:00.000Z', 'salem', repeat('4', 64), '2026-11-20T08:00:00.000Z'
      from regexp_split_to_table('nameAr nameEn idNo birthDate nationality email mobile city poBox postalCode employer photo',
        ' ') as f`,
    `insert into feed (scope, table_name, row_id, version) values ('directory', 'reference_versions', 'field-risk-2', 1)`,
  ],
}
