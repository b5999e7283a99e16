import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron'

/**
 * The whole of what a page may do: ask the core, and hear from it. Kept this small on purpose; what is asked is checked
 * on the other side by the contract map.
 */
contextBridge.exposeInMainWorld('desk', {
  invoke: (channel: string, input: unknown): Promise<unknown> => ipcRenderer.invoke('desk:invoke', channel, input),
  on: (name: string, listener: (payload: unknown) => void): (() => void) => {
    const heard = (_event: IpcRendererEvent, heardName: unknown, payload: unknown) => {
      if (heardName === name) listener(payload)
    }
    ipcRenderer.on('desk:event', heard)
    return () => {
      ipcRenderer.removeListener('desk:event', heard)
    }
  },
})
