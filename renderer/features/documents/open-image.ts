import { blankCanvas, type OpenedDocument, sensibleWidth } from './opened-document.ts'

/** Opens a photograph or a scan. Throws where the bytes are no picture. Nothing is loaded from an address. */
export async function openImage(bytes: Uint8Array<ArrayBuffer>, mediaType: string): Promise<OpenedDocument> {
  const bitmap = await createImageBitmap(new Blob([bytes], { type: mediaType }))
  const upright = bitmap.height / bitmap.width
  return {
    pages: 1,
    paper: false,
    ratio: () => Promise.resolve(upright),
    async draw(_page, wanted, turn, signal) {
      signal.throwIfAborted()
      const lying = turn % 2 === 1
      const ratio = lying ? 1 / upright : upright
      const width = sensibleWidth(wanted, ratio)
      const canvas = blankCanvas(width, width * ratio)
      const context = canvas.getContext('2d')
      if (context === null) throw new Error('No canvas to draw on')
      context.imageSmoothingQuality = 'high'
      context.translate(canvas.width / 2, canvas.height / 2)
      context.rotate((turn * Math.PI) / 2)
      const [w, h] = lying ? [canvas.height, canvas.width] : [canvas.width, canvas.height]
      context.drawImage(bitmap, -w / 2, -h / 2, w, h)
      return canvas
    },
    close: () => bitmap.close(),
  }
}
