export interface DiffPiece {
  text: string
  changed: boolean
}

/** Splits a value into the parts a clerk compares: words, numbers, and in an address the local part, `@` and domain. */
export function tokensOf(value: string): string[] {
  const address = /^([^\s@]+)(@)([^\s@]+)$/.exec(value)
  if (address !== null) return address.slice(1)
  return value.match(/\s+|[\p{L}\p{M}\p{N}'’._-]+|[^\s\p{L}\p{M}\p{N}]/gu) ?? []
}

function lengthsOfCommon(first: readonly string[], second: readonly string[]): number[][] {
  const lengths = Array.from({ length: first.length + 1 }, () => new Array<number>(second.length + 1).fill(0))
  for (let i = first.length - 1; i >= 0; i -= 1) {
    for (let j = second.length - 1; j >= 0; j -= 1) {
      const below = lengths[i + 1]
      const row = lengths[i]
      if (row === undefined || below === undefined) continue
      row[j] = first[i] === second[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0)
    }
  }
  return lengths
}

function joined(pieces: readonly DiffPiece[]): DiffPiece[] {
  const result: DiffPiece[] = []
  for (const piece of pieces) {
    const last = result.at(-1)
    if (last !== undefined && last.changed === piece.changed) last.text += piece.text
    else result.push({ ...piece })
  }
  return result
}

/**
 * What differs between two values, token by token (never by character): the pieces of each side in order, `changed` where
 * the other side lacks them. Spaces between two changed words are marked with them.
 */
export function diffTokens(base: string, proposed: string): { base: DiffPiece[]; proposed: DiffPiece[] } {
  const before = tokensOf(base)
  const after = tokensOf(proposed)
  const lengths = lengthsOfCommon(before, after)
  const left: DiffPiece[] = []
  const right: DiffPiece[] = []
  let i = 0
  let j = 0
  while (i < before.length || j < after.length) {
    const a = before[i]
    const b = after[j]
    if (a !== undefined && a === b) {
      left.push({ text: a, changed: false })
      right.push({ text: b, changed: false })
      i += 1
      j += 1
    } else if (a !== undefined && (b === undefined || (lengths[i + 1]?.[j] ?? 0) >= (lengths[i]?.[j + 1] ?? 0))) {
      left.push({ text: a, changed: true })
      i += 1
    } else if (b !== undefined) {
      right.push({ text: b, changed: true })
      j += 1
    }
  }
  return { base: joined(bridged(left)), proposed: joined(bridged(right)) }
}

function bridged(pieces: readonly DiffPiece[]): DiffPiece[] {
  return pieces.map((piece, index) => {
    const between = pieces[index - 1]?.changed === true && pieces[index + 1]?.changed === true
    return between && /^\s+$/.test(piece.text) ? { ...piece, changed: true } : piece
  })
}
