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

/** Reads the remembered place; a damaged settings file means the default place. */
export function rememberedPlace(settings: Store<DeskSettings>): WindowPlace {
  const place = settings.get('window', defaultPlace)
  return Number.isFinite(place.width) && Number.isFinite(place.height) ? place : defaultPlace
}
