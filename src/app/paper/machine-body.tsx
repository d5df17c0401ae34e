import type { JSX } from 'preact';
import { useId } from 'preact/hooks';

const BODY_HEIGHT = 124;
/** How far the slot is wider than the paper on either side. */
const SLOT_ROOM = 10;

/** The machine itself, drawn to measure: its slot is exactly as wide as the paper needs. */
export function MachineBody({ width, paper, light }: { width: number; paper: number; light: string }): JSX.Element {
  const id = useId();
  // A page that is just being laid out may have next to no width.
  const shellWidth = Math.max(0, width - 2);
  const slotWidth = Math.max(0, Math.min(width - 8, paper + 2 * SLOT_ROOM));
  const slotX = (width - slotWidth) / 2;
  const lipY = BODY_HEIGHT - 34;
  return (
    <svg
      class={`machine-body ${light}`}
      viewBox={`0 0 ${width} ${BODY_HEIGHT}`}
      width={width}
      height={BODY_HEIGHT}
      aria-hidden="true"
      focusable="false"
    >
      <defs>
        <linearGradient id={`${id}shell`} x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" class="shell-high" />
          <stop offset="0.18" class="shell-mid" />
          <stop offset="1" class="shell-low" />
        </linearGradient>
        <linearGradient id={`${id}lip`} x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" class="lip-high" />
          <stop offset="1" class="lip-low" />
        </linearGradient>
        <clipPath id={`${id}clip`}>
          <rect x="1" y="1" width={shellWidth} height={BODY_HEIGHT - 8} rx="26" />
        </clipPath>
      </defs>
      <g clip-path={`url(#${id}clip)`}>
        <rect width={width} height={BODY_HEIGHT} fill={`url(#${id}shell)`} />
        <path class="seam" d={`M0 ${lipY - 1.5}H${width}`} />
        <rect y={lipY} width={width} height={BODY_HEIGHT - lipY} fill={`url(#${id}lip)`} />
        <path class="shine" d={`M26 3.5H${width - 26}`} />
      </g>
      <rect class="outline" x="1" y="1" width={shellWidth} height={BODY_HEIGHT - 8} rx="26" />
      <rect class="slot" x={slotX} y={BODY_HEIGHT - 24} width={slotWidth} height="11" rx="5.5" />
      <path class="teeth" d={teeth(slotX + 6, slotX + slotWidth - 6, BODY_HEIGHT - 13)} />
    </svg>
  );
}

/** The bar that paper is torn on. */
function teeth(from: number, to: number, y: number): string {
  let path = `M${from} ${y - 2.5}`;
  for (let x = from; x + 8 <= to; x += 8) path += `l4 2.5l4-2.5`;
  return `${path}Z`;
}
