import type Store from 'electron-store'

export interface WindowPlace {
  x?: number
  y?: number
  width: number
  height: number
  maximized: boolean
}

export interface DeskSettings {
  window: WindowPlace
  /** The data key, wrapped by the operating system (base64), and whether that protection was real. */
  wrappedKey?: string
  /** The same for the secret of a real desk's vault. */
  deviceSecret?: string
  /** This installation, as the authority knows it. */
  device?: string
  /** Hashes of the paths of files that this desk wrote. */
  writtenFiles?: string[]
  /** This machine's place in a staged roll-out hangs on it; it is told to nobody. */
  machine?: string
  /** When the update server last answered. */
  lastUpdateCheck?: string
}

export const defaultPlace: WindowPlace = { width: 1440, height: 900, maximized: false }
export const smallestWindow = { width: 1024, height: 680 }

interface Area {
  x: number
  y: number
  width: number
  height: number
}

/**
 * Where the window opens: where it was, unless that is no longer on a screen (a second one was unplugged), never larger
 * than the screen and never smaller than the design allows.
 */
export function placeOnScreen(place: WindowPlace, screens: readonly Area[]): WindowPlace {
  const home = screens[0]
  const onScreen = screens.find(
    (area) =>
      place.x !== undefined &&
      place.y !== undefined &&
      place.x >= area.x - place.width + 100 &&
      place.x < area.x + area.width - 100 &&
      place.y >= area.y &&
      place.y < area.y + area.height - 60,
  )
  const area = onScreen ?? home
  const fit = (wanted: number, least: number, room: number | undefined) =>
    Math.max(least, room === undefined ? wanted : Math.min(wanted, room))
  const size = {
    width: fit(place.width, smallestWindow.width, area?.width),
    height: fit(place.height, smallestWindow.height, area?.height),
    maximized: place.maximized,
  }
  return onScreen && place.x !== undefined && place.y !== undefined ? { ...size, x: place.x, y: place.y } : size
}

const step = 32

/**
 * Where one more window opens: as large as the one it opens beside, a step down and on from it and from every other, so
 * that each title bar can be seen; from the screen's corner again where it would leave the screen.
 */
export function placeBeside(here: Omit<WindowPlace, 'maximized'>, area: Area, taken: readonly Area[]): WindowPlace {
  const width = Math.max(smallestWindow.width, Math.min(here.width, area.width))
  const height = Math.max(smallestWindow.height, Math.min(here.height, area.height))
  const wrap = (at: number, start: number, room: number) => (at < start || at > start + Math.max(room, 0) ? start : at)
  let x = here.x ?? area.x
  let y = here.y ?? area.y
  // At most one step for each window that stands in the way: then the place is free, or there is no free one.
  for (let tries = 0; tries <= taken.length; tries++) {
    x = wrap(x + step, area.x, area.width - width)
    y = wrap(y + step, area.y, area.height - height)
    if (!taken.some((other) => other.x === x && other.y === y)) break
  }
  return { x, y, width, height, maximized: false }
}

/** Reads the remembered place; a damaged settings file means the default place. */
export function rememberedPlace(settings: Store<DeskSettings>): WindowPlace {
  const place = settings.get('window', defaultPlace)
  return Number.isFinite(place.width) && Number.isFinite(place.height) ? place : defaultPlace
}
