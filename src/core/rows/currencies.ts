/** The ISO 4217 codes in use. Other letters before a number are part of a name (`SKU10`, `10 PCS`). */
const CODES = new Set(
  (
    'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP ' +
    'CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ' +
    'ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT ' +
    'MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD ' +
    'SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES ' +
    'VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG'
  ).split(' '),
);
/** Matches `$`, `US$`, and `C$`. `zł` isn't a Unicode currency sign. */
const SIGN = /^[A-Z]{0,2}\p{Sc}$/u;

/** Codes that are also words, usually before a whole number: `TOP 10`, `ALL 3`, `PEN 2`. */
const WORD_CODES = new Set('ALL BAM BOB CUP GEL LAK MAD MOP PEN RON SOS TOP TRY'.split(' '));

/** Whether a currency's code reads as a word. */
export function isWord(code: string): boolean {
  return WORD_CODES.has(code);
}

export function isCurrency(text: string): boolean {
  return CODES.has(text) || SIGN.test(text);
}
