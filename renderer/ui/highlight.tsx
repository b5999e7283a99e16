import { Fragment } from 'react'

/** A hit inside a text, as UTF-16 offsets, `end` exclusive. Ranges are in order and do not overlap. */
export interface TextRange {
  start: number
  end: number
}

/** Text with its search hits marked. Words stay joined: a mark never breaks Arabic shaping in the middle of a word. */
export function Highlight(props: { text: string; ranges: readonly TextRange[] }) {
  let end = 0
  const pieces = props.ranges.map((range) => {
    const before = props.text.slice(end, range.start)
    end = range.end
    return { key: range.start, before, hit: props.text.slice(range.start, range.end) }
  })
  return (
    <span>
      {pieces.map((piece) => (
        <Fragment key={piece.key}>
          {piece.before}
          <mark>{piece.hit}</mark>
        </Fragment>
      ))}
      {props.text.slice(end)}
    </span>
  )
}
