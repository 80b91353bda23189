/** A job's icon from media/rings, for light and dark themes. Only decoration: the text beside it says the same. */
export function Ring({
  rings,
  name,
  sizePx,
}: {
  readonly rings: string;
  readonly name: string;
  readonly sizePx: number;
}) {
  return (
    <span class="ring" aria-hidden="true">
      {(['dark', 'light'] as const).map((theme) => (
        <img
          key={theme}
          class={`ring-${theme}`}
          src={`${rings}/${theme}/${name}.svg`}
          width={sizePx}
          height={sizePx}
          alt=""
        />
      ))}
    </span>
  );
}
