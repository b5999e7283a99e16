/**
 * Makes each thing once and keeps it, by its key: for what is dear to make and takes few keys, as the formats of ICU
 * are, each of which costs as much as thousands of texts made by it. Nothing is ever let go.
 */
export function remembered<K, V>(make: (key: K) => V): (key: K) => V {
  const kept = new Map<K, V>()
  return (key) => {
    const there = kept.get(key)
    if (there !== undefined) return there
    const made = make(key)
    kept.set(key, made)
    return made
  }
}
