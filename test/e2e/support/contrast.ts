import assert from 'node:assert/strict';

/** The contrast of two CSS colors by WCAG, from 1 to 21: `#rgb`, `#rrggbb`, `rgb(...)`, without regard to opacity. */
export function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((first, second) => first - second);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = channels(color.trim()).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function channels(color: string): readonly number[] {
  const hex = /^#(\w{6}|\w{3})/.exec(color)?.[1];
  if (hex !== undefined) {
    const digits = hex.length === 3 ? [...hex].map((digit) => digit + digit) : (hex.match(/../g) ?? []);
    return digits.map((digit) => Number.parseInt(digit, 16));
  }
  const numbers = color.match(/[\d.]+/g)?.map(Number) ?? [];
  assert.ok(numbers.length >= 3, `no color: ${color}`);
  return numbers.slice(0, 3);
}
