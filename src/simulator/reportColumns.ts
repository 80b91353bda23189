export type DataType = 'Boolean' | "Date (yyyy-MM-dd'T'HH:mm:ssZZ)" | 'Decimal' | 'Integer' | 'String';

export const DATE_TYPE = "Date (yyyy-MM-dd'T'HH:mm:ssZZ)";

/** Where a column's values come from. Each has a maximum length, so that all rows can have the same length. */
export type ValueSource =
  | { readonly kind: 'pick'; readonly from: readonly string[] }
  | { readonly kind: 'integer'; readonly max: number }
  | { readonly kind: 'decimal'; readonly max: number }
  | { readonly kind: 'date' };

export interface Column {
  readonly name: string;
  readonly dataType: DataType;
  readonly values: ValueSource;
}

/** The columns of one kind of report, between its key and its address. See `ResultContent`. */
export interface ColumnSet {
  /** The first column, a number that is different in each row. */
  readonly key: string;
  readonly columns: readonly Column[];
  /** The last column, an address that is padded so that all rows have the same length. */
  readonly address: string;
}

const pick = (name: string, ...from: readonly string[]): Column => ({
  name,
  dataType: 'String',
  values: { kind: 'pick', from },
});
const integer = (name: string, max: number): Column => ({
  name,
  dataType: 'Integer',
  values: { kind: 'integer', max },
});
const decimal = (name: string, max: number): Column => ({
  name,
  dataType: 'Decimal',
  values: { kind: 'decimal', max },
});
const date = (name: string): Column => ({ name, dataType: DATE_TYPE, values: { kind: 'date' } });

const PROGRAM = pick(
  'Program',
  'Nordlicht Outdoor',
  'Alpenglück Reisen',
  'Café & Co.',
  'Tokyo Living 東京',
  'Brightwater Home, Inc.',
  'Smith "Sons" & Daughters',
);
const PARTNER = pick(
  'Partner',
  'CouponHarbour',
  'Müller & Söhne Medien',
  'Deal Journal, LLC',
  'Blog "Les Bons Plans"',
  '株式会社サンプル',
  'Viajes Español',
  'TopCashReward',
  'Review Orchard',
  'Żółty Rabat',
  'Green Thumb Weekly',
  '优惠券中心',
  'Sneaker Digest',
  'Parents, Planned',
  'Budget Explorer',
);
const STATUS = pick('Status', 'APPROVED', 'APPROVED', 'APPROVED', 'PENDING', 'PENDING', 'REVERSED');
const CURRENCY = pick('Currency', 'USD', 'USD', 'EUR', 'EUR', 'GBP', 'JPY');
const COUNTRY = pick('Country', 'DE', 'US', 'GB', 'FR', 'ES', 'JP', 'PL', 'CA', 'CH', 'AT');
const AREA = pick(
  'Customer_Area',
  'Bayern',
  'New York',
  'Île-de-France',
  '東京都',
  'Śląskie',
  'São Paulo',
  'Greater London',
  'Zürich',
  '',
);
const PROMO_CODE = pick('Promo_Code', '', '', '', 'HERBST10', 'WELCOME', 'SAVE-15%', 'FRÜHLING', 'VIP,2026');
const SUB_ID = pick('SubId1', '', 'newsletter', 'home;top', 'app-ios', 'spring "A/B"', 'footer', 'retarget');
const DEVICE = pick('Device', 'Mobile', 'Mobile', 'Desktop', 'Tablet', '');

/** A click of an export, which names the program in another way than a Brand's. */
const clickOf = (program: 'Campaign' | 'Program'): ColumnSet => ({
  key: 'Id',
  columns: [
    pick(`${program}Id`, '3629'),
    pick(`${program}Name`, 'Nordlicht Outdoor'),
    date('EventDate'),
    pick('MediaId', '1924609', '1930114', '1952077'),
    pick('MediaName', 'CouponHarbour', 'Müller & Söhne Medien', 'Deal Journal, LLC'),
    pick('AdId', '656565', '656570', '661203'),
    pick('AdName', 'Our Anvils Are Awesome', 'Autumn sale', 'The "big" one'),
    pick('AdType', 'BANNER', 'TEXT_LINK', 'COUPON', 'ONLINE_TRACKING_LINK'),
    pick('CustomerCountry', 'DE', 'US', 'GB', 'FR', 'n/a'),
    pick('DeviceType', 'PHONE', 'PHONE', 'DESKTOP', 'TABLET', 'UNKNOWN'),
    pick('ReferringDomain', 'deals.example', 'blog.example', 'NA'),
    pick('SharedId', '', 'spring2026', 'newsletter'),
    pick('UniqueClick', 'true', 'true', 'false'),
    decimal('Payout', 9),
  ],
  address: 'LandingPageUrl',
});

export const COLUMN_SETS = {
  actions: {
    key: 'Action_Id',
    columns: [
      date('Action_Date'),
      PROGRAM,
      PARTNER,
      pick('Action_Type', 'Sale', 'Sale', 'Lead', 'App Install'),
      STATUS,
      decimal('Sale_Amount', 899),
      decimal('Payout', 72),
      CURRENCY,
      COUNTRY,
      AREA,
      PROMO_CODE,
      SUB_ID,
      DEVICE,
      integer('Items', 9),
    ],
    address: 'Landing_Page',
  },
  clicks: {
    key: 'Click_Id',
    columns: [
      date('Click_Date'),
      PROGRAM,
      PARTNER,
      pick('Ad', 'Text link', 'Banner 728x90', 'Banner 300x250', 'Coupon "10 % off"', 'Deep link'),
      COUNTRY,
      DEVICE,
      SUB_ID,
      pick('Valid', 'true', 'true', 'true', 'false'),
    ],
    address: 'Referring_Url',
  },
  performance: {
    key: 'Partner_Id',
    columns: [
      PARTNER,
      PROGRAM,
      date('Date'),
      integer('Impressions', 250_000),
      integer('Clicks', 9_000),
      integer('Actions', 400),
      decimal('Revenue', 48_000),
      decimal('Action_Cost', 4_100),
      decimal('Total_Cost', 4_400),
      CURRENCY,
    ],
    address: 'Tracking_Link',
  },
  finance: {
    key: 'Invoice_Id',
    columns: [
      date('Invoice_Date'),
      PARTNER,
      PROGRAM,
      pick('Type', 'Payout', 'Fee', 'Adjustment', 'Bonus'),
      decimal('Amount', 12_000),
      decimal('Tax', 2_000),
      CURRENCY,
      pick('Paid', 'true', 'true', 'false'),
    ],
    address: 'Document',
  },
  partners: {
    key: 'Partner_Id',
    columns: [
      PARTNER,
      pick('Partner_Status', 'Active', 'Active', 'Pending', 'Expired'),
      date('Joined'),
      pick('Group', 'Content', 'Coupon', 'Loyalty', 'Email, opt-in', ''),
      COUNTRY,
      pick('Contact', 'Jürgen Weiß', "Siobhán O'Neill", '山田 太郎', 'Ana García', ''),
    ],
    address: 'Website',
  },
  ads: {
    key: 'Ad_Id',
    columns: [
      pick('Ad_Name', 'Autumn sale', 'Free delivery\nfrom 50 EUR', 'Brand, generic', 'The "big" one', 'Größe L–XXL'),
      PROGRAM,
      pick('Ad_Type', 'Banner', 'Text link', 'Coupon', 'Video'),
      date('Start_Date'),
      integer('Clicks', 9_000),
      integer('Actions', 300),
      STATUS,
    ],
    address: 'Landing_Page',
  },
  brandClicks: clickOf('Campaign'),
  partnerClicks: clickOf('Program'),
} as const satisfies Record<string, ColumnSet>;

export type ColumnSetName = keyof typeof COLUMN_SETS;
/** The columns of reports. Clicks have no report. */
export type ReportColumns = Exclude<ColumnSetName, 'brandClicks' | 'partnerClicks'>;
