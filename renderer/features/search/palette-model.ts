import type { ChannelOutput } from '#shared/contracts/contract-map.ts'
import type { RequestSummary, SearchHit } from '#shared/contracts/members.ts'
import type { Command } from './commands.ts'

export type PaletteKind = 'all' | 'members' | 'requests' | 'commands'
export const paletteKinds: readonly PaletteKind[] = ['all', 'members', 'requests', 'commands']

/** One row that the arrow keys reach. */
export type PaletteOption =
  | { readonly kind: 'member'; readonly id: string; readonly hit: SearchHit }
  | { readonly kind: 'more'; readonly id: string; readonly total: number }
  | { readonly kind: 'request'; readonly id: string; readonly request: RequestSummary }
  | { readonly kind: 'command'; readonly id: string; readonly command: Command }

export interface PaletteGroup {
  readonly id: 'recent' | 'members' | 'requests' | 'commands'
  readonly options: readonly PaletteOption[]
  /** Everything that matches, of which `options` are the first; null where that says nothing. */
  readonly total: number | null
}

export interface PaletteInput {
  readonly kind: PaletteKind
  /** What was typed, without the sign for commands. */
  readonly text: string
  readonly answer: ChannelOutput<'members.search'> | undefined
  readonly recent: readonly SearchHit[]
  readonly commands: readonly Command[]
}

/** How many rows of each group stand under "all", where the clerk looks for one thing among several kinds. */
const shares = { members: 6, requests: 3, commands: 4 }

function memberOption(hit: SearchHit): PaletteOption {
  return { kind: 'member', id: `member-${hit.member.id}`, hit }
}

/** How many results of each kind there are. */
export function paletteCounts({ text, answer, commands }: PaletteInput): Record<PaletteKind, number> {
  const asked = text !== ''
  const members = asked ? (answer?.total ?? 0) : 0
  const requests = asked ? (answer?.requests.length ?? 0) : 0
  return { all: members + requests + commands.length, members, requests, commands: commands.length }
}

/** The groups to draw, in order; empty ones are left out. Before anything is typed: recent members and commands. */
export function paletteGroups(input: PaletteInput): PaletteGroup[] {
  const { kind, text, answer, recent, commands } = input
  const all = kind === 'all'
  const asked = text !== ''
  const hits = asked && (all || kind === 'members') ? (answer?.hits ?? []) : []
  const shown = all ? hits.slice(0, shares.members) : hits
  const total = answer?.total ?? 0
  const requests = asked && (all || kind === 'requests') ? (answer?.requests ?? []) : []
  const found = all || kind === 'commands' ? commands : []
  const groups: PaletteGroup[] = [
    {
      id: 'recent',
      options: asked || kind === 'requests' || kind === 'commands' ? [] : recent.map(memberOption),
      total: null,
    },
    {
      id: 'members',
      options: [
        ...shown.map(memberOption),
        ...(shown.length > 0 && total > shown.length ? [{ kind: 'more' as const, id: 'more', total }] : []),
      ],
      total: asked ? total : null,
    },
    {
      id: 'requests',
      options: requests
        .slice(0, all ? shares.requests : requests.length)
        .map((request) => ({ kind: 'request' as const, id: `request-${request.id}`, request })),
      total: requests.length,
    },
    {
      id: 'commands',
      options: found
        .slice(0, all ? shares.commands : found.length)
        .map((command) => ({ kind: 'command' as const, id: `command-${command.id}`, command })),
      total: found.length,
    },
  ]
  return groups.filter((group) => group.options.length > 0)
}

/** The kind that Tab goes to next (before with Shift), passing over kinds without results. */
export function nextKind(kind: PaletteKind, counts: Record<PaletteKind, number>, by: 1 | -1): PaletteKind {
  const open = paletteKinds.filter((candidate) => candidate === 'all' || candidate === kind || counts[candidate] > 0)
  return open[(open.indexOf(kind) + by + open.length) % open.length] ?? 'all'
}

/** The option after (before) another one, round the ends; the first where the one named is gone. */
export function moveOption(
  options: readonly PaletteOption[],
  activeId: string | undefined,
  by: number,
): PaletteOption | undefined {
  const at = options.findIndex((option) => option.id === activeId)
  if (at < 0) return options[0]
  return options[(at + by + options.length) % options.length]
}
