import { administration as administrationAr } from './messages/ar/administration.ts'
import { appointments as appointmentsAr } from './messages/ar/appointments.ts'
import { audit as auditAr } from './messages/ar/audit.ts'
import { certificates as certificatesAr } from './messages/ar/certificates.ts'
import { common as commonAr } from './messages/ar/common.ts'
import { device as deviceAr } from './messages/ar/device.ts'
import { documents as documentsAr } from './messages/ar/documents.ts'
import { frame as frameAr } from './messages/ar/frame.ts'
import { home as homeAr } from './messages/ar/home.ts'
import { members as membersAr } from './messages/ar/members.ts'
import { outbox as outboxAr } from './messages/ar/outbox.ts'
import { reference as referenceAr } from './messages/ar/reference.ts'
import { reports as reportsAr } from './messages/ar/reports.ts'
import { requests as requestsAr } from './messages/ar/requests.ts'
import { search as searchAr } from './messages/ar/search.ts'
import { session as sessionAr } from './messages/ar/session.ts'
import { support as supportAr } from './messages/ar/support.ts'
import { updates as updatesAr } from './messages/ar/updates.ts'
import { vault as vaultAr } from './messages/ar/vault.ts'
import { administration as administrationEn } from './messages/en/administration.ts'
import { appointments as appointmentsEn } from './messages/en/appointments.ts'
import { audit as auditEn } from './messages/en/audit.ts'
import { certificates as certificatesEn } from './messages/en/certificates.ts'
import { common as commonEn } from './messages/en/common.ts'
import { device as deviceEn } from './messages/en/device.ts'
import { documents as documentsEn } from './messages/en/documents.ts'
import { frame as frameEn } from './messages/en/frame.ts'
import { home as homeEn } from './messages/en/home.ts'
import { members as membersEn } from './messages/en/members.ts'
import { outbox as outboxEn } from './messages/en/outbox.ts'
import { reference as referenceEn } from './messages/en/reference.ts'
import { reports as reportsEn } from './messages/en/reports.ts'
import { requests as requestsEn } from './messages/en/requests.ts'
import { search as searchEn } from './messages/en/search.ts'
import { session as sessionEn } from './messages/en/session.ts'
import { support as supportEn } from './messages/en/support.ts'
import { updates as updatesEn } from './messages/en/updates.ts'
import { vault as vaultEn } from './messages/en/vault.ts'

/** All Arabic messages by area; a key is written `area.key`. Arabic decides which keys exist. */
export const arabic = {
  administration: administrationAr,
  appointments: appointmentsAr,
  audit: auditAr,
  certificates: certificatesAr,
  common: commonAr,
  device: deviceAr,
  documents: documentsAr,
  frame: frameAr,
  home: homeAr,
  members: membersAr,
  outbox: outboxAr,
  reference: referenceAr,
  reports: reportsAr,
  requests: requestsAr,
  search: searchAr,
  session: sessionAr,
  support: supportAr,
  updates: updatesAr,
  vault: vaultAr,
} as const

/** All English messages by area. */
export const english = {
  administration: administrationEn,
  appointments: appointmentsEn,
  audit: auditEn,
  certificates: certificatesEn,
  common: commonEn,
  device: deviceEn,
  documents: documentsEn,
  frame: frameEn,
  home: homeEn,
  members: membersEn,
  outbox: outboxEn,
  reference: referenceEn,
  reports: reportsEn,
  requests: requestsEn,
  search: searchEn,
  session: sessionEn,
  support: supportEn,
  updates: updatesEn,
  vault: vaultEn,
} as const
