import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { listBundledPackages } from './tools/run/bundled-packages.ts'

const root = import.meta.dirname

/**
 * package.json's `imports`, said again: the bundler reads them too, but stumbles over the question mark of a worker's
 * address (`#core/workers/writer.ts?nodeWorker`).
 */
const folders = {
  shared: 'shared',
  core: 'electron/core',
  main: 'electron/main',
  preload: 'electron/preload',
  renderer: 'renderer',
}
const alias = Object.entries(folders).map(([name, folder]) => ({
  find: new RegExp(`^#${name}/`),
  replacement: `${join(root, folder)}/`,
}))

export default defineConfig({
  main: {
    plugins: [listBundledPackages(root, 'main')],
    resolve: { alias },
    build: {
      outDir: 'out/main',
      emptyOutDir: true,
      sourcemap: false,
      // Pure code, bundled so that only what is used is loaded and packed. The rest stays in node_modules.
      externalizeDeps: { exclude: ['cbor2', 'kysely', 'zod'] },
      rollupOptions: {
        input: { index: join(root, 'electron/main/index.ts') },
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: '[name]-[hash].js',
          // A third of the code would be the libraries' documentation, read by three threads at every start.
          comments: { legal: true, annotation: false, jsdoc: false },
        },
      },
    },
  },
  preload: {
    plugins: [listBundledPackages(root, 'preload')],
    resolve: { alias },
    build: {
      outDir: 'out/preload',
      emptyOutDir: true,
      sourcemap: false,
      // A sandboxed preload is one CommonJS file that may require nothing but Electron.
      externalizeDeps: false,
      rollupOptions: {
        input: { index: join(root, 'electron/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: join(root, 'renderer'),
    resolve: { alias },
    plugins: [react(), listBundledPackages(root, 'renderer')],
    css: { modules: { generateScopedName: '[name]-[local]-[hash:base64:4]' } },
    build: {
      outDir: join(root, 'out/renderer'),
      emptyOutDir: true,
      sourcemap: false,
      // The page's policy allows no data: fonts or pictures, and the scheme serves files from the disk anyway.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 2000,
      rollupOptions: { input: join(root, 'renderer/index.html') },
    },
  },
})
