/** People of the demo register whom specs and the tour name; they are the same whatever the seed. */
export const noura = {
  id: 'riyadh-clerk-1',
  name: 'Noura Alotaibi',
  shown: { ar: 'نورة العتيبي', en: 'Noura Alotaibi' },
} as const

export const khalid = {
  id: 'riyadh-supervisor-1',
  name: 'Khalid Alshehri',
  shown: { ar: 'خالد الشهري', en: 'Khalid Alshehri' },
} as const

/** The register's first member, who asks for another e-mail address. */
export const firstMember = {
  name: { ar: 'فهد ناصر سعد القحطاني', en: 'Fahad Nasser Saad Alqahtani' },
  /** Part of the name, spelled as people type it: without the article's letter, in another transliteration. */
  typed: { ar: 'فهد ناصر سعد القحطانى', en: 'fahd nasser saad qahtani' },
  oldEmail: 'fahad_nq88@barq.example',
} as const
