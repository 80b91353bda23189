/** A 32-bit hash. The same parts always give the same number, on every machine and in every run. */
export function hashOf(...parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const part of parts) {
    const text = String(part);
    for (let index = 0; index < text.length; index++) {
      hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
    }
    hash = Math.imul(hash ^ 0x2c, 0x01000193);
  }
  return mix(hash);
}

/** A stream of numbers in [0, 1) that depends only on the seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    return mix(state) / 0x1_0000_0000;
  };
}

/** A version 4 UUID that depends only on the parts. */
export function uuidFrom(...parts: readonly (string | number)[]): string {
  const hex = [0, 1, 2, 3]
    .map((word) =>
      hashOf(...parts, word)
        .toString(16)
        .padStart(8, '0'),
    )
    .join('');
  const variant = '89ab'[hashOf(...parts, 'variant') & 3] ?? '8';
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** `length` letters and digits that depend only on the parts. */
export function lettersFrom(length: number, ...parts: readonly (string | number)[]): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  const random = randomFrom(hashOf(...parts));
  return Array.from({ length }, () => alphabet.charAt(Math.floor(random() * alphabet.length))).join('');
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
