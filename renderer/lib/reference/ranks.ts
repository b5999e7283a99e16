import type { CodeNames } from './code-names.ts'

/** Professional ranks, highest first. */
export const ranks: CodeNames = {
  'subspecialty-consultant': { ar: 'استشاري تخصص دقيق', en: 'Subspecialty Consultant' },
  consultant: { ar: 'استشاري', en: 'Consultant' },
  'visiting-consultant': { ar: 'استشاري زائر', en: 'Visiting Consultant' },
  'senior-registrar': { ar: 'نائب أول', en: 'Senior Registrar' },
  registrar: { ar: 'نائب', en: 'Registrar' },
  resident: { ar: 'طبيب مقيم', en: 'Resident' },
  'general-dentist': { ar: 'طبيب أسنان عام', en: 'General Dentist' },
  trainee: { ar: 'متدرب', en: 'Trainee' },
  'senior-pharmacist': { ar: 'صيدلي أول', en: 'Senior Pharmacist' },
  pharmacist: { ar: 'صيدلي', en: 'Pharmacist' },
  'senior-specialist': { ar: 'أخصائي أول', en: 'Senior Specialist' },
  specialist: { ar: 'أخصائي', en: 'Specialist' },
  technician: { ar: 'فني', en: 'Technician' },
  'health-assistant': { ar: 'مساعد صحي', en: 'Health Assistant' },
}
