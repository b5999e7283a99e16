import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { createCodec } from './codec.ts'
import { createBridge } from './isolated-bridge.ts'
import { installIsolatedWorld } from './isolated-world.ts'
import { installMainWorld } from './main-world.ts'

/** The name of the isolated world, as DevTools shows it. */
export const ISOLATED_WORLD = 'Electron Isolated Context'

/** The binding by which the isolated world talks to Node. It is taken and deleted before any other script runs. */
export const BINDING = 'shellToNode'

/** A script for `Page.addScriptToEvaluateOnNewDocument`; without `worldName` it runs in the page's own world. */
export interface WorldScript {
  source: string
  worldName?: string
}

export interface WorldOptions {
  /** The preload's text (CommonJS), or undefined for a window without one. */
  preload: string | undefined
  /** The `process` that the preload sees. */
  process: Record<string, unknown>
  /** False only in the test that shows why the hub hides in a closed shadow tree. */
  hideHub?: boolean
}

const BASE64 = '{ encode: (bytes) => bytes.toBase64(), decode: (text) => Uint8Array.fromBase64(text) }'

/** A file beside this one as plain script text: types stripped in place, so line numbers stay. */
function textOf(name: string): string {
  const source = readFileSync(new URL(name, import.meta.url), 'utf8')
  return stripTypeScriptTypes(source).replace(/^export (?=function)/gm, '')
}

/** The three scripts of a window. They run in this order, before any script of the page, in every new document. */
export function worldScripts(options: WorldOptions): WorldScript[] {
  const preload =
    options.preload === undefined ? 'undefined' : `function (require, exports, module, process) {${options.preload}\n}`
  const isolated = `(() => { 'use strict'
${textOf('codec.ts')}
${textOf('isolated-bridge.ts')}
${textOf('isolated-world.ts')}
${installIsolatedWorld.name}(${createCodec.name}(${BASE64}), ${createBridge.name}, ${preload}, ${JSON.stringify(options.process)})
})()
//# sourceURL=electron-shell/preload.js`
  const main = `(() => { 'use strict'
${textOf('main-world.ts')}
${installMainWorld.name}(${JSON.stringify({ hideHub: options.hideHub ?? true })})
})()`
  const start =
    'if (window === window.top) { const start = globalThis.shellStart; delete globalThis.shellStart; start() }'
  return [
    { source: isolated, worldName: ISOLATED_WORLD },
    { source: main },
    { source: start, worldName: ISOLATED_WORLD },
  ]
}
