import { IconX } from '@tabler/icons-react'
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import type { KeyCombo } from '#renderer/lib/hotkeys.ts'
import { useHotkeys } from '#renderer/lib/use-hotkeys.tsx'
import { useText } from '#renderer/lib/use-text.ts'
import { Kbd } from './kbd.tsx'
import classes from './toasts.module.css'

export interface ToastRequest {
  message: ReactNode
  /** What it speaks of: a newer toast on the same thing takes its place. */
  subject?: string
  /** Offers Undo with its key while the toast stands. */
  undo?: () => void
  /** How long it stands, in milliseconds; 6 s unless told. Hovering or focusing it stops the clock. */
  durationMs?: number
  /** Called when it goes away by time or by hand, not after Undo. */
  onGone?: () => void
}

interface Toast extends ToastRequest {
  id: number
}

/** Undo is Ctrl+Z, or ⌘Z: the key every clerk's fingers know. */
const undoKeys: KeyCombo = 'mod+KeyZ'
const ToastContext = createContext<((request: ToastRequest) => void) | undefined>(undefined)

function ToastCard(props: { toast: Toast; newest: boolean; close: (undone: boolean) => void }) {
  const { t } = useText()
  const { toast } = props
  const [held, setHeld] = useState(false)
  const left = useRef(toast.durationMs ?? 6000)
  const close = useRef(props.close)
  useLayoutEffect(() => {
    close.current = props.close
  })
  useEffect(() => {
    if (held) return undefined
    const began = performance.now()
    const timer = setTimeout(() => close.current(false), left.current)
    return () => {
      clearTimeout(timer)
      left.current = Math.max(1000, left.current - (performance.now() - began))
    }
  }, [held])
  const undo = () => {
    toast.undo?.()
    props.close(true)
  }
  useHotkeys(
    toast.undo !== undefined && props.newest
      ? [{ keys: undoKeys, label: t('common.undo'), layer: 'window', run: undo }]
      : [],
  )
  return (
    // Hovering only stops the clock; every act is a button inside.
    <div
      className={classes.toast}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <div className={classes.message}>{toast.message}</div>
      {toast.undo !== undefined && (
        <button type="button" className={classes.undo} onClick={undo}>
          <span>{t('common.undo')}</span>
          <span aria-hidden="true">
            <Kbd keys={undoKeys} filled />
          </span>
        </button>
      )}
      <button type="button" className={classes.close} aria-label={t('common.close')} onClick={() => props.close(false)}>
        <IconX size={16} stroke={1.6} />
      </button>
    </div>
  )
}

/**
 * Shows toasts at the bottom of the inline start, newest below; a live region reads them. They belong to `owner`, the
 * clerk at the screen: what one clerk may undo is not offered to the next.
 */
export function ToastProvider(props: { owner: string | undefined; children: ReactNode }) {
  const { t } = useText()
  const [toasts, setToasts] = useState<readonly Toast[]>([])
  const [owner, setOwner] = useState(props.owner)
  if (owner !== props.owner) {
    setOwner(props.owner)
    setToasts([])
  }
  const nextId = useRef(1)
  const show = useCallback((request: ToastRequest) => {
    const id = nextId.current
    nextId.current += 1
    const isOld = ({ subject }: Toast): boolean => subject !== undefined && subject === request.subject
    setToasts((current) => [...current.filter((toast) => !isOld(toast)).slice(-2), { ...request, id }])
  }, [])
  const close = (toast: Toast, undone: boolean) => {
    setToasts((current) => current.filter((other) => other.id !== toast.id))
    if (!undone) toast.onGone?.()
  }
  const value = useMemo(() => show, [show])
  return (
    <ToastContext.Provider value={value}>
      {props.children}
      <section className={classes.host} aria-label={t('common.notifications')} aria-live="polite">
        {toasts.map((toast, index) => (
          <ToastCard
            key={toast.id}
            toast={toast}
            newest={index === toasts.length - 1}
            close={(undone) => close(toast, undone)}
          />
        ))}
      </section>
    </ToastContext.Provider>
  )
}

/** Shows a toast: `showToast({ message, undo })`. */
export function useToasts(): (request: ToastRequest) => void {
  const show = useContext(ToastContext)
  if (show === undefined) throw new Error('useToasts needs ToastProvider above it')
  return show
}
