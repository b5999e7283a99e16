import type { useText } from '#renderer/lib/use-text.ts'
import type { arabic } from '#shared/i18n/messages.ts'

type Action = Extract<keyof typeof arabic.audit, `action_${string}`>

/** Beginnings and ends of actions, longest first, with the message that tells them. */
const prefixes: readonly (readonly [string, Action])[] = [
  ['decision-', 'action_decision'],
  ['revocation-', 'action_revocation'],
  ['appointment-', 'action_appointment'],
  ['desk-chain-gap', 'action_chain_gap'],
  ['desk-chain-forged', 'action_chain_forged'],
  ['desk-chain-rewritten', 'action_chain_rewritten'],
]

const exact: Readonly<Record<string, Action>> = {
  'certificate-issued': 'action_certificate_issued',
  'signed-in': 'action_signed_in',
  'sign-in-failed': 'action_sign_in_failed',
  'account-added': 'action_account_added',
  'account-reset': 'action_account_reset',
  'account-locked': 'action_account_locked',
  'account-unlocked': 'action_account_unlocked',
  'account-password-reset': 'action_account_password_reset',
  'account-second-factor-reset': 'action_account_second_factor_reset',
  'account-sessions-ended': 'action_account_sessions_ended',
  'branch-changed': 'action_branch_changed',
  'branch-closed': 'action_branch_closed',
  'branch-opened': 'action_branch_opened',
  'clerk-added': 'action_clerk_added',
  'clerk-changed': 'action_clerk_changed',
  'clerk-activated': 'action_clerk_activated',
  'clerk-deactivated': 'action_clerk_deactivated',
  'sign-in-blocked': 'action_sign_in_blocked',
  'second-factor-set': 'action_second_factor_set',
  'device-enrolled': 'action_device_enrolled',
  'device-revoked': 'action_device_revoked',
  'device-wipe-ordered': 'action_device_wipe_ordered',
  'device-wiped': 'action_device_wiped',
  'device-key-returned': 'action_device_key_returned',
  'device-outbox-received': 'action_device_outbox_received',
  'device-outbox-opened': 'action_device_outbox_opened',
  'member-corrected': 'action_member_corrected',
  'reference-published': 'action_reference_published',
  'reference-proposed': 'action_reference_proposed',
  'reference-confirmed': 'action_reference_confirmed',
  'reference-declined': 'action_reference_declined',
  'reference-taken-back': 'action_reference_taken_back',
  'reference-withdrawn': 'action_reference_withdrawn',
  'request-submitted': 'action_request_submitted',
  'request-resubmitted': 'action_request_resubmitted',
  'code-entered': 'action_code_entered',
  'personal-erased': 'action_personal_erased',
  'audit-exported': 'action_audit_exported',
  'desk.signed-in': 'action_desk_signed_in',
  'desk.unlocked': 'action_desk_unlocked',
  'desk.unlock-refused': 'action_desk_unlock_refused',
  'desk.slot-destroyed': 'action_desk_slot_destroyed',
  'desk.enrolled': 'action_desk_enrolled',
  'desk.passphrase-changed': 'action_desk_passphrase_changed',
  'desk.locked': 'action_desk_locked',
  'desk.reopened': 'action_desk_reopened',
  'desk.signed-out': 'action_desk_signed_out',
  'desk.members-searched': 'action_desk_members_searched',
  'desk.member-read': 'action_desk_member_read',
  'desk.request-read': 'action_desk_request_read',
  'desk.certificate-read': 'action_desk_certificate_read',
  'desk.document-read': 'action_desk_document_read',
  'desk.certificate-verified': 'action_desk_certificate_verified',
  'desk.exported': 'action_desk_exported',
  'desk.paper-saved': 'action_desk_paper_saved',
  'desk.copied': 'action_desk_copied',
  'desk.taken-back': 'action_desk_taken_back',
  'desk.redone': 'action_desk_redone',
  'desk.discarded': 'action_desk_discarded',
  'desk.clock-jumped': 'action_desk_clock_jumped',
  'desk.log-altered': 'action_desk_log_altered',
  'desk.log-restored': 'action_desk_log_restored',
  'desk.store-repaired': 'action_desk_store_repaired',
}

/** The message of an action; undefined for one that this version does not know: it is shown as it is. */
export function findActionKey(action: string): Action | undefined {
  if (action.endsWith('-refused')) return 'action_refused'
  return exact[action] ?? prefixes.find(([start]) => action.startsWith(start))?.[1]
}

/** What happened in words, and its code where there are none. */
export function actionWords(action: string, t: ReturnType<typeof useText>['t']): string {
  const key = findActionKey(action)
  return key === undefined ? action : t(`audit.${key}`)
}

/** Entries that somebody must look at. */
export function isFault(action: string): boolean {
  return action.startsWith('desk-chain-') || action === 'desk.log-altered'
}
