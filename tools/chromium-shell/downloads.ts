import { copyFile, mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { dialog } from './api/dialog.ts'
import { DownloadItem } from './api/download-item.ts'
import { session } from './api/session.ts'
import { cancellable } from './emitter.ts'
import { onBrowserStart } from './runtime.ts'
import { originOf, toAppUrl } from './urls.ts'
import { windows } from './windows.ts'

interface WillBegin {
  frameId: string
  guid: string
  url: string
  suggestedFilename: string
}

interface Progress {
  guid: string
  receivedBytes: number
  totalBytes: number
  state: 'inProgress' | 'completed' | 'canceled'
}

/** Where the application wants the file: what it has set, else what its save dialog answers; undefined means nowhere. */
async function savePathOf(item: DownloadItem): Promise<string | undefined> {
  if (item.getSavePath()) return item.getSavePath()
  const options = { defaultPath: item.getFilename(), ...item.getSaveDialogOptions() }
  const answer = await dialog.showSaveDialog(options)
  return answer.canceled || !answer.filePath ? undefined : answer.filePath
}

// Every download lands in the temporary profile under a name that says nothing, and reaches its place only when it is
// whole and the application has agreed: nothing of a page's comes to the person's own folders by itself.
onBrowserStart(async ({ connection, downloads }) => {
  const { browser } = connection
  /** Downloads that the application has agreed to; the promise settles when Chromium has said its last word. */
  const running = new Map<string, { item: DownloadItem; whole: (isWhole: boolean) => void }>()

  const forget = (guid: string) => rm(join(downloads, guid), { force: true }).catch(() => {})
  const cancel = (guid: string) => {
    browser.send('Browser.cancelDownload', { guid }).catch(() => {}) // it may have ended already
    running.get(guid)?.whole(false)
    void forget(guid)
  }

  async function deliver(item: DownloadItem, guid: string, isWhole: Promise<boolean>): Promise<void> {
    const path = await savePathOf(item)
    if (path === undefined) return item.cancel()
    item.setSavePath(path)
    if (!(await isWhole)) return item.end('cancelled')
    await mkdir(dirname(path), { recursive: true })
    await copyFile(join(downloads, guid), path)
    item.end('completed')
  }

  browser.listen<WillBegin>('Browser.downloadWillBegin', ({ frameId, guid, url, suggestedFilename }) => {
    const owner = windows.ofTarget(frameId) ?? windows.all().find((window) => window.webContents.hasFrame(frameId))
    if (!owner) return cancel(guid)
    const origin = originOf(owner.webContents.getURL())
    const facts = { url: toAppUrl(url), filename: suggestedFilename, origin }
    const item = new DownloadItem(facts, () => cancel(guid))
    const event = cancellable()
    session.defaultSession.emit('will-download', event, item, owner.webContents)
    if (event.defaultPrevented) return cancel(guid)
    if (item.getState() !== 'progressing') return // the application has cancelled it
    const { promise, resolve } = Promise.withResolvers<boolean>()
    running.set(guid, { item, whole: resolve })
    deliver(item, guid, promise)
      .catch((error: unknown) => {
        console.error(`The download of ${facts.url} could not be kept:`, error)
        item.end('interrupted')
        cancel(guid)
      })
      .finally(() => {
        running.delete(guid)
        void forget(guid)
      })
  })

  browser.listen<Progress>('Browser.downloadProgress', ({ guid, receivedBytes, totalBytes, state }) => {
    const download = running.get(guid)
    // cancelled too late: Chromium had it whole, and it must not stay
    if (!download) return void (state === 'completed' && forget(guid))
    download.item.progress(receivedBytes, totalBytes)
    if (state !== 'inProgress') download.whole(state === 'completed')
  })

  await browser.send('Browser.setDownloadBehavior', {
    behavior: 'allowAndName',
    downloadPath: downloads,
    eventsEnabled: true,
  })
})
