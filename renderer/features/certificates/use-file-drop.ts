import { useEffect, useRef, useState } from 'react'

function firstFile(transfer: DataTransfer | null): File | undefined {
  return transfer?.files[0]
}

/**
 * Takes a file that is dropped or pasted anywhere in the window, and a text that is pasted outside of a field. Answers
 * whether a file hangs over the window now.
 */
export function useFileDrop(take: { file: (file: File) => void; text: (text: string) => void }): boolean {
  const [over, setOver] = useState(false)
  const newest = useRef(take)
  useEffect(() => {
    newest.current = take
  })
  useEffect(() => {
    const isFile = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true
    const drag = (event: DragEvent) => {
      if (!isFile(event)) return
      event.preventDefault()
      setOver(true)
    }
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false)
    }
    const drop = (event: DragEvent) => {
      if (!isFile(event)) return
      event.preventDefault()
      setOver(false)
      const file = firstFile(event.dataTransfer)
      if (file) newest.current.file(file)
    }
    const paste = (event: ClipboardEvent) => {
      const file = firstFile(event.clipboardData)
      const inField = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement
      if (file) {
        event.preventDefault()
        newest.current.file(file)
      } else if (!inField) newest.current.text(event.clipboardData?.getData('text/plain') ?? '')
    }
    window.addEventListener('dragover', drag)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', drop)
    window.addEventListener('paste', paste)
    return () => {
      window.removeEventListener('dragover', drag)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', drop)
      window.removeEventListener('paste', paste)
    }
  }, [])
  return over
}
