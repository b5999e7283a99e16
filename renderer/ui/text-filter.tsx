import { TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import classes from './text-filter.module.css'

/** How long after the last key the list follows, in milliseconds. */
const pauseMs = 150

/**
 * The text of the filter. What is typed stands at once and reaches the link after a short pause, so that no letter is
 * lost to the link's own pace; a link that changes by other means (back, forward) takes the field along.
 */
export function TextFilter(props: {
  text: string
  change: (text: string) => void
  label: string
  placeholder: string
}) {
  const { text, change } = props
  const [typed, setTyped] = useState(text)
  const [linked, setLinked] = useState(text)
  const [sent, setSent] = useState(text)
  if (linked !== text) {
    setLinked(text)
    // The field's own text coming back is no news, and more may have been typed meanwhile.
    if (text !== sent) {
      setTyped(text)
      setSent(text)
    }
  }
  useEffect(() => {
    if (typed === text) return undefined
    const timer = setTimeout(() => {
      setSent(typed)
      change(typed)
    }, pauseMs)
    return () => clearTimeout(timer)
  }, [typed, text, change])
  return (
    <TextInput
      className={classes.field ?? ''}
      size="xs"
      aria-label={props.label}
      placeholder={props.placeholder}
      value={typed}
      maxLength={200}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  )
}
