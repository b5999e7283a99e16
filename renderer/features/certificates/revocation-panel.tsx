import { NativeSelect, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useHotkeys } from '#renderer/lib/use-hotkeys.tsx'
import { useReference } from '#renderer/lib/use-reference.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DecisionPanel } from '#renderer/ui/decision-panel.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import type { ChannelOutput } from '#shared/contracts/contract-map.ts'
import type { RevocationStep } from '#shared/domain/certificates/certificate.ts'
import { findCode } from '#shared/domain/reference/reasons.ts'
import classes from './certificate-page.module.css'
import { useRevocation } from './use-revocation.tsx'

type Opened = ChannelOutput<'certificates.get'>

/**
 * The revocation: its consequence first, then the reason. Whoever may propose chooses a reason code; a second person sees
 * what was proposed and confirms or declines it. What is not open is shown with its reason.
 */
export function RevocationPanel(props: { opened: Opened; begun: boolean }) {
  const { t, language } = useText()
  const { revocationReasons } = useReference()
  const { opened } = props
  const { certificate, actions, clerks } = opened
  const { take, error } = useRevocation(certificate)
  const [form, setForm] = useState(props.begun)
  const [reason, setReason] = useState('')
  const [remarks, setRemarks] = useState('')
  const [tried, setTried] = useState(false)
  const refusalOf = (step: RevocationStep) => actions.find((action) => action.step === step)?.refusal ?? null
  const second = certificate.proposal !== null
  const main: RevocationStep = second ? 'confirm' : 'propose'
  const refusal = refusalOf(main)
  const open = refusal === null
  const showForm = open && (second || form)
  const wordsOf = (step: RevocationStep) => {
    const why = refusalOf(step)
    return why === null ? undefined : t(`certificates.refusal_${why}`)
  }
  const run = (step: RevocationStep) => {
    setTried(true)
    if (refusalOf(step) !== null || (step === 'propose' && reason === '')) return
    void take(step, { reason, remarks }).then((taken) => {
      if (!taken) return
      setForm(false)
      setReason('')
      setRemarks('')
      setTried(false)
    })
  }
  useHotkeys([
    {
      keys: 'KeyA',
      label: t('certificates.revokeConfirm'),
      decision: true,
      enabled: second && open,
      run: () => run('confirm'),
    },
    {
      keys: 'KeyD',
      label: t('certificates.revokeDecline'),
      decision: true,
      enabled: second && open,
      run: () => run('decline'),
    },
    {
      keys: 'mod+Enter',
      label: t('certificates.revokePropose'),
      decision: true,
      enabled: showForm && !second,
      run: () => run('propose'),
    },
    ...(showForm && !second
      ? [{ keys: 'Escape', label: t('certificates.cancelForm'), run: () => setForm(false) }]
      : []),
  ])
  const proposal = certificate.proposal
  const proposer = proposal === null ? undefined : clerks[proposal.by]
  const proposed = proposal === null ? undefined : findCode(revocationReasons, proposal.reason)
  return (
    <DecisionPanel
      label={t('certificates.revocation')}
      {...(showForm ? { consequence: t(`certificates.consequence_${second ? 'confirm' : 'propose'}`) } : {})}
      pending={!second}
      primary={
        second ? (
          <Button
            variant="primary"
            size="decision"
            keys="KeyA"
            fullWidth
            disabledReason={wordsOf('confirm')}
            onClick={() => run('confirm')}
          >
            {t('certificates.revokeConfirm')}
          </Button>
        ) : showForm ? (
          <Button variant="primary" size="decision" keys="mod+Enter" fullWidth onClick={() => run('propose')}>
            {t('certificates.revokePropose')}
          </Button>
        ) : (
          <Button
            variant="danger"
            size="decision"
            fullWidth
            disabledReason={wordsOf('propose')}
            onClick={() => setForm(true)}
          >
            {t('certificates.startRevocation')}
          </Button>
        )
      }
      others={
        second ? (
          <Button size="lg" keys="KeyD" disabledReason={wordsOf('decline')} onClick={() => run('decline')}>
            {t('certificates.revokeDecline')}
          </Button>
        ) : (
          showForm && (
            <Button size="lg" keys="Escape" onClick={() => setForm(false)}>
              {t('certificates.cancelForm')}
            </Button>
          )
        )
      }
    >
      {proposal !== null && (
        <div className={classes.proposal}>
          <p>
            <Isolated>
              {t('certificates.proposedBy', { name: proposer?.[language === 'ar' ? 'nameAr' : 'nameEn'] ?? '' })}
            </Isolated>
          </p>
          <p className={classes.proposalReason}>
            {proposed === undefined ? <bdi>{proposal.reason}</bdi> : proposed[language]}
          </p>
          {proposal.remarks !== '' && (
            <p dir="auto" className={classes.quiet}>
              {proposal.remarks}
            </p>
          )}
        </div>
      )}
      {refusal !== null && <p className={classes.quiet}>{t(`certificates.refusal_${refusal}`)}</p>}
      {error !== undefined && <DeskErrorNotice error={error} />}
      {showForm && !second && (
        <NativeSelect
          label={t('certificates.reason')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={tried && reason === '' ? t('certificates.reasonMissing') : undefined}
          data={[
            { value: '', label: t('certificates.reasonChoose') },
            ...revocationReasons
              .filter(({ active }) => active)
              .map((row) => ({ value: row.code, label: row[language] })),
          ]}
        />
      )}
      {showForm && (
        <Textarea
          label={t('certificates.remarks')}
          placeholder={t('certificates.remarksHint')}
          value={remarks}
          onChange={(event) => setRemarks(event.currentTarget.value)}
          maxLength={4000}
          autosize
          minRows={2}
          maxRows={4}
          dir="auto"
          spellCheck
        />
      )}
    </DecisionPanel>
  )
}
