import { IconFileDownload, IconShieldCheck, IconShieldX, IconUser } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { useHotkeys } from '#renderer/lib/use-hotkeys.tsx'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Pane, Panes } from '#renderer/ui/panes.tsx'
import type { Verification } from '#shared/contracts/certificates.ts'
import { CertifiedFacts } from './certified-facts.tsx'
import { CertificatePlaces } from './places.tsx'
import { useSavePaper } from './save-paper.tsx'
import { TellBox } from './tell-box.tsx'
import { useFileDrop } from './use-file-drop.ts'
import { inputOf, inputOfFile, useVerify } from './use-verify.ts'
import { VerdictCard } from './verdict-card.tsx'
import classes from './verify.module.css'
import { VerifyField } from './verify-field.tsx'
import { VerifyLog } from './verify-log.tsx'

/** What can be done with a verdict, at the foot of the page. */
function Acts(props: { verification: Verification; again: (() => void) | undefined; another: () => void }) {
  const { t, format } = useText()
  const navigate = useNavigate()
  const { verification, again, another } = props
  const { certificate, verdict } = verification
  const { save, error } = useSavePaper()
  const doubtful = verdict === 'cannot-tell'
  const letter = () => save({ page: 'verification', id: verification.id })
  const openMember = () =>
    certificate !== null && void navigate({ to: '/members/$id', params: { id: certificate.memberId } })
  const openCertificate = () =>
    certificate !== null && void navigate({ to: '/certificates/$id', params: { id: certificate.id }, search: {} })
  const revoke = () =>
    certificate !== null &&
    void navigate({ to: '/certificates/$id', params: { id: certificate.id }, search: { revoke: true } })
  useHotkeys([
    { keys: 'KeyP', label: t('certificates.printLetter'), run: letter },
    { keys: 'KeyR', label: t('certificates.again'), enabled: again !== undefined, run: () => again?.() },
    { keys: 'KeyO', label: t('certificates.openMember'), enabled: certificate !== null, run: openMember },
    { keys: 'KeyC', label: t('certificates.openCertificate'), enabled: certificate !== null, run: openCertificate },
  ])
  return (
    <footer className={classes.foot}>
      {error !== undefined && <DeskErrorNotice error={error} />}
      <div className={classes.acts}>
        {doubtful && again !== undefined && (
          <Button variant="primary" size="lg" keys="KeyR" onClick={again}>
            {t('certificates.again')}
          </Button>
        )}
        <Button
          variant={doubtful ? 'outlined' : 'primary'}
          size="lg"
          keys="KeyP"
          icon={<IconFileDownload size={17} stroke={1.6} aria-hidden="true" />}
          onClick={letter}
        >
          {t('certificates.printLetter')}
        </Button>
        {certificate !== null && (
          <>
            <Button
              size="lg"
              keys="KeyO"
              icon={<IconUser size={17} stroke={1.6} aria-hidden="true" />}
              onClick={openMember}
            >
              {t('certificates.openMember')}
            </Button>
            {certificate.state !== 'revoked' && (
              <Button
                variant="danger"
                size="lg"
                icon={<IconShieldX size={17} stroke={1.6} aria-hidden="true" />}
                onClick={revoke}
              >
                {t('certificates.startRevocation')}
              </Button>
            )}
          </>
        )}
        <Button size="lg" keys="Escape" onClick={another}>
          {t('certificates.another')}
        </Button>
        <span className={classes.logged}>
          <Isolated>{t('certificates.loggedAt', { time: format.time(verification.at) })}</Isolated>
        </span>
      </div>
    </footer>
  )
}

/**
 * The counter's field and the verdict. A verification has a link of its own (`?verification=`), so the log, back and
 * forward lead to what was found then; the focus stays in the field, ready for the next scan.
 */
export function VerifyScreen(props: { verification: string | undefined }) {
  const { t } = useText()
  const navigate = useNavigate()
  const field = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const shownId = props.verification
  const show = useCallback(
    ({ id, by, facts }: Verification) => {
      // A code is long and says nothing to a reader: its number stands in its place.
      if (by !== 'number' && facts !== null) setText(facts.number)
      void navigate({ to: '/certificates', search: { verification: id } })
      requestAnimationFrame(() => field.current?.select())
    },
    [navigate],
  )
  const { verify, forget, working, error, last } = useVerify(show)
  const kept = useDeskQuery(
    'certificates.verification',
    { id: shownId ?? '-' },
    { enabled: shownId !== undefined, staleTime: Number.POSITIVE_INFINITY },
  )
  const shown = error === undefined && shownId !== undefined && kept.data?.id === shownId ? kept.data : undefined
  const submit = (typed: string) => {
    const input = inputOf(typed)
    if (input !== undefined) void verify(input)
  }
  const takeFile = (file: File) => {
    setText(file.name)
    void verify(inputOfFile(file))
  }
  const over = useFileDrop({
    file: takeFile,
    text: (pasted) => {
      if (pasted.trim() === '') return
      setText(pasted.trim())
      submit(pasted)
    },
  })
  const another = () => {
    forget()
    setText('')
    void navigate({ to: '/certificates', search: {} })
    field.current?.focus()
  }
  useHotkeys([
    { keys: 'Escape', label: t('certificates.another'), run: another },
    { keys: 'KeyV', label: t('certificates.focusField'), run: () => field.current?.focus() },
  ])
  // Who comes from elsewhere finds the field ready.
  useEffect(() => field.current?.focus(), [])
  // The same question again: the number of a code that the register does not hold would be another one.
  const number = shown?.asked ?? shown?.certificate?.number
  const question = last?.id === shownId ? last?.input : number === undefined ? undefined : { number }
  const again = question === undefined ? undefined : () => void verify(question)
  const facts = shown?.facts ?? shown?.certificate ?? null
  return (
    <div className={classes.screen}>
      <h1 className={classes.hidden}>{t('certificates.verifyTitle')}</h1>
      <CertificatePlaces current="verify" />
      <Panes columns="minmax(0, 1fr) 328px" compact="minmax(0, 1fr) 292px">
        <Pane
          label={t('certificates.verifyTitle')}
          className={classes.main}
          foot={shown !== undefined && <Acts key={shown.id} verification={shown} again={again} another={another} />}
        >
          <VerifyField
            field={field}
            text={text}
            change={setText}
            submit={() => submit(text)}
            chooseFile={takeFile}
            working={working}
          />
          {error !== undefined && <DeskErrorNotice error={error} />}
          {shownId !== undefined && kept.error !== null && error === undefined && (
            <DeskErrorNotice error={kept.error} />
          )}
          {/* The region is always there, so that a verdict is read out when it comes. */}
          <div className={classes.live} role="status" aria-live="polite" aria-busy={working}>
            {shown !== undefined && <VerdictCard key={shown.id} verification={shown} />}
          </div>
          {shown !== undefined && facts !== null && (
            <CertifiedFacts
              facts={facts}
              certificateId={shown.certificate?.id}
              note={shown.certificate === null ? t('certificates.onlyInCode') : t('certificates.registerSays')}
            />
          )}
          {shown !== undefined && <TellBox verification={shown} />}
          {shownId === undefined && error === undefined && (
            <EmptyState icon={<IconShieldCheck size={40} stroke={1.2} />}>{t('certificates.emptyVerify')}</EmptyState>
          )}
        </Pane>
        <VerifyLog current={shownId} />
      </Panes>
      {over && (
        <div className={classes.drop} aria-hidden="true">
          {t('certificates.dropHere')}
        </div>
      )}
    </div>
  )
}
