/** The dark modules of a QR symbol (rows of it, true is dark) as one SVG path of whole runs, so that no hairs lie between. */
export function qrPath(rows: readonly (readonly boolean[])[]): string {
  const runs = rows.flatMap((line, row) => {
    const parts: string[] = []
    for (let column = 0; column < line.length; column += 1) {
      if (line[column] !== true) continue
      const from = column
      while (line[column + 1] === true) column += 1
      parts.push(`M${from} ${row}h${column + 1 - from}v1H${from}z`)
    }
    return parts
  })
  return runs.join('')
}
