import { toAppUrl } from './urls.ts'
import { onBrowserStart } from './runtime.ts'
import { windows } from './windows.ts'

interface TargetEvent {
  targetInfo: { targetId: string; type: string; title: string; url: string; openerId?: string }
}

// Follows Chromium's list of targets: closes popups, notices windows that closed, and passes titles on.
onBrowserStart(async ({ connection }) => {
  const { browser, closed } = connection
  browser.listen<TargetEvent>('Target.targetCreated', ({ targetInfo }) => {
    if (targetInfo.type !== 'page' || !targetInfo.openerId || windows.ofTarget(targetInfo.targetId)) return
    browser.send('Target.closeTarget', { targetId: targetInfo.targetId }).catch(() => {})
  })
  browser.listen<TargetEvent>('Target.targetInfoChanged', ({ targetInfo }) => {
    // until a page has a title, Chromium gives its URL
    if (targetInfo.title && toAppUrl(targetInfo.url) !== targetInfo.title && !targetInfo.url.includes(targetInfo.title))
      windows.ofTarget(targetInfo.targetId)?.retitle(targetInfo.title)
  })
  browser.listen<{ targetId: string }>('Target.targetDestroyed', ({ targetId }) => windows.ofTarget(targetId)?.gone())
  void closed.then(() => {
    for (const window of windows.all()) window.gone()
  })
  await browser.send('Target.setDiscoverTargets', { discover: true })
})
