// Loaded with `node --import` before the application: makes `import … from 'electron'` and `require('electron')` mean
// electron.ts of this folder, in every package, and describes the process as Electron's main process.
import { createRequire, registerHooks } from 'node:module'
import { isMainThread } from 'node:worker_threads'

const ELECTRON = /^electron(\/(main|common|renderer|utility))?$/
const shellUrl = new URL('./electron.ts', import.meta.url).href

registerHooks({
  resolve(specifier, context, next) {
    if (!ELECTRON.test(specifier)) return next(specifier, context)
    if (!isMainThread) {
      const message = `There is no '${specifier}' in a worker thread (asked for by ${context.parentURL})`
      throw Object.assign(new Error(message), { code: 'ERR_MODULE_NOT_FOUND' })
    }
    return { url: shellUrl, format: 'module-typescript', shortCircuit: true }
  },
})

// The second barrier: a worker with its own execArgv has no hook and reaches the npm package, whose index.js would
// download Electron. With this variable it only returns a path.
process.env['ELECTRON_OVERRIDE_DIST_PATH'] ??= '/there-is-no-electron-here'

const describe = (target: object, name: string, value: unknown) =>
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true })

const { version } = createRequire(import.meta.url)('electron/package.json') as { version: string }
describe(process.versions, 'electron', version)
if (isMainThread) {
  describe(process, 'type', 'browser')
  describe(process, 'defaultApp', true)
  describe(process, 'resourcesPath', new URL('../../resources', import.meta.url).pathname)
}
