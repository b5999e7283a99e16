import { useState } from 'react'
import { toDeskError } from '#renderer/lib/ipc-client.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { PolicyRefusal } from '#shared/domain/policy/policy.ts'
import { getErrorRow } from '#shared/kernel/errors.ts'
import { ErrorNotice } from './error-notice.tsx'

/** Anything that a call threw, in the words of the error table; of what is not allowed, also why. What is copied for support holds no personal data. */
export function DeskErrorNotice(props: { error: unknown; retry?: () => void }) {
  const { t, language } = useText()
  const [at] = useState(() => new Date().toISOString())
  const { code, detail } = toDeskError(props.error)
  const row = getErrorRow(code)
  const arabic = language === 'ar'
  const happened = arabic ? row.ar : row.en
  const refusal = code === 'permission/denied' ? PolicyRefusal.safeParse(detail.reason).data : undefined
  return (
    <ErrorNotice
      happened={refusal === undefined ? happened : `${happened} ${t(`common.refused_${refusal}`)}`}
      safe={arabic ? row.safeAr : row.safeEn}
      todo={arabic ? row.doAr : row.doEn}
      details={JSON.stringify({ code, detail, at })}
      {...(props.retry === undefined ? {} : { retry: props.retry })}
    />
  )
}
