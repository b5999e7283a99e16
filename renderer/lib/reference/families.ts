import type { CodeNames } from './code-names.ts'

/** Families of health practitioners. */
export const families: CodeNames = {
  medicine: { ar: 'الطب البشري', en: 'Medicine' },
  dentistry: { ar: 'طب الأسنان', en: 'Dentistry' },
  pharmacy: { ar: 'الصيدلة', en: 'Pharmacy' },
  nursing: { ar: 'التمريض والقبالة', en: 'Nursing and Midwifery' },
  applied: { ar: 'العلوم الطبية التطبيقية', en: 'Applied Medical Sciences' },
  technician: { ar: 'الفنيون الصحيون', en: 'Health Technicians' },
  assistant: { ar: 'المساعدون الصحيون', en: 'Health Assistants' },
}
