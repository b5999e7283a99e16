import { useEffect, useRef, useState } from 'react'
import { cx } from '#renderer/lib/cx.ts'
import classes from './document-page.module.css'
import type { OpenedDocument } from './opened-document.ts'
import { type PageRegion, turnRegion } from './page-region.ts'

/**
 * One page, `zoom` percent of the pane's width, with the area that proves the change marked. What was drawn last stays
 * until the next drawing is whole, so that zooming never shows an empty page.
 */
export function DocumentPage(props: {
  document: OpenedDocument
  page: number
  zoom: number
  turn: number
  region: PageRegion | undefined
  regionLabel: string
  label: string
}) {
  const { document: file, page, zoom, turn } = props
  const outer = useRef<HTMLDivElement>(null)
  const sheet = useRef<HTMLDivElement>(null)
  const mark = useRef<HTMLDivElement>(null)
  const [room, setRoom] = useState(0)
  const [ratio, setRatio] = useState<number>()
  const [drawn, setDrawn] = useState('')
  const width = Math.round((room * zoom) / 100)
  const wanted = `${page} ${turn} ${width}`

  useEffect(() => {
    const element = outer.current
    if (element === null) return undefined
    const watch = new ResizeObserver(([entry]) => setRoom(Math.floor(entry?.contentRect.width ?? 0)))
    watch.observe(element)
    return () => watch.disconnect()
  }, [])

  useEffect(() => {
    let gone = false
    file
      .ratio(page)
      .then((upright) => {
        if (!gone) setRatio(turn % 2 === 1 ? 1 / upright : upright)
      })
      // Closed before it could be asked: there is no page left to give a shape to.
      .catch(() => undefined)
    return () => {
      gone = true
    }
  }, [file, page, turn])

  useEffect(() => {
    if (width === 0) return undefined
    const abort = new AbortController()
    file
      .draw(page, width * window.devicePixelRatio, turn, abort.signal)
      .then((canvas) => {
        if (abort.signal.aborted) return
        sheet.current?.replaceChildren(canvas)
        setDrawn(`${page} ${turn} ${width}`)
      })
      .catch(() => undefined)
    return () => abort.abort()
  }, [file, page, turn, width])

  const region = page === 1 && props.region !== undefined ? turnRegion(props.region, turn) : undefined
  const percent = (part: number) => `${part * 100}%`
  // Once per page and document: later zooming must not take the page away from where the clerk looks.
  const seen = drawn !== '' && region !== undefined
  useEffect(() => {
    if (seen) mark.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [seen])

  return (
    <div ref={outer} className={classes.outer}>
      {/* A page's coordinates are physical in every language: the whole sheet is left to right. */}
      <div
        dir="ltr"
        className={cx(classes.page, file.paper && classes.paper)}
        style={{ width: width === 0 ? '100%' : width, aspectRatio: ratio === undefined ? '0.707' : String(1 / ratio) }}
        aria-busy={drawn !== wanted}
      >
        <div ref={sheet} className={classes.sheet} role="img" aria-label={props.label} />
        {region !== undefined && drawn !== '' && (
          <div
            ref={mark}
            className={classes.mark}
            role="img"
            aria-label={props.regionLabel}
            style={{
              insetInlineStart: percent(region.x),
              insetBlockStart: percent(region.y),
              width: percent(region.width),
              height: percent(region.height),
            }}
          />
        )}
      </div>
    </div>
  )
}
