/**
 * Intl's objects by what makes them. To make one takes up to sixty times as long as to use it, and each row of a list
 * needs several.
 */
export const numberFormat = kept<Intl.NumberFormat, Intl.NumberFormatOptions>('NumberFormat');

export const ageFormat = kept<Intl.RelativeTimeFormat, Intl.RelativeTimeFormatOptions>('RelativeTimeFormat');

const dateFormat = kept<Intl.DateTimeFormat, Intl.DateTimeFormatOptions & { at: number }>('DateTimeFormat');

/** Writes a date in this machine's time zone. */
export function writeDate(date: Date, locale: string, options: Intl.DateTimeFormatOptions): string {
  // A format keeps the zone that it was made in, and a process can change its own.
  return dateFormat(locale, { ...options, at: date.getTimezoneOffset() }).format(date);
}

function kept<Format, Options>(
  name: 'NumberFormat' | 'RelativeTimeFormat' | 'DateTimeFormat',
): (locale: string, options?: Options) => Format {
  const made: Record<string, Format> = {};
  return (locale, options) =>
    (made[locale + JSON.stringify(options)] ??= new (
      Intl[name] as unknown as new (locale: string, options?: Options) => Format
    )(locale, options));
}
