import { onBrowserStart } from './runtime.ts'
import { windows } from './windows.ts'

interface TargetEvent {
  targetInfo: { targetId: string; type: string; openerId?: string }
}

// Follows Chromium's list of targets: closes popups and notices windows that closed.
onBrowserStart(async ({ connection }) => {
  const { browser, closed } = connection
  browser.listen<TargetEvent>('Target.targetCreated', ({ targetInfo }) => {
    if (targetInfo.type !== 'page' || !targetInfo.openerId || windows.ofTarget(targetInfo.targetId)) return
    browser.send('Target.closeTarget', { targetId: targetInfo.targetId }).catch(() => {})
  })
  browser.listen<{ targetId: string }>('Target.targetDestroyed', ({ targetId }) => windows.ofTarget(targetId)?.gone())
  void closed.then(() => {
    for (const window of windows.all()) window.gone()
  })
  await browser.send('Target.setDiscoverTargets', { discover: true })
})
