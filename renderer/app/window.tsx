import { RouterProvider } from '@tanstack/react-router'
import type { createDeskRouter } from './router.ts'

/** One window of the desk. */
export function Window(props: { router: ReturnType<typeof createDeskRouter> }) {
  return <RouterProvider router={props.router} />
}
