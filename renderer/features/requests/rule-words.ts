import type { TFunction } from 'i18next'

const ruleKeys = {
  'EM-01': 'requests.ruleMembership',
  'EM-02': 'requests.ruleAddressProven',
  'EM-03': 'requests.ruleAddressFree',
  'EM-04': 'requests.ruleOldAddressTold',
  'EM-06': 'requests.ruleSecondPerson',
  'DU-01': 'requests.ruleMembership',
  'DU-02': 'requests.ruleEvidence',
  'DU-03': 'requests.ruleMobile',
  'DU-04': 'requests.ruleIdNumber',
  'DU-05': 'requests.ruleBirthDate',
  'DU-06': 'requests.ruleDiffers',
  'DU-07': 'requests.ruleSecondPerson',
  'DU-08': 'requests.ruleForm',
} as const

function isKnownRule(id: string): id is keyof typeof ruleKeys {
  return Object.hasOwn(ruleKeys, id)
}

/** The sentence of a rule; one that this version cannot name shows its id. */
export function ruleWords(id: string, t: TFunction): string {
  return isKnownRule(id) ? t(ruleKeys[id]) : id
}
