import type { BrowserWindow } from './api/browser-window.ts'

// The open windows, by the id of their DevTools target. A window is in `all` from its construction until it is closed.

const all = new Set<BrowserWindow>()
const byTarget = new Map<string, BrowserWindow>()

export const windows = {
  add: (window: BrowserWindow) => void all.add(window),
  bind: (targetId: string, window: BrowserWindow) => void byTarget.set(targetId, window),
  remove(window: BrowserWindow, targetId: string | undefined): void {
    all.delete(window)
    if (targetId !== undefined) byTarget.delete(targetId)
  },
  all: (): BrowserWindow[] => [...all],
  ofTarget: (targetId: string): BrowserWindow | undefined => byTarget.get(targetId),
}
