export interface PanelPage {
  readonly language: string;
  /** For screen readers and tools. VS Code itself shows the panel's title. */
  readonly title: string;
  readonly cspSource: string;
  readonly nonce: string;
  readonly script: string;
  readonly style: string;
  /** The data that the page's script starts with. `pageData` in the kit reads it. */
  readonly data: { readonly words: object; readonly identity: unknown };
}

/** The HTML of a webview. Loads only its own bundle from this extension, and runs only scripts with the nonce. */
export function panelHtml({ language, title, cspSource, nonce, script, style, data }: PanelPage): string {
  const policy = [
    "default-src 'none'",
    `img-src ${cspSource}`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    `script-src 'nonce-${nonce}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${asAttribute(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${asAttribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${asAttribute(title)}</title>
<link rel="stylesheet" href="${asAttribute(style)}">
</head>
<body data-page="${asAttribute(JSON.stringify(data))}">
<div id="page"></div>
<script type="module" nonce="${nonce}" src="${asAttribute(script)}"></script>
</body>
</html>
`;
}

function asAttribute(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
