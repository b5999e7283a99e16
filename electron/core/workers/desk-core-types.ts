import type { AuthorityFetch } from '#core/sync/authority-line.ts'
import type { Answer } from '#shared/contracts/contract-map.ts'
import type { DeskEventName } from '#shared/contracts/events.ts'
import type { DeskNote, VaultNote } from '#shared/domain/audit/desk-chain.ts'
import type { Clock } from '#shared/kernel/ports.ts'
import type { DeskThreads } from './desk-threads.ts'
import type { Unlocked } from './keeper-desk.ts'

export interface DeskCoreOptions {
  /** Where the store, its lock and nothing else lie; made when it is not there. */
  readonly profileDir: string
  /** The data key: 32 raw bytes. */
  readonly key: Uint8Array
  readonly authorityUrl: string
  /** A demo profile may hold data where the platform cannot protect the key, and has the switch for the line. */
  readonly demo: boolean
  /** Whether the key lies under the operating system's protection. */
  readonly protected: boolean
  /** Whether the desk pushes, pulls and listens by itself, and not only at `sync.now`. */
  readonly backgroundSync: boolean
  /** Node's fetch in the worker, or a fetch of the calling thread. */
  readonly network: 'node' | AuthorityFetch
  /** Threads that load their code already (`loadDeskThreads`), and where it lies. They are made here when absent. */
  readonly threads?: DeskThreads
  /** Keeps the network away altogether. */
  readonly offline?: boolean
  /** The application's version: rows that another one could not read are looked at again. */
  readonly appVersion?: string
  /** Whether the clerk who was last at the screen still is. */
  readonly rememberClerk?: boolean
  /** The time at the start; it goes on from there at the machine's pace, in every thread. */
  readonly clock?: Clock
  /** Hears of errors that are nobody's: code, channel and trace, for the log. Never personal data. */
  readonly onFault?: (fault: { code: string; channel: string; trace: string }) => void
  /** Whether answers are parsed by their contract too; in tests. */
  readonly checkOutput?: boolean
  /** What an administrator reads in the list of devices, where `device` does not say it. */
  readonly deviceName?: string
  /** This device, where the vault knows it before the store is open. */
  readonly device?: { readonly id: string; readonly name: string }
}

export interface DeskCore {
  /**
   * Calls a channel. Never throws: what goes wrong is an answer with an error of the table.
   *
   * @param caller the window that asks; newer calls of the same channel replace waiting ones of the same window.
   */
  invoke(channel: string, input: unknown, caller?: string): Promise<Answer<unknown>>
  /** Takes something that the clerk at the screen did and no channel of the core sees, into this desk's audit chain. */
  note(note: Omit<DeskNote, 'actor'>): void
  /** Hears every event of the desk; answers how to stop. */
  onEvent(listener: (name: DeskEventName, payload: unknown) => void): () => void
  /** Lets go of the profile. Held decisions are released first, and sent when the desk runs again. */
  close(): Promise<void>
}

/** A core behind a vault: people come in by their keys, not by the demo's list. */
export interface UnlockedDeskCore extends DeskCore {
  /** Puts somebody at the screen who has unlocked their slot. */
  enter(unlocked: Unlocked): Promise<Answer<unknown>>
  /** Forgets a clerk's signing key; whatever else they left stays. */
  forget(clerkId: string): Promise<void>
  /** What the authority has not acknowledged, before this device is wiped. */
  collectOutbox(): Promise<Uint8Array<ArrayBuffer>>
  /** Takes what happened at the vault into the audit chain; answers the number of the last note that it has. */
  keepVaultNotes(notes: readonly VaultNote[]): Promise<number>
}
