import { Fragment } from 'react'

/** A hit inside a text, as UTF-16 offsets, `end` exclusive. Ranges are in order and do not overlap. */
export interface TextRange {
  start: number
  end: number
}

/** Text with its search hits marked. Words stay joined: a mark never breaks Arabic shaping in the middle of a word. */
export function Highlight(props: { text: string; ranges: readonly TextRange[] }) {
  const { text, ranges } = props
  const pieces = ranges.map((range, index) => ({
    key: range.start,
    before: text.slice(ranges[index - 1]?.end ?? 0, range.start),
    hit: text.slice(range.start, range.end),
  }))
  return (
    <span>
      {pieces.map((piece) => (
        <Fragment key={piece.key}>
          {piece.before}
          <mark>{piece.hit}</mark>
        </Fragment>
      ))}
      {text.slice(ranges.at(-1)?.end ?? 0)}
    </span>
  )
}
