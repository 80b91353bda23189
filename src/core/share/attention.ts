/** Whether anybody looks: read at the start and told at each change, never assumed. */
export interface Attention {
  /** Whether the view is open in a window. */
  readonly isVisible: boolean;
  /** Whether a window has the user's attention. */
  readonly isFocused: boolean;
}
