/** How the viewer stands: which document, which page of it, how large and how turned. */
export interface ViewerState {
  readonly hash: string | undefined
  /** From 1. */
  readonly page: number
  /** Percent of the width that fits the pane. */
  readonly zoom: number
  /** Quarter turns clockwise, 0 to 3. */
  readonly turn: number
  readonly full: boolean
}

/** A document of the list as the viewer needs it; `pages` is known once it was opened. */
export interface ViewedDocument {
  readonly hash: string
  readonly pages: number
}

export type ViewerAct =
  | { readonly act: 'show'; readonly hash: string }
  | { readonly act: 'zoom-in' }
  | { readonly act: 'zoom-out' }
  | { readonly act: 'fit' }
  | { readonly act: 'turn' }
  | { readonly act: 'full'; readonly on: boolean }
  | { readonly act: 'forward'; readonly documents: readonly ViewedDocument[] }
  | { readonly act: 'backward'; readonly documents: readonly ViewedDocument[] }

/** Steps of the zoom, in percent of the fitting width. */
export const zoomSteps = [50, 75, 100, 125, 150, 200, 300, 400] as const

export const firstView: ViewerState = { hash: undefined, page: 1, zoom: 100, turn: 0, full: false }

function shown(state: ViewerState, hash: string): ViewerState {
  return { ...state, hash, page: 1, zoom: 100, turn: 0 }
}

/** One step through pages; past the last page comes the next document, before the first page the one before. */
function step(state: ViewerState, documents: readonly ViewedDocument[], by: 1 | -1): ViewerState {
  const index = documents.findIndex((document) => document.hash === state.hash)
  const here = documents[index]
  if (here === undefined) return state
  const page = state.page + by
  if (page >= 1 && page <= here.pages) return { ...state, page }
  const beside = documents[index + by]
  if (beside === undefined) return state
  return { ...shown(state, beside.hash), page: by === 1 ? 1 : Math.max(1, beside.pages) }
}

/** The state after an act. Another document begins upright, at its first page and fitted. */
export function viewerAfter(state: ViewerState, act: ViewerAct): ViewerState {
  switch (act.act) {
    case 'show':
      return act.hash === state.hash ? state : shown(state, act.hash)
    case 'zoom-in':
      return { ...state, zoom: zoomSteps.find((zoom) => zoom > state.zoom) ?? state.zoom }
    case 'zoom-out':
      return { ...state, zoom: zoomSteps.findLast((zoom) => zoom < state.zoom) ?? state.zoom }
    case 'fit':
      return { ...state, zoom: 100 }
    case 'turn':
      return { ...state, turn: (state.turn + 1) % 4 }
    case 'full':
      return { ...state, full: act.on }
    case 'forward':
      return step(state, act.documents, 1)
    case 'backward':
      return step(state, act.documents, -1)
  }
}
