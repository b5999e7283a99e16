import { type PointerEvent as ReactPointerEvent, type RefObject, useEffect, useRef } from 'react'

/** How far the pointer goes before a press is a drag, in pixels. */
const threshold = 6

interface Drag {
  readonly bookingId: string
  readonly x: number
  readonly y: number
  ghost: HTMLElement | undefined
  over: Element | undefined
}

/**
 * Carries a booking to another slot with the pointer: press on `[data-movable]`, let go over `[data-slot]` that is free.
 * Nothing happens where it is let go elsewhere, or with Escape. The click that ends a drag opens nothing.
 */
export function useDragMove(host: RefObject<HTMLElement | null>, onDrop: (bookingId: string, slotId: string) => void) {
  const newest = useRef(onDrop)
  useEffect(() => {
    newest.current = onDrop
  })
  const stop = useRef<(() => void) | undefined>(undefined)
  useEffect(() => () => stop.current?.(), [])

  return (event: ReactPointerEvent) => {
    const source = event.target instanceof Element ? event.target.closest('[data-movable]') : null
    const bookingId = source?.getAttribute('data-booking')
    if (event.button !== 0 || !(source instanceof HTMLElement) || bookingId === null || bookingId === undefined) return
    const drag: Drag = { bookingId, x: event.clientX, y: event.clientY, ghost: undefined, over: undefined }
    const begin = () => {
      const ghost = source.cloneNode(true) as HTMLElement
      const { width, height } = source.getBoundingClientRect()
      ghost.removeAttribute('data-booking')
      ghost.setAttribute('aria-hidden', 'true')
      Object.assign(ghost.style, {
        position: 'fixed',
        insetBlockStart: '0',
        left: '0',
        width: `${width}px`,
        height: `${height}px`,
        zIndex: '400',
        opacity: '0.9',
        pointerEvents: 'none',
        boxShadow: 'var(--sh2)',
      })
      document.body.append(ghost)
      source.style.opacity = '0.45'
      drag.ghost = ghost
    }
    const mark = (over: Element | undefined) => {
      if (over === drag.over) return
      drag.over?.removeAttribute('data-over')
      over?.setAttribute('data-over', '')
      drag.over = over
    }
    const move = (at: PointerEvent) => {
      if (drag.ghost === undefined) {
        if (Math.hypot(at.clientX - drag.x, at.clientY - drag.y) < threshold) return
        begin()
      }
      if (drag.ghost !== undefined) drag.ghost.style.transform = `translate(${at.clientX + 8}px, ${at.clientY + 8}px)`
      const under = document.elementFromPoint(at.clientX, at.clientY)?.closest('[data-slot][data-free]') ?? undefined
      mark(under !== undefined && host.current?.contains(under) === true ? under : undefined)
    }
    const drop = () => {
      const slotId = drag.over?.getAttribute('data-slot')
      const dragged = drag.ghost !== undefined
      end()
      if (!dragged) return
      // The click that follows belongs to the drag.
      const swallow = (click: Event) => {
        click.stopPropagation()
        click.preventDefault()
      }
      window.addEventListener('click', swallow, { capture: true, once: true })
      setTimeout(() => window.removeEventListener('click', swallow, { capture: true }), 0)
      if (slotId !== null && slotId !== undefined) newest.current(bookingId, slotId)
    }
    const escape = (key: KeyboardEvent) => {
      if (key.key === 'Escape') end()
    }
    const end = () => {
      mark(undefined)
      drag.ghost?.remove()
      source.style.opacity = ''
      window.removeEventListener('pointermove', move)
      window.removeEventListener('pointerup', drop)
      window.removeEventListener('pointercancel', end)
      window.removeEventListener('keydown', escape)
      stop.current = undefined
    }
    stop.current?.()
    stop.current = end
    window.addEventListener('pointermove', move)
    window.addEventListener('pointerup', drop)
    window.addEventListener('pointercancel', end)
    window.addEventListener('keydown', escape)
  }
}
