import { IconMaximize, IconMinimize, IconRotateClockwise, IconZoomIn, IconZoomOut } from '@tabler/icons-react'
import { useText } from '#renderer/lib/use-text.ts'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import classes from './document-viewer.module.css'
import { type ViewerAct, zoomSteps } from './viewer-state.ts'

/** Zoom, turn and full screen; each has its key, named in the overlay of keys. */
export function ViewerTools(props: { zoom: number; full: boolean; act: (act: ViewerAct) => void }) {
  const { t, format } = useText()
  const { zoom, full, act } = props
  return (
    <div className={classes.tools} role="toolbar" aria-label={t('documents.tools')}>
      <IconButton
        label={t('documents.zoomOut')}
        aria-keyshortcuts="-"
        disabled={zoom <= zoomSteps[0]}
        icon={<IconZoomOut size={18} stroke={1.6} />}
        onClick={() => act({ act: 'zoom-out' })}
      />
      <button type="button" className={classes.zoom} title={t('documents.zoomFit')} onClick={() => act({ act: 'fit' })}>
        <Ltr>{format.number(zoom)}%</Ltr>
      </button>
      <IconButton
        label={t('documents.zoomIn')}
        aria-keyshortcuts="="
        disabled={zoom >= (zoomSteps.at(-1) ?? 0)}
        icon={<IconZoomIn size={18} stroke={1.6} />}
        onClick={() => act({ act: 'zoom-in' })}
      />
      <IconButton
        label={t('documents.rotate')}
        aria-keyshortcuts="T"
        icon={<IconRotateClockwise size={18} stroke={1.6} />}
        onClick={() => act({ act: 'turn' })}
      />
      <IconButton
        label={full ? t('documents.leaveFullScreen') : t('documents.fullScreen')}
        aria-keyshortcuts="F"
        icon={full ? <IconMinimize size={18} stroke={1.6} /> : <IconMaximize size={18} stroke={1.6} />}
        onClick={() => act({ act: 'full', on: !full })}
      />
    </div>
  )
}
