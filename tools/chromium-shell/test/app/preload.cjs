// What a built preload looks like: CommonJS, `require('electron')` only.
const { contextBridge, ipcRenderer } = require('electron')

const secret = { token: 'S3CRET' }

contextBridge.exposeInMainWorld('bridge', {
  invoke: (channel, ...args) => ipcRenderer.invoke(channel, ...args),
  send: (channel, ...args) => ipcRenderer.send(channel, ...args),
  on(channel, listener) {
    const wrapped = (_event, ...args) => listener(...args)
    ipcRenderer.on(channel, wrapped)
    return () => ipcRenderer.off(channel, wrapped)
  },
  sync: (value) => value,
  callback: (listener) => listener({ a: 1 }, () => secret.token.length),
  later: async (listener) => {
    await 0
    return listener([1])
  },
  promise: () => Promise.resolve({ x: 1 }),
  boom() {
    throw new Error('boom')
  },
  functions: () => ({ one: () => 1 }),
  take: async (promise) => await promise,
  facts: { platform: process.platform, sandboxed: process.sandboxed, argv: process.argv.slice(1) },
})
