import { join } from 'node:path'
import { Contrib } from '@cyclonedx/cyclonedx-library'
import { declaredLicence } from './licences.ts'
import type { ShippedPackage } from './shipped-packages.ts'

const rule = '-'.repeat(100)

/** A package's own licence and notice files, as they are in its folder. */
function textsOf(folder: string): string[] {
  const gatherer = new Contrib.License.Utils.LicenseEvidenceGatherer()
  return [...gatherer.getFileAttachments(folder)].map(({ text: { content, encoding } }) =>
    Buffer.from(content.toString(), encoding === undefined ? 'utf8' : 'base64')
      .toString('utf8')
      .trim(),
  )
}

/**
 * The licences of everything that a release holds of others, with their texts: what most of them ask to be given along.
 *
 * @param root the folder of the project.
 */
export function licenceList(root: string, packages: readonly ShippedPackage[]): string {
  const entries = packages.map(({ name, version, folder, manifest }) => {
    const author = manifest['author']
    const by = typeof author === 'string' ? author : ((author as { name?: string } | undefined)?.name ?? 'its authors')
    const texts = textsOf(join(root, folder))
    const licence = declaredLicence(manifest) ?? 'no licence declared'
    const body = texts.length > 0 ? texts : [`By ${by}. The package has no text of its licence.`]
    return [rule, `${name} ${version}: ${licence}`, rule, ...body].join('\n\n')
  })
  const head = [
    `Mumaris Desk holds code of these ${packages.length} packages, each under its own licence.`,
    'Those of Electron, Chromium and Node: LICENSE.electron.txt and LICENSES.chromium.html.',
  ]
  return `${[...head, ...entries].join('\n\n')}\n`
}
