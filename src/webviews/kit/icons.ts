/** Line icons on a 16 px grid: the paths that are drawn. */
export const ICONS = {
  replay: 'M13 8a5 5 0 1 1-1.6-3.7M13 2.5V5h-2.5',
  download: 'M8 2.5v7.5M4.8 7 8 10.2 11.2 7M3 13.5h10',
  open: 'M3.5 2.5h5.4l3.6 3.6v7.4h-9zM8.8 2.7v3.5h3.5',
  reveal: 'M2.5 12.5v-9h4l1.5 2h5.5v7zM2.5 7.5h11',
  preview: 'M2.5 3.5h11v9h-11zM2.5 6.5h11M6.5 6.5v6',
  copy: 'M5.5 5.5h8v8h-8zM5.5 10.5h-3v-8h8v3',
  terminal: 'M2.5 3.5h11v9h-11zM5 6.3 6.8 8 5 9.7M8.5 10h3',
  watch: 'M8 2.5a3.7 3.7 0 0 1 3.7 3.7c0 3 1.3 4.3 1.3 4.3H3s1.3-1.3 1.3-4.3A3.7 3.7 0 0 1 8 2.5zM6.6 13a1.5 1.5 0 0 0 2.8 0',
  mute: 'M8 2.5a3.7 3.7 0 0 1 3.7 3.7c0 3 1.3 4.3 1.3 4.3H3s1.3-1.3 1.3-4.3A3.7 3.7 0 0 1 8 2.5zM6.6 13a1.5 1.5 0 0 0 2.8 0M2 2l12 12',
  json: 'M6 2.5C3.5 2.5 5.5 8 3 8c2.5 0 .5 5.5 3 5.5M10 2.5C12.5 2.5 10.5 8 13 8c-2.5 0-.5 5.5-3 5.5',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  list: 'M5.5 4h8M5.5 8h8M5.5 12h8M2.5 4h.5M2.5 8h.5M2.5 12h.5',
  account: 'M8 2.5a2.7 2.7 0 1 1 0 5.4a2.7 2.7 0 0 1 0-5.4zM3 13.5a5 5 0 0 1 10 0',
  beaker: 'M6.5 2.5v4l-3.6 6.2c-.3.5 0 .8.5.8h9.2c.5 0 .8-.3.5-.8L9.5 6.5v-4M5.5 2.5h5M4.7 10h6.6',
  cancel: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
} as const;

export type IconName = keyof typeof ICONS;
