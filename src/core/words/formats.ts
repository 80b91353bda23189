/**
 * Intl's objects by what makes them. To make one takes up to sixty times as long as to use it, and each row of a list
 * needs several.
 */
export const numberFormat = kept(
  (locale: string, options?: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options),
);

export const ageFormat = kept(
  (locale: string, options?: Intl.RelativeTimeFormatOptions) => new Intl.RelativeTimeFormat(locale, options),
);

/** Writes a date in this machine's time zone. */
export function writeDate(date: Date, locale: string, options: Intl.DateTimeFormatOptions): string {
  // A format keeps the zone that it was made in, and a process can change its own.
  return dateFormat(locale, { ...options, offsetMinutes: date.getTimezoneOffset() }).format(date);
}

const dateFormat = kept(
  (locale: string, options?: Intl.DateTimeFormatOptions & { offsetMinutes: number }) =>
    new Intl.DateTimeFormat(locale, options),
);

function kept<Options, Format>(
  make: (locale: string, options?: Options) => Format,
): (locale: string, options?: Options) => Format {
  const made = new Map<string, Format>();
  return (locale, options) => {
    const key = JSON.stringify([locale, options]);
    const known = made.get(key) ?? make(locale, options);
    made.set(key, known);
    return known;
  };
}
