/** An e-mail address in a narrow place: left to right, never cut, broken before its @ rather than inside a word. */
export function Address(props: { children: string }) {
  const at = props.children.lastIndexOf('@')
  if (at < 0) return <bdi dir="ltr">{props.children}</bdi>
  return (
    <bdi dir="ltr">
      {props.children.slice(0, at)}
      <wbr />
      {props.children.slice(at)}
    </bdi>
  )
}
