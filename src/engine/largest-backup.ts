/** Bytes of the largest backup that is made or taken. The page looks at it before it reads a file into memory. */
export const LARGEST_BACKUP = 512 * 1024 * 1024;
