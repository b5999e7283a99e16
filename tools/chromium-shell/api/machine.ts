import { emitterOf } from '../emitter.ts'

type PowerEvents = {
  suspend: []
  resume: []
  'on-ac': []
  'on-battery': []
  shutdown: []
  'lock-screen': []
  'unlock-screen': []
}
type PowerMonitorSlice = Pick<Electron.PowerMonitor, 'getSystemIdleState' | 'getSystemIdleTime' | 'isOnBatteryPower'>

class PowerMonitor extends emitterOf<PowerEvents>() implements PowerMonitorSlice {
  /** Seconds without input, as tests set it. */
  idleSeconds = 0
  getSystemIdleTime = (): number => this.idleSeconds
  getSystemIdleState = (threshold: number) => (this.idleSeconds >= threshold ? 'idle' : 'active')
  isOnBatteryPower = (): boolean => false
}

/** `powerMonitor`: says only what tests let it say (`emit('lock-screen')`). */
export const powerMonitor = new PowerMonitor()

type DisplaySlice = Pick<
  Electron.Display,
  'id' | 'bounds' | 'workArea' | 'size' | 'workAreaSize' | 'scaleFactor' | 'rotation'
>

/** The size that headless Chromium is started with; a headed shell does not know the real one. */
const AREA = { x: 0, y: 0, width: 1920, height: 1080 }
const SIZE = { width: AREA.width, height: AREA.height }
const primary: DisplaySlice = {
  id: 1,
  bounds: AREA,
  workArea: AREA,
  size: SIZE,
  workAreaSize: SIZE,
  scaleFactor: 1,
  rotation: 0,
}

type ScreenEvents = {
  'display-added': [event: Electron.Event, display: DisplaySlice]
  'display-removed': [event: Electron.Event, display: DisplaySlice]
  'display-metrics-changed': [event: Electron.Event, display: DisplaySlice, changed: string[]]
}

class Screen extends emitterOf<ScreenEvents>() {
  /** The displays, as tests set them. */
  displays: DisplaySlice[] = [primary]
  getAllDisplays = (): DisplaySlice[] => this.displays
  getPrimaryDisplay = (): DisplaySlice => this.displays[0] ?? primary
  getDisplayNearestPoint = (_point: Electron.Point): DisplaySlice => this.getPrimaryDisplay()
  getDisplayMatching = (_area: Electron.Rectangle): DisplaySlice => this.getPrimaryDisplay()
  getCursorScreenPoint = (): Electron.Point => ({ x: 0, y: 0 })
}

/** `screen`: one display of 1920 × 1080. */
export const screen = new Screen()
