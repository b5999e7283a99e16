import { foldName } from '#shared/domain/name-fold.ts'

/** Something the palette can do besides finding. */
export interface Command {
  readonly id: string
  /** What it does, in the clerk's language. */
  readonly label: string
  /** Other words by which it is found, in both languages. */
  readonly words: string
  readonly run: () => void
}

/**
 * Commands that hold every typed word, best first: those whose label begins with the text, then by their own order.
 * An empty text gives them all.
 */
export function filterCommands<C extends Command>(commands: readonly C[], text: string): C[] {
  const query = foldName(text).trim()
  const words = query.split(/\s+/).filter((word) => word !== '')
  const found = commands.filter((command) => {
    const hay = ` ${foldName(`${command.label} ${command.words}`)}`
    return words.every((word) => hay.includes(` ${word}`) || hay.includes(` ال${word}`))
  })
  const starts = (command: C) => (query !== '' && foldName(command.label).startsWith(query) ? 0 : 1)
  return found.sort((a, b) => starts(a) - starts(b))
}

/** A text that begins with `>` asks for commands only. `<` does too: in a right-to-left field the two look the same. */
export function parsePaletteText(text: string): { readonly commandsOnly: boolean; readonly text: string } {
  const trimmed = text.replace(/^\s+/, '')
  return /^[<>]/.test(trimmed)
    ? { commandsOnly: true, text: trimmed.slice(1).trim() }
    : { commandsOnly: false, text: trimmed.trimEnd() }
}
