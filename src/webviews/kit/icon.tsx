import { ICONS, type IconName } from './icons';

/**
 * In the colour of the text around it. Decoration: what it stands for is said in words beside it, or by its button's
 * label.
 */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path
        d={ICONS[name]}
        fill="none"
        stroke="currentColor"
        stroke-width="1.1"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}
