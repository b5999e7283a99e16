/**
 * What people come to the counter for, in both languages. Kept beside the code until an authority sends its own; the
 * wording is the product's.
 */
import type { AppointmentService } from '../appointments/appointment.ts'
import type { CodeName } from './register-codes.ts'

/** In the order in which they are offered. */
export const appointmentServices: Readonly<Record<AppointmentService, CodeName>> = {
  general: { ar: 'خدمات عامة', en: 'General services' },
  registration: { ar: 'التسجيل المهني', en: 'Professional registration' },
  classification: { ar: 'التصنيف المهني', en: 'Professional classification' },
  'data-update': { ar: 'تحديث البيانات', en: 'Data update' },
  'account-recovery': { ar: 'استعادة الحساب', en: 'Account recovery' },
  'card-collection': { ar: 'استلام البطاقة', en: 'Card collection' },
}
