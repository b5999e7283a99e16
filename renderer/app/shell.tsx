import { Outlet, useMatchRoute, useNavigate } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import { Frame } from './frame/frame.tsx'

/** The frame with this window's live parts in its slots, around the open place. */
export function Shell() {
  const navigate = useNavigate()
  const reviewing = useMatchRoute()({ to: '/requests/$id', fuzzy: true }) !== false
  const [, setSearchOpened] = useState(false)
  const openSearch = useCallback(() => setSearchOpened(true), [])
  return (
    <Frame
      rail={reviewing}
      onSearch={openSearch}
      goTo={(place) => void navigate({ to: `/${place}`, search: {} })}
      counts={{}}
      views={[]}
    >
      <Outlet />
    </Frame>
  )
}
