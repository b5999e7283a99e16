import { fullName } from '#shared/domain/members/member.ts'
import { benchMemberAt } from './register.ts'

/** Every beginning of a text, as it is typed. */
const typing = (text: string): string[] => Array.from(text, (_, at) => text.slice(0, at + 1))

/**
 * What clerks type, key by key, for members spread over the register: names in both scripts (a part, first and family,
 * all four), ID, membership and file numbers, phones, addresses.
 */
export function keystrokes(rows: number, people: number): string[] {
  return Array.from({ length: people }, (_, n) => {
    const { nameAr, nameEn, idNo, membershipNo, fileNo, mobile, email } = benchMemberAt(
      Math.floor(((n + 0.5) * rows) / people),
    )
    const ways = [
      [nameAr.first, `${nameEn.first} ${nameEn.family}`, idNo],
      [`${nameAr.first} ${nameAr.family}`, nameEn.first.toLowerCase(), mobile.replace('+966', '0')],
      [fullName(nameAr), nameEn.family, membershipNo],
      [nameAr.family, fullName(nameEn), email],
      [`${nameAr.family} ${nameAr.first}`, nameEn.family.toLowerCase(), fileNo],
    ]
    return (ways[n % ways.length] ?? []).flatMap(typing)
  }).flat()
}

/** First names as they are spelled in the register, and each with one letter left out in the middle. */
export function misspelt(rows: number, people: number): { right: string; wrong: string }[] {
  return Array.from({ length: people }, (_, n) => {
    const { nameAr, nameEn } = benchMemberAt(Math.floor(((n + 0.5) * rows) / people))
    const right = n % 2 === 0 ? nameAr.family : nameEn.family
    const middle = Math.ceil(right.length / 2)
    return { right, wrong: `${right.slice(0, middle)}${right.slice(middle + 1)}` }
  }).filter(({ right }) => !right.includes(' ') && right.length > 5)
}
