import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import type { Plugin } from 'vite'
import { z } from 'zod'

/** The three bundles of the app. */
export const bundleNames = ['main', 'preload', 'renderer'] as const
export type BundleName = (typeof bundleNames)[number]

const fileOf = (root: string, bundle: BundleName): string => join(root, 'out', 'packages', `${bundle}.json`)

/** The folder of the package that a file belongs to, from the root with slashes: `node_modules/a/node_modules/@b/c`. */
function packageOf(root: string, file: string): string | undefined {
  const path = relative(root, file.replace(/^\0/, '').replace(/\?.*$/, '')).replaceAll('\\', '/')
  return /^(?:node_modules\/(?:@[^/]+\/)?[^/]+\/)+/.exec(path)?.[0].slice(0, -1)
}

/**
 * Writes down which packages a bundle holds code, styles or fonts of, for the bill of materials: what is bundled is in no
 * node_modules of the packed app. Workers are bundles of their own within one build; theirs are added.
 */
export function listBundledPackages(root: string, bundle: BundleName): Plugin {
  const found = new Set<string>()
  let base = root
  return {
    name: 'list-bundled-packages',
    configResolved(config) {
      base = config.root
    },
    generateBundle(_options, output) {
      const files = Object.values(output).flatMap((part) => {
        if (part.type === 'asset') return part.originalFileNames.map((name) => resolve(base, name))
        // Styles leave the code for files of their own.
        const stays = ([file, { renderedLength }]: [string, { renderedLength: number }]): boolean =>
          renderedLength > 0 || /\.css(?:\?|$)/.test(file)
        return Object.entries(part.modules)
          .filter(stays)
          .map(([file]) => file)
      })
      for (const name of files.flatMap((file) => packageOf(root, file) ?? [])) found.add(name)
      mkdirSync(join(root, 'out', 'packages'), { recursive: true })
      writeFileSync(fileOf(root, bundle), `${JSON.stringify([...found].sort(), null, 2)}\n`)
    },
  }
}

/** The packages of a bundle as the last build wrote them down: folders from the root. */
export function readBundledPackages(root: string, bundle: BundleName): string[] {
  return z.array(z.string()).parse(JSON.parse(readFileSync(fileOf(root, bundle), 'utf8')))
}
