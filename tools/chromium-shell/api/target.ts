import { randomUUID } from 'node:crypto'
import type { Browser } from '../browser.ts'
import { headed } from '../runtime.ts'
import { appName } from './paths.ts'
import type { WantedBounds } from './window-bounds.ts'

interface TargetInfo {
  targetId: string
  type: string
  url: string
}

const escape = (text: string) => text.replace(/[<>&"]/g, (character) => `&#${character.charCodeAt(0)};`)

/** An application window (no tabs, no address bar) opens only from the command line, so it is recognised by its URL. */
async function openAppWindow(browser: Browser, wanted: WantedBounds, background: string): Promise<string> {
  const mark = randomUUID()
  const html = `<title>${escape(appName.value)}</title><body style="background:${escape(background)}"><!--${mark}-->`
  const found = new Promise<string>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('Chromium has opened no window')), 20_000)
    const look = ({ targetInfo }: { targetInfo: TargetInfo }) => {
      if (targetInfo.type !== 'page' || !targetInfo.url.includes(mark)) return
      browser.connection.browser.off('Target.targetCreated', look)
      browser.connection.browser.off('Target.targetInfoChanged', look)
      clearTimeout(late)
      resolve(targetInfo.targetId)
    }
    browser.connection.browser.listen('Target.targetCreated', look)
    browser.connection.browser.listen('Target.targetInfoChanged', look)
  })
  browser.openAppWindow(`data:text/html,${encodeURIComponent(html)}`, wanted)
  return found
}

/** Opens an empty page in a window of its own and returns its target id. */
export async function openTarget(browser: Browser, wanted: WantedBounds, background = 'white'): Promise<string> {
  if (headed) return openAppWindow(browser, wanted, background)
  const { x, y, width, height } = wanted
  const position = x === undefined || y === undefined ? {} : { left: x, top: y }
  const { targetId } = await browser.connection.browser.send<{ targetId: string }>('Target.createTarget', {
    url: 'about:blank',
    newWindow: true,
    width,
    height,
    ...position,
  })
  return targetId
}
