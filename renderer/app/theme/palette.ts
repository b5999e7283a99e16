import type { MantineColorsTuple } from '@mantine/core'

/** «رمل وحبر» (Sand and Ink): scales made in OKLCH, from light (0) to dark (9). */
export const palette = {
  ink: ['#f1f9fc', '#dff2f9', '#c2e5f1', '#a1d2e3', '#78b9d0', '#4e9db6', '#2c7e97', '#176379', '#114e60', '#0c3946'],
  sand: ['#fbfbf8', '#f7f6f3', '#f1f0ec', '#e8e6e1', '#d8d6cf', '#929189', '#5f6a6b', '#4c595e', '#303e45', '#142329'],
  green: ['#f0faf4', '#dff5e7', '#beebcf', '#96dbb3', '#66c591', '#3ba872', '#208758', '#126a43', '#0d5434', '#093d25'],
  amber: ['#fef8ed', '#fcefd6', '#fae0ae', '#f6cc81', '#ebb353', '#d9972f', '#af711f', '#8c5619', '#724317', '#543112'],
  red: ['#fef5f4', '#fee9e6', '#fed2cd', '#fdb3ac', '#f58b84', '#e55f5a', '#c53a3a', '#a02427', '#7f1c1e', '#5d1515'],
  violet: [
    '#f7f6fe',
    '#eeecfd',
    '#ded9fa',
    '#c9c1f4',
    '#afa3e7',
    '#9382d4',
    '#7563b6',
    '#5c4b94',
    '#483a77',
    '#342a58',
  ],
  dark: ['#e4e9eb', '#cad0d3', '#9ca5a8', '#747d82', '#414b4f', '#2c363a', '#20282d', '#171f23', '#0e1519', '#070c0f'],
} as const satisfies Record<string, MantineColorsTuple>
