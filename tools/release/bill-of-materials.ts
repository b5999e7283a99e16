import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Contrib, Enums, Models, Serialize, Spec, Validation } from '@cyclonedx/cyclonedx-library'
import { PackageURL } from 'packageurl-js'
import parseExpression from 'spdx-expression-parse'
import { z } from 'zod'
import { declaredLicence } from './licences.ts'
import { electronVersion, type ShippedPackage } from './shipped-packages.ts'

/** The system that an app was packed for, in Node's words; both processors of a Mac in one. */
export interface PackedFor {
  readonly platform: string
  readonly arch: string
}

const licenceFactory = new Contrib.License.Factories.LicenseFactory(parseExpression)
const builder = new Contrib.FromNodePackageJson.Builders.ComponentBuilder(
  new Contrib.FromNodePackageJson.Factories.ExternalReferenceFactory(),
  licenceFactory,
)
const { ComponentType, HashAlgorithm } = Enums

/** A package's address in every register of vulnerabilities (purl). */
const purlOf = (name: string, version: string): string => {
  const [scope, bare] = name.startsWith('@') ? name.split('/') : [undefined, name]
  return new PackageURL('npm', scope, bare ?? name, version, undefined, undefined).toString()
}

function componentOf({ name, version, folder, integrity, isPacked, manifest }: ShippedPackage): Models.Component {
  const component = builder.makeComponent({ ...manifest, name, version }, ComponentType.Library)
  if (!component) throw new Error(`${folder} has no name.`)
  component.bomRef.value = folder
  component.purl = purlOf(name, version)
  component.scope = Enums.ComponentScope.Required
  // Addresses of people's pages say nothing of what is shipped.
  component.externalReferences.clear()
  component.licenses.clear()
  const licence = declaredLicence(manifest)
  if (licence !== undefined) component.licenses.add(licenceFactory.makeFromString(licence))
  if (integrity !== undefined)
    component.hashes.set(...Contrib.FromNodePackageJson.Utils.parsePackageIntegrity(integrity))
  component.properties.add(new Models.Property('mumaris:place', isPacked ? 'archive' : 'bundle'))
  return component
}

/** Electron, with the checksums that the pinned package has of the archives that it is fetched in. */
function electronComponent(root: string, { platform, arch }: PackedFor): Models.Component {
  const version = electronVersion(root)
  const listed = readFileSync(join(root, 'node_modules', 'electron', 'checksums.json'), 'utf8')
  const checksums = z.record(z.string(), z.string()).parse(JSON.parse(listed))
  const archives = (arch === 'universal' ? ['x64', 'arm64'] : [arch]).map(
    (processor) => `electron-v${version}-${platform}-${processor}.zip`,
  )
  const component = new Models.Component(ComponentType.Framework, 'electron', {
    bomRef: 'electron',
    version,
    purl: purlOf('electron', version),
    scope: Enums.ComponentScope.Required,
    description: 'With Chromium and Node; their own licences lie beside the app (LICENSES.chromium.html).',
  })
  component.licenses.add(licenceFactory.makeFromString('MIT'))
  for (const archive of archives)
    component.properties.add(new Models.Property(`mumaris:sha256:${archive}`, checksums[archive] ?? 'unknown'))
  const [only] = archives
  const checksum = only === undefined ? undefined : checksums[only]
  if (archives.length === 1 && checksum !== undefined) component.hashes.set(HashAlgorithm['SHA-256'], checksum)
  return component
}

/** Where Node finds a package from a folder: the nearest node_modules upwards. */
function resolveFrom(root: string, folder: string, name: string): string | undefined {
  for (let place = folder; ; place = dirname(place)) {
    const candidate = place === '.' ? `node_modules/${name}` : `${place}/node_modules/${name}`
    if (existsSync(join(root, candidate, 'package.json'))) return candidate
    if (place === '.') return undefined
  }
}

const Needs = z.object({
  dependencies: z.record(z.string(), z.string()).optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
  peerDependencies: z.record(z.string(), z.string()).optional(),
})

/**
 * The bill of materials of a packed app: every package with version, licence, checksum and what it needs of the others.
 * The same app gives the same text: there is no time and no random number in it.
 *
 * @returns JSON by CycloneDX 1.6 (ECMA-424).
 */
export function billOfMaterials(root: string, packages: readonly ShippedPackage[], packedFor: PackedFor): string {
  const own = z
    .object({ productName: z.string(), version: z.string(), license: z.string() })
    .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')))
  const app = new Models.Component(ComponentType.Application, own.productName, {
    bomRef: 'app',
    version: own.version,
    properties: new Models.PropertyRepository([
      new Models.Property('mumaris:platform', packedFor.platform),
      new Models.Property('mumaris:arch', packedFor.arch),
    ]),
  })
  app.licenses.add(licenceFactory.makeFromString(own.license))
  const components = new Map(packages.map((shipped) => [shipped.folder, componentOf(shipped)]))
  const electron = electronComponent(root, packedFor)
  const needed = new Set<string>()
  for (const { folder, manifest } of packages) {
    const needs = Needs.parse(manifest)
    const names = Object.keys({ ...needs.dependencies, ...needs.optionalDependencies, ...needs.peerDependencies })
    for (const name of names) {
      const found = resolveFrom(root, folder, name)
      const other = found === undefined ? undefined : components.get(found)
      if (!found || !other || found === folder) continue
      components.get(folder)?.dependencies.add(other.bomRef)
      needed.add(found)
    }
  }
  app.dependencies.add(electron.bomRef)
  for (const [folder, component] of components) if (!needed.has(folder)) app.dependencies.add(component.bomRef)
  const bom = new Models.Bom({
    metadata: new Models.Metadata({ component: app }),
    components: new Models.ComponentRepository([electron, ...components.values()]),
  })
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6))
  return `${serializer.serialize(bom, { sortLists: true, space: 2 })}\n`
}

/** What the standard's own schema has to say against a bill of materials; null when nothing. */
export async function findBillFault(text: string): Promise<string | null> {
  const fault = await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text)
  return fault === null ? null : JSON.stringify(fault)
}
