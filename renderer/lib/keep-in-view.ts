/**
 * Scrolls the nearest scrolling ancestor just enough to show `element`, and nothing beyond it: `scrollIntoView` would also
 * move the panels around. `margin` pixels stay free at both ends.
 */
export function keepInView(element: HTMLElement, margin = 8): void {
  let scroller = element.parentElement
  while (scroller !== null && scroller.scrollHeight <= scroller.clientHeight) scroller = scroller.parentElement
  if (scroller === null || scroller === document.documentElement) return
  const box = element.getBoundingClientRect()
  const frame = scroller.getBoundingClientRect()
  if (box.top < frame.top + margin) scroller.scrollTop -= frame.top + margin - box.top
  else if (box.bottom > frame.bottom - margin) scroller.scrollTop += box.bottom - frame.bottom + margin
}
