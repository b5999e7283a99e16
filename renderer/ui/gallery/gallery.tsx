import classes from './gallery.module.css'
import { LargeParts } from './large-parts.tsx'
import { SmallParts } from './small-parts.tsx'

/** Every part of the kit on one page, for the eye and for axe. */
export function Gallery() {
  return (
    <main className={classes.page}>
      <h1 className={classes.heading}>رمل وحبر · Sand and Ink</h1>
      <div className={classes.grid}>
        <SmallParts />
        <LargeParts />
      </div>
    </main>
  )
}
