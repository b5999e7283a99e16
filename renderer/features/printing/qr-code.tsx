import { useMemo } from 'react'
import { encode } from 'uqr'
import { qrPath } from '#shared/domain/qr-path.ts'

/**
 * A code as a QR symbol: level M, with the quiet zone of four modules that readers need. One path of whole modules, so
 * that no printer leaves hairs between them. `size` in millimetres; a phone reads modules from about 0.4 mm on.
 */
export function QrCode(props: { text: string; size: number; label: string }) {
  const { text, size } = props
  const { path, modules } = useMemo(() => {
    const { data, size: count } = encode(text, { ecc: 'M', border: 4 })
    return { path: qrPath(data), modules: count }
  }, [text])
  return (
    <svg
      role="img"
      aria-label={props.label}
      viewBox={`0 0 ${modules} ${modules}`}
      shapeRendering="crispEdges"
      style={{ inlineSize: `${size}mm`, blockSize: `${size}mm`, background: '#ffffff', display: 'block' }}
    >
      <path d={path} fill="#000000" />
    </svg>
  )
}
