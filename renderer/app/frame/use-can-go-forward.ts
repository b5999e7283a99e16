import { useRouter, useRouterState } from '@tanstack/react-router'
import { useEffect, useState } from 'react'

/** Whether this window has been further than where it is now (the router itself knows only the way back). */
export function useCanGoForward(): boolean {
  const { history } = useRouter()
  const index = useRouterState({ select: (state) => state.location.state.__TSR_index })
  const [top, setTop] = useState(index)
  useEffect(
    () =>
      history.subscribe(({ location, action }) => {
        if (action.type === 'PUSH') setTop(location.state.__TSR_index)
      }),
    [history],
  )
  return index < top
}
