import { parseSync, Visitor } from 'oxc-parser'

export interface ScannedImport {
  specifier: string
  /** True when nothing of it is left at run time: `import type`, `export type … from`, `import('…').T`. */
  typeOnly: boolean
  line: number
}

export interface ScannedSource {
  imports: ScannedImport[]
  /** Lines that read `window.desk` (or the same through globalThis or self). */
  deskLines: number[]
  /** True when every statement passes on another file's exports: a barrel. */
  onlyReExports: boolean
  /** Lines of `export * from`. */
  starExportLines: number[]
  /** The first syntax error, if the file cannot be parsed. */
  syntaxError?: string
}

/** The line (from 1) of an offset. */
function lineOf(source: string, offset: number): number {
  let line = 1
  for (let at = source.indexOf('\n'); at !== -1 && at < offset; at = source.indexOf('\n', at + 1)) line++
  return line
}

/**
 * Reads every import of one TypeScript file. `import { type A } from` counts as an import at run time, because that is
 * what Node and the bundler make of it.
 */
export function scanSource(path: string, source: string): ScannedSource {
  const { program, errors } = parseSync(path, source)
  const scanned: ScannedSource = { imports: [], deskLines: [], onlyReExports: false, starExportLines: [] }
  const firstError = errors[0]
  if (firstError) return { ...scanned, syntaxError: firstError.message }

  const add = (specifier: string, typeOnly: boolean, offset: number): void => {
    scanned.imports.push({ specifier, typeOnly, line: lineOf(source, offset) })
  }
  new Visitor({
    ImportDeclaration: (node) => add(node.source.value, node.importKind === 'type', node.start),
    ExportNamedDeclaration(node) {
      if (node.source) add(node.source.value, node.exportKind === 'type', node.start)
    },
    ExportAllDeclaration(node) {
      add(node.source.value, node.exportKind === 'type', node.start)
      scanned.starExportLines.push(lineOf(source, node.start))
    },
    ImportExpression(node) {
      if (node.source.type === 'Literal' && typeof node.source.value === 'string') {
        add(node.source.value, false, node.start)
      }
    },
    TSImportType: (node) => add(node.source.value, true, node.start),
    CallExpression(node) {
      const [first] = node.arguments
      if (node.callee.type !== 'Identifier' || node.callee.name !== 'require') return
      if (first?.type === 'Literal' && typeof first.value === 'string') add(first.value, false, node.start)
    },
    MemberExpression(node) {
      const { object, property } = node
      if (object.type !== 'Identifier' || !['window', 'globalThis', 'self'].includes(object.name)) return
      const name = property.type === 'Identifier' ? property.name : property.type === 'Literal' ? property.value : ''
      if (name === 'desk') scanned.deskLines.push(lineOf(source, node.start))
    },
  }).visit(program)

  scanned.onlyReExports =
    program.body.length > 0 &&
    program.body.every(
      (statement) =>
        statement.type === 'ExportAllDeclaration' ||
        (statement.type === 'ExportNamedDeclaration' && statement.source !== null),
    )
  return scanned
}
