import * as vscode from 'vscode';
import type { Account } from '../../core/account';
import { type Brand, type ChosenBrand, isActiveBrand } from '../../core/accounts/brand';
import type { BrandChoice } from '../../core/accounts/brandChoice';
import type { PagedList } from '../../core/api/furtherPages';
import { textOrder } from '../../core/rows/textOrder';
import { inform } from '../messages';
import { numberInWords } from '../words/timeWords';
import { withoutIcons } from '../words/withoutIcons';
import { newBrandsInWords } from './accountWords';

interface BrandItem extends vscode.QuickPickItem {
  readonly brand?: ChosenBrand;
  readonly isActive?: boolean;
}

export interface PickedBrands {
  readonly list: PagedList<Brand>;
  readonly wanted: readonly ChosenBrand[];
}

/**
 * Shows the agency's brands in a list to check and search. It opens before they have loaded. Undefined if the user
 * closes it, or if there are none. Throws what `load` throws.
 */
export async function pickBrands(
  agency: Account,
  choice: BrandChoice,
  load: (signal: AbortSignal) => Promise<PagedList<Brand>>,
): Promise<PickedBrands | undefined> {
  const pick = vscode.window.createQuickPick<BrandItem>();
  const abort = new AbortController();
  pick.title = vscode.l10n.t('Brands of {0}', agency.name);
  pick.placeholder = vscode.l10n.t('Loading brands…');
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.ignoreFocusOut = true;
  pick.busy = true;
  pick.enabled = false;
  let list: PagedList<Brand> | undefined;
  try {
    return await new Promise<PickedBrands | undefined>((resolve, reject) => {
      // An Enter from before the brands were checked must not uncheck them all.
      let isChecked = choice.chosen.length === 0;
      pick.onDidAccept(() => {
        if (list !== undefined && isChecked) {
          resolve({ list, wanted: pick.selectedItems.flatMap(({ brand }) => brand ?? []) });
        }
      });
      pick.onDidTriggerButton(() => {
        pick.selectedItems = pick.items.filter((item) => item.isActive === true || pick.selectedItems.includes(item));
        count(pick, agency);
      });
      pick.onDidChangeSelection((checked) => {
        isChecked ||= checked.length > 0;
        count(pick, agency);
      });
      pick.onDidHide(() => resolve(undefined));
      pick.show();
      load(abort.signal).then((loaded) => {
        if (loaded.items.length === 0 && choice.chosen.length === 0) {
          void inform(vscode.l10n.t('impact.com lists no brands for {0}.', agency.name));
          resolve(undefined);
          return;
        }
        list = loaded;
        fill(pick, loaded, choice);
      }, reject);
    });
  } finally {
    abort.abort();
    pick.dispose();
  }
}

function fill(pick: vscode.QuickPick<BrandItem>, list: PagedList<Brand>, choice: BrandChoice): void {
  const chosen = new Set(choice.chosen.map(({ id }) => id));
  pick.items = itemsOf(list, choice);
  pick.selectedItems = pick.items.filter(({ brand }) => brand !== undefined && chosen.has(brand.id));
  pick.placeholder =
    list.rest === undefined
      ? vscode.l10n.t('Search by name or ID, and check the brands to work with')
      : vscode.l10n.t('Not all brands could be loaded. Check the brands to work with.');
  pick.buttons = [{ iconPath: new vscode.ThemeIcon('check-all'), tooltip: vscode.l10n.t('Check All Active Brands') }];
  pick.busy = false;
  pick.enabled = true;
}

/** Says in the title how many brands are checked. */
function count(pick: vscode.QuickPick<BrandItem>, { name }: Account): void {
  const total = pick.items.filter(({ brand }) => brand !== undefined).length;
  pick.title = vscode.l10n.t(
    'Brands of {0}: {1} of {2}',
    name,
    numberInWords(pick.selectedItems.length),
    numberInWords(total),
  );
}

/** New brands first, then the active ones, those that aren't active, and chosen ones that the list doesn't contain. */
function itemsOf(list: PagedList<Brand>, { chosen, offeredIds }: BrandChoice): readonly BrandItem[] {
  const order = textOrder(vscode.env.language);
  const brands = [...list.items].sort((a, b) => order(a.name, b.name));
  const offered = new Set(offeredIds);
  const isNew = (brand: Brand): boolean => offered.size > 0 && !offered.has(brand.id) && isActiveBrand(brand);
  const fresh = brands.filter(isNew);
  const listed = new Set(brands.map(({ id }) => id));
  return [
    ...section(
      newBrandsInWords(fresh.length),
      fresh.map((brand) => itemOf(brand)),
    ),
    ...section(
      vscode.l10n.t('Active'),
      brands.filter((brand) => isActiveBrand(brand) && !isNew(brand)).map((brand) => itemOf(brand)),
    ),
    ...section(
      vscode.l10n.t('Not active'),
      brands.filter((brand) => !isActiveBrand(brand)).map((brand) => itemOf(brand, brand.state.toLowerCase(), false)),
    ),
    ...section(
      list.rest === undefined ? vscode.l10n.t("No longer in impact.com's list") : vscode.l10n.t('Not loaded'),
      chosen.filter(({ id }) => !listed.has(id)).map((brand) => itemOf(brand, '', false)),
    ),
  ];
}

function itemOf(brand: ChosenBrand, state = '', isActive = true): BrandItem {
  return {
    label: withoutIcons(brand.name),
    description: [brand.id, brand.currency, state].filter((text) => text !== '').join(' · '),
    brand,
    isActive,
  };
}

function section(title: string, items: readonly BrandItem[]): readonly BrandItem[] {
  return items.length === 0 ? [] : [{ label: title, kind: vscode.QuickPickItemKind.Separator }, ...items];
}
