import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'
import { deskKeys } from '#renderer/lib/desk-queries.ts'
import { callDesk, type DeskError, toDeskError } from '#renderer/lib/ipc-client.ts'
import type { Verification } from '#shared/contracts/certificates.ts'
import type { ChannelInput } from '#shared/contracts/contract-map.ts'
import { findScannedCode } from '#shared/domain/certificates/scanned-text.ts'

/** A certificate's number is shorter than any code. */
const longestNumber = 64

export type VerifyInput = ChannelInput<'certificates.verify'>

/** What a text asks: a code, however it was typed, else a number. Undefined for nothing. */
export function inputOf(text: string): VerifyInput | undefined {
  const trimmed = text.trim()
  if (trimmed === '') return undefined
  if (findScannedCode(trimmed) !== undefined || trimmed.length > longestNumber) return { code: trimmed.slice(0, 8192) }
  return { number: trimmed }
}

/** A file that was chosen, dropped or pasted, as the channel takes it. */
export async function inputOfFile(file: File): Promise<VerifyInput> {
  return { file: { name: file.name.slice(0, 300), bytes: new Uint8Array(await file.arrayBuffer()) } }
}

/**
 * Asks for verdicts, one at a time; a newer question overtakes one that is still on its way. `show` is told which
 * verification to put on the screen; `last` is what was asked for the last one, to ask it again.
 */
export function useVerify(show: (verification: Verification) => void) {
  const client = useQueryClient()
  const [working, setWorking] = useState(false)
  const [error, setError] = useState<DeskError>()
  const asked = useRef(0)
  const [last, setLast] = useState<{ id: string; input: VerifyInput }>()
  const verify = useCallback(
    async (input: VerifyInput | Promise<VerifyInput>) => {
      asked.current += 1
      const mine = asked.current
      setWorking(true)
      setError(undefined)
      try {
        const question = await input
        const answer = await callDesk('certificates.verify', question)
        setLast({ id: answer.id, input: question })
        client.setQueryData(deskKeys.call('certificates.verification', { id: answer.id }), answer)
        if (asked.current === mine) show(answer)
      } catch (thrown) {
        if (asked.current === mine) setError(toDeskError(thrown))
      } finally {
        if (asked.current === mine) setWorking(false)
      }
    },
    [client, show],
  )
  const forget = useCallback(() => {
    asked.current += 1
    setWorking(false)
    setError(undefined)
  }, [])
  return { verify, forget, working, error, last }
}
