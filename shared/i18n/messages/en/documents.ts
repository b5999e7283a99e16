import type { EnglishOf } from '../../english-of.ts'
import type { documents as arabic } from '../ar/documents.ts'

/** Messages of the area `documents`, English: the viewer of evidence. */
export const documents = {
  kindEmployerLetter: 'Employer letter',
  kindIdCard: 'Identity document',
  kindPhoto: 'Photo',
  kindMedicalReport: 'Medical report',
  kindQualification: 'Qualification',
  kindAnother: 'Other document',
  tabs: 'Documents of the request',
  tools: 'Viewing tools',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  zoomFit: 'Fit the width',
  rotate: 'Rotate',
  fullScreen: 'Full screen',
  leaveFullScreen: 'Leave full screen',
  previousPage: 'Previous page',
  nextPage: 'Next page',
  pageOf: 'Page {{page}} of {{pages}}',
  page: 'Page of {{name}}, {{page}} of {{pages}}',
  hashVerified: 'File hash verified',
  hashChecking: 'Checking the file hash',
  hashDiffers: 'File hash differs from the request',
  hashDiffersHint: 'What arrived is not the document of the request, so it is not shown.',
  linkedField: 'The place that proves the change',
  loading: 'Opening the document',
  none: 'Documents of the request appear here. None was attached to this one.',
  unreadable: 'This document cannot be shown: the file is damaged or protected by a password.',
  unreadableHint: 'The request can be returned for a legible copy.',
} as const satisfies EnglishOf<typeof arabic>
