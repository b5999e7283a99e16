/** The one letter of a name that its avatar shows: the first, after an Arabic article. */
export function letterOf(name: string): string {
  return [...name.trim().replace(/^ال(?=\p{L}{2})/u, '')][0] ?? ''
}
