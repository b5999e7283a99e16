import type { VaultView } from '#shared/contracts/vault.ts'

/** What the vault says where there is none: people are picked from a demo's list. */
export const noVault: VaultView = {
  mode: 'demo',
  device: null,
  authority: null,
  clerks: [],
  signIn: { step: 'none', clerk: null },
  open: true,
  screenLockedBy: null,
  wipe: 'none',
  autoLockMinutes: 10,
}
