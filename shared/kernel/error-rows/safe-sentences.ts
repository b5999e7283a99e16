/** What is safe, where many errors have it alike. */
export const nothingLost = { safeAr: 'لم يُفقد شيء من عملك.', safeEn: 'Nothing of your work was lost.' }
export const nothingChanged = { safeAr: 'لم يتغيّر شيء.', safeEn: 'Nothing was changed.' }
export const keptInOutbox = {
  safeAr: 'الإجراء محفوظ في صندوق الصادر بسببه ومرفقاته.',
  safeEn: 'The action is kept in the outbox with its reason and evidence.',
}
