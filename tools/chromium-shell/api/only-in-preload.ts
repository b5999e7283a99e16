// In Electron these two exist in a preload only. Here they stand so that the preload compiles against the shell; the one
// that runs there is the isolated world's.

export interface IpcRendererEvent extends Electron.Event {
  sender: IpcRenderer
  ports: MessagePort[]
}

type Args = Parameters<Electron.IpcRenderer['send']> extends [string, ...infer Rest] ? Rest : never
type Listener = (event: IpcRendererEvent, ...args: Args) => void

export interface IpcRenderer extends Pick<Electron.IpcRenderer, 'invoke' | 'send'> {
  on(channel: string, listener: Listener): this
  once(channel: string, listener: Listener): this
  off(channel: string, listener: Listener): this
  addListener(channel: string, listener: Listener): this
  removeListener(channel: string, listener: Listener): this
  removeAllListeners(channel?: string): this
}

function onlyInPreload<T extends object>(name: string): T {
  return new Proxy({} as T, {
    get() {
      throw new Error(`'${name}' exists in a preload only`)
    },
  })
}

export const ipcRenderer = onlyInPreload<IpcRenderer>('ipcRenderer')
export const contextBridge = onlyInPreload<Pick<Electron.ContextBridge, 'exposeInMainWorld'>>('contextBridge')
