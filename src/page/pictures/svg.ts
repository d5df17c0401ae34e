import { PapertabError } from '../../errors.ts';
import { svgSize } from './svg-size.ts';

/** Larger drawings are not read, in bytes. */
const MAX_SVG_BYTES = 8 * 1024 * 1024;
/** Where a file begins to look like a drawing, in bytes. */
const HEAD_BYTES = 4096;
const XLINK = 'http://www.w3.org/1999/xlink';

/** Whether a file is a drawing: it says so, or it begins so. */
export async function isSvg(file: Blob): Promise<boolean> {
  if (file.type === 'image/svg+xml') return true;
  try {
    return /^\uFEFF?\s*<(?:[\s\S]*<)?svg[\s>]/.test(await file.slice(0, HEAD_BYTES).text());
  } catch {
    // Whoever opens it will say so.
    return false;
  }
}

/**
 * Draws an SVG file as dots: a PNG with what is transparent still so. Only an `<img>` decodes one; it runs no script of
 * the drawing and loads nothing for it.
 *
 * @throws PapertabError `picture-file-size` for one above 8 MB, `picture-file` with `SVG` for one that cannot be drawn
 */
export async function rasterizeSvg(file: Blob): Promise<Blob> {
  if (file.size > MAX_SVG_BYTES) throw new PapertabError('picture-file-size', `${file.size} bytes of SVG`);
  try {
    return await rasterize(await file.text());
  } catch (thrown) {
    throw new PapertabError('picture-file', 'SVG', { cause: thrown });
  }
}

async function rasterize(source: string): Promise<Blob> {
  const drawing = new DOMParser().parseFromString(source, 'image/svg+xml');
  const root = drawing.documentElement;
  if (root.localName !== 'svg' || drawing.querySelector('parsererror')) throw new Error('no drawing');
  const [width, height, viewBox] = ['width', 'height', 'viewBox'].map((name) => root.getAttribute(name));
  const size = svgSize({ width: width ?? null, height: height ?? null, viewBox: viewBox ?? null });
  // Browsers differ in what they make of a missing size, and scale a drawing only if it has a box.
  if (!viewBox) root.setAttribute('viewBox', `0 0 ${size.width} ${size.height}`);
  root.setAttribute('width', String(size.dotsWide));
  root.setAttribute('height', String(size.dotsHigh));
  dropForeignImages(drawing);
  const image = new Image();
  // Not a blob's address: with HTML in the drawing, what is drawn from one could not be read back.
  image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(drawing))}`;
  await image.decode();
  return draw(image, size.dotsWide, size.dotsHigh);
}

/** Pictures that lie elsewhere are not fetched for it, and browsers draw a sign of their own in their place. */
function dropForeignImages(drawing: Document): void {
  for (const image of drawing.querySelectorAll('image')) {
    const href = image.getAttribute('href') ?? image.getAttributeNS(XLINK, 'href');
    if (!/^\s*data:/i.test(href ?? '')) image.remove();
  }
}

async function draw(image: HTMLImageElement, width: number, height: number): Promise<Blob> {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  canvas.getContext('2d')?.drawImage(image, 0, 0, width, height);
  const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  // Its memory goes now, not when it happens to be collected.
  canvas.width = 0;
  if (!png) throw new Error('no dots');
  return png;
}
