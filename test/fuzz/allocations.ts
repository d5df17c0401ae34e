/** Thrown in place of an allocation above the bound, so that it is noticed and does no harm. */
export class AboveBound extends RangeError {
  override readonly name = 'AboveBound';
}

const KINDS = [
  'ArrayBuffer',
  'Int8Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'Float32Array',
  'Float64Array',
  'BigInt64Array',
  'BigUint64Array',
] as const;

let counting = false;
let bound = 0;
let sum = 0;
let largest = 0;
let exceeded: AboveBound | undefined;

/** Counts the bytes of buffers and typed arrays that are made by name; what is cut out of them is no larger. */
export const allocations = {
  /** Counts from now on; whoever asks for more than `most` bytes altogether gets an {@link AboveBound}. */
  begin(most: number): void {
    bound = most;
    sum = 0;
    largest = 0;
    exceeded = undefined;
    counting = true;
  },
  /** Ends the counting. Says the largest allocation, in bytes, and the one that was refused, also where it was caught. */
  end(): { readonly largest: number; readonly exceeded: AboveBound | undefined } {
    counting = false;
    return { largest, exceeded };
  },
};

function count(bytes: number): void {
  sum += bytes;
  if (bytes > largest) largest = bytes;
  if (sum <= bound) return;
  exceeded ??= new AboveBound(`${bytes} bytes, ${sum} altogether, where ${bound} are the bound`);
  throw exceeded;
}

/**
 * Puts constructors that count in the place of the global ones. What was made by the others is an instance of these all
 * the same.
 *
 * @returns puts the old ones back
 */
export function countAllocations(): () => void {
  const before = KINDS.map((name) => [name, globalThis[name]] as const);
  for (const [name, Original] of before) {
    const unit = 'BYTES_PER_ELEMENT' in Original ? Original.BYTES_PER_ELEMENT : 1;
    const counted: typeof Original = new Proxy(Original, {
      construct(target, args: unknown[], newTarget): object {
        if (counting) {
          const [first] = args;
          // A view of a buffer that is there already takes nothing.
          if (typeof first === 'number') count(first * unit);
          else if (Array.isArray(first) || ArrayBuffer.isView(first)) {
            count(((first as ArrayLike<unknown>).length ?? 0) * unit);
          }
        }
        return Reflect.construct(target, args, newTarget === counted ? target : newTarget);
      },
    });
    Reflect.set(globalThis, name, counted);
  }
  return () => {
    for (const [name, Original] of before) Reflect.set(globalThis, name, Original);
  };
}
