import { toAppUrl } from '../urls.ts'

interface CallFrames {
  callFrames: { url: string; lineNumber: number }[]
}

/** The three DevTools events that Electron reports as one `console-message`. */
export interface ConsoleSource {
  // Runtime.consoleAPICalled
  type?: string
  args?: RemoteValue[]
  stackTrace?: CallFrames
  // Runtime.exceptionThrown
  exceptionDetails?: {
    text: string
    url?: string
    lineNumber: number
    exception?: RemoteValue
    stackTrace?: CallFrames
  }
  // Log.entryAdded
  entry?: { level: string; text: string; url?: string; lineNumber?: number }
}

type Level = 'info' | 'warning' | 'error' | 'debug'

const LEVELS: Record<string, Level> = {
  error: 'error',
  assert: 'error',
  warning: 'warning',
  debug: 'debug',
  verbose: 'debug',
}

interface RemoteValue {
  value?: unknown
  description?: string
}

/** A value as the console would write it; objects come with a description. */
const textOf = ({ value, description }: RemoteValue): string =>
  description ?? (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined'))

function position(stack: CallFrames | undefined, url = '', line = 0) {
  const top = stack?.callFrames[0]
  return { sourceId: toAppUrl(top?.url ?? url), lineNumber: (top?.lineNumber ?? line) + 1 }
}

/** The fields of Electron's `console-message` event. */
export function describeConsole(source: ConsoleSource): {
  message: string
  level: Level
  lineNumber: number
  sourceId: string
} {
  const { exceptionDetails: thrown, entry } = source
  if (thrown) {
    const reason = thrown.exception ? textOf(thrown.exception) : ''
    const message = `${thrown.text} ${reason}`.trim()
    return { message, level: 'error', ...position(thrown.stackTrace, thrown.url, thrown.lineNumber) }
  }
  if (entry) {
    return {
      message: entry.text,
      level: LEVELS[entry.level] ?? 'info',
      ...position(undefined, entry.url, entry.lineNumber),
    }
  }
  const message = (source.args ?? []).map(textOf).join(' ')
  return { message, level: LEVELS[source.type ?? ''] ?? 'info', ...position(source.stackTrace) }
}
