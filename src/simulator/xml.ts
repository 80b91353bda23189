import { isRecord } from '../core/isRecord';

const LIST_ITEMS: Readonly<Record<string, string>> = {
  Jobs: 'Job',
  Reports: 'Report',
  Filters: 'Filter',
  Attributes: 'Attribute',
  Errors: 'Error',
};

/**
 * Writes the value below the API's root element. Keys that start with @ become attributes, and lists become repeated
 * elements.
 */
export function toXml(value: unknown, element?: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><ImpactRadiusResponse>${contentXml(value, element)}</ImpactRadiusResponse>`;
}

function contentXml(value: unknown, element: string | undefined): string {
  if (Array.isArray(value)) {
    return listXml(value, element ?? 'Item');
  }
  return element === undefined ? objectXml(value) : elementXml(element, value);
}

function elementXml(name: string, value: unknown): string {
  if (Array.isArray(value)) {
    return `<${name}>${listXml(value, LIST_ITEMS[name] ?? 'Item')}</${name}>`;
  }
  const content = isRecord(value) ? objectXml(value) : escapeXml(textOf(value));
  return content === '' ? `<${name}/>` : `<${name}>${content}</${name}>`;
}

function objectXml(value: unknown): string {
  let attributes = '';
  let content = '';
  for (const [key, item] of Object.entries(value ?? {})) {
    if (key.startsWith('@')) {
      attributes += ` ${key.slice(1)}="${escapeXml(textOf(item))}"`;
    } else if (Array.isArray(item) && attributes !== '') {
      content += `<${key}${attributes}>${listXml(item, LIST_ITEMS[key] ?? 'Item')}</${key}>`;
    } else if (item !== undefined) {
      content += elementXml(key, item);
    }
  }
  return content;
}

function listXml(items: readonly unknown[], element: string): string {
  return items.map((item) => elementXml(element, item)).join('');
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
