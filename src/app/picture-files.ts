/** How the names of picture files end; some systems know no type for the rarer ones. */
const ENDINGS = /\.(jpe?g|jfif|png|gif|webp|bmp|avif|svg|hei[cf])$/i;

/** Whether a file is meant as a picture, readable here or not. */
export function isPictureFile({ type, name }: Pick<File, 'type' | 'name'>): boolean {
  return type.startsWith('image/') || (type === '' && ENDINGS.test(name));
}

/** Whether what is dragged over the page is a picture, as far as it can be told before it is dropped. */
export function carriesPicture({ items }: Pick<DataTransfer, 'items'>): boolean {
  return [...items].some(({ kind, type }) => kind === 'file' && type.startsWith('image/'));
}
