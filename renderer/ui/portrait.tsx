import classes from './portrait.module.css'

/** A member's photo, 3:4. Without a picture (`src`) a calm outline stands in its place; `alt` names the person. */
export function Portrait(props: { src?: string | undefined; alt: string; width?: number }) {
  const width = props.width ?? 84
  const style = { width, height: Math.round((width * 4) / 3), borderRadius: width < 56 ? 8 : 10 }
  if (props.src !== undefined) return <img className={classes.portrait} style={style} src={props.src} alt={props.alt} />
  return (
    <span className={classes.portrait} style={style} role="img" aria-label={props.alt}>
      <svg viewBox="0 0 84 112" width="100%" height="100%" aria-hidden="true">
        <path className={classes.body} d="M10 112c0-22 12-34 32-34s32 12 32 34z" />
        <circle className={classes.body} cx="42" cy="50" r="18" />
      </svg>
    </span>
  )
}
