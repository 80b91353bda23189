/**
 * The IDs of the brands that the environment chooses for its agency, or `all` for all active ones. Undefined if it
 * doesn't choose.
 */
export function environmentBrands(environment: NodeJS.ProcessEnv): readonly string[] | 'all' | undefined {
  const text = environment['IMPACT_BRAND_IDS']?.trim() ?? '';
  if (text === '' || text === 'all') {
    return text === '' ? undefined : text;
  }
  return text.split(/[\s,]+/).filter((id) => id !== '');
}
