import { createHashHistory, createRouter } from '@tanstack/react-router'
import { routeTree } from './routes.tsx'

/** The window's router, on the address's hash: the application's own scheme serves one page. */
export function createDeskRouter() {
  return createRouter({
    routeTree,
    history: createHashHistory(),
    defaultPreload: false,
    scrollRestoration: false,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createDeskRouter>
  }
}
