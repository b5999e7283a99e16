/** The protocol that this code speaks. A change of any schema in this folder is a new number (see the test). */
export const PROTOCOL_VERSION = 1

/** Oldest protocol that an authority of this code still answers. */
export const OLDEST_PROTOCOL = 1
