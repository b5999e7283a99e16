/** What a mistake, or a hand in the database, could still have talked four eyes out of. */
export const fourEyes: readonly string[] = [
  // Two names were written down, each when its person acted: neither is put in the place of another afterwards.
  `create function approvals_stand() returns trigger language plpgsql as $$
    begin
      raise exception 'four eyes: who approved what stands' using errcode = 'check_violation';
    end $$`,
  `create trigger approvals_stand before update of proposer, confirmer, revision_hash, request_id on approvals for each row
    when (new.proposer is distinct from old.proposer or new.revision_hash is distinct from old.revision_hash
      or new.request_id is distinct from old.request_id
      or (old.confirmer is not null and new.confirmer is distinct from old.confirmer))
    execute function approvals_stand()`,
  `create trigger revocations_stand before update of proposer, confirmer, certificate_id on revocations for each row
    when (new.proposer is distinct from old.proposer or new.certificate_id is distinct from old.certificate_id
      or (old.confirmer is not null and new.confirmer is distinct from old.confirmer))
    execute function approvals_stand()`,
  // A request that was grave stays so until its content is another one: calling it harmless first does not help.
  `create function risk_stands() returns trigger language plpgsql as $$
    begin
      raise exception 'four eyes: the risk of request % belongs to its revision', new.id using errcode = 'check_violation';
    end $$`,
  `create trigger requests_risk_stands before update of risk on requests for each row
    when (new.risk is distinct from old.risk and new.revision_hash is not distinct from old.revision_hash)
    execute function risk_stands()`,
]
