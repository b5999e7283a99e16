import { foldName } from '#shared/domain/name-fold.ts'

/** Whether each word that was typed is in one of these texts, folded as in every other search. */
export function holdsWords(texts: readonly string[], typed: string): boolean {
  const hay = foldName(texts.join(' '))
  return foldName(typed)
    .split(/\s+/)
    .every((word) => hay.includes(word))
}
