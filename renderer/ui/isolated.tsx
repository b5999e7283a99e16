import { splitIsolates } from './isolates.ts'
import { Ltr } from './ltr.tsx'

/** A translated sentence whose numbers, ids, times and addresses are isolated, so that they never reverse or reshape. */
export function Isolated(props: { children: string }) {
  return (
    <span>
      {splitIsolates(props.children).map((piece, index) =>
        piece.isolated ? <Ltr key={`${index}-${piece.text}`}>{piece.text}</Ltr> : piece.text,
      )}
    </span>
  )
}
