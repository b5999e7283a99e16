type ProtocolSlice = Pick<
  Electron.Protocol,
  'registerSchemesAsPrivileged' | 'handle' | 'unhandle' | 'isProtocolHandled'
>
type Handler = Parameters<Electron.Protocol['handle']>[1]

const handlers = new Map<string, Handler>()

/** For the shell: the application's handler of a scheme. */
export const findSchemeHandler = (scheme: string): Handler | undefined => handlers.get(scheme)

/** `protocol`: the application serves its own scheme. Privileges are not modelled: every scheme is a secure, standard one. */
export const protocol: ProtocolSlice = {
  registerSchemesAsPrivileged() {},
  handle(scheme, handler) {
    if (handlers.has(scheme)) throw new Error(`The scheme has been registered`)
    handlers.set(scheme, handler)
  },
  unhandle: (scheme) => void handlers.delete(scheme),
  isProtocolHandled: (scheme) => handlers.has(scheme),
}
