import { useEffect, useState } from 'react'

/** How long a copy is told, in milliseconds. */
const toldMs = 1600

/** Copies a text, and says for a moment that it was copied. */
export function useCopied(): { readonly copied: boolean; readonly copy: (text: string) => void } {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return undefined
    const timer = setTimeout(() => setCopied(false), toldMs)
    return () => clearTimeout(timer)
  }, [copied])
  return { copied, copy: (text) => void navigator.clipboard.writeText(text).then(() => setCopied(true)) }
}
