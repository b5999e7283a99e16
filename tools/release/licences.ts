import parseExpression from 'spdx-expression-parse'
import { z } from 'zod'

/**
 * Licences under which a package may be in a release: each lets it be given away in a closed one. What is not here wants
 * somebody who reads it. Names: SPDX licence list.
 */
const allowed = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'OFL-1.1',
  'Python-2.0',
  'Unlicense',
  'WTFPL',
  'Zlib',
])

/** The fields of a package.json in which packages of any age say their licence. */
const Declared = z.object({
  license: z.union([z.string(), z.object({ type: z.string() })]).optional(),
  licenses: z.array(z.object({ type: z.string() })).optional(),
})

/** The licence that a manifest declares, as an SPDX expression where it is one; undefined when it declares none. */
export function declaredLicence(manifest: unknown): string | undefined {
  const { license, licenses = [] } = Declared.parse(manifest)
  if (typeof license === 'string') return license
  if (license) return license.type
  return licenses.length > 0 ? licenses.map(({ type }) => type).join(' OR ') : undefined
}

type Expression = ReturnType<typeof parseExpression>

function allows(expression: Expression): boolean {
  if ('license' in expression) return allowed.has(expression.license) && expression.exception === undefined
  if (!('conjunction' in expression)) return false
  const sides = [allows(expression.left), allows(expression.right)]
  return expression.conjunction === 'or' ? sides.includes(true) : !sides.includes(false)
}

/** Whether a package may be in a release: one of the licences that it may be taken under is among those allowed. */
export function isAllowed(licence: string | undefined): boolean {
  try {
    return licence !== undefined && allows(parseExpression(licence))
  } catch {
    // No SPDX expression: nobody can say what it means.
    return false
  }
}
