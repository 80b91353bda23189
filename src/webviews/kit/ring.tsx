/** A job's icon from media/rings. Decoration: the words beside it say the same. The theme picks one of the two. */
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
